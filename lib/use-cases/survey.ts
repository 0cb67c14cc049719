import type { Credential, Subject } from '../domain/credential.ts';
import { explainCredential, type Explanation } from '../domain/explanation.ts';
import type { Digest, TenantId } from '../domain/ids.ts';
import { type Policy, stagePolicyFor } from '../domain/policy.ts';
import { rankOf } from '../domain/stage.ts';
import type { Subjects } from '../ports/subjects.ts';
import { unreadable } from './each-due.ts';
import { beginJudgingRun, type JudgingRunDeps } from './judging-run.ts';
import { renewalsOf } from './renewals-of-subject.ts';

export interface SurveyDeps extends JudgingRunDeps {
  readonly subjects: Subjects;
  readonly policy: Policy;
  readonly digest: Digest;
}

/** A credential as the judge would see it now. */
export interface Surveyed {
  readonly subject: Subject;
  readonly credential: Credential;
  readonly explanation: Explanation;
  /** How close to the end its stage is; -1 before the first. */
  readonly rank: number;
  /** Whether its source speaks. */
  readonly isArmed: boolean;
}

/** Judges all that is known of a tenant, and says and changes nothing. */
export const survey = (deps: SurveyDeps) => {
  const renewalsIn = renewalsOf(deps);
  return async function* (tenant: TenantId): AsyncIterable<Surveyed> {
    const run = beginJudgingRun(deps);
    for await (const state of deps.subjects.list(tenant, unreadable(deps.log))) {
      const { facts: subject, judged, goneAt } = state;
      if (goneAt !== undefined) continue;
      const isArmed = (await run.armedSince(subject)) !== undefined;
      const now = deps.clock.now();
      const input = {
        ...{ subject, judged, policy: deps.policy, armed: isArmed, now },
        ...(await renewalsIn(subject, (id) => run.renewalOf(id), now)),
        silences: await run.silencesOf(subject.id),
        owners: state.owners?.fingerprint,
      };
      for (const credential of subject.credentials) {
        const explanation = explainCredential(input, credential);
        const stages = stagePolicyFor(deps.policy, subject, credential);
        yield { subject, credential, explanation, rank: rankOf(stages, explanation.stage), isArmed };
      }
    }
  };
};
