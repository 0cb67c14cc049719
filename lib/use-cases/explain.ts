import { type Credential, credentialOf } from '../domain/credential.ts';
import { explainCredential } from '../domain/explanation.ts';
import { type CredentialId, type Digest, type RenewalId, renewalId, type SubjectId } from '../domain/ids.ts';
import { sketchOf } from '../domain/renewal-sketch.ts';
import { active, type Renewal } from '../domain/renewal.ts';
import type { Silence } from '../domain/silence.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Directory } from '../ports/directory.ts';
import type { Renewals } from '../ports/renewals.ts';
import type { StandingSilences } from '../ports/standing-silences.ts';
import type { Subjects, SubjectState } from '../ports/subjects.ts';
import { unreadable } from './each-due.ts';
import { explainOwners } from './explain-owners.ts';
import { explanationView } from './explanation-view.ts';
import { findCredential, findSubject } from './find-credential.ts';
import { renewalsOf } from './renewals-of-subject.ts';
import type { ResolveDeps } from './resolve-owners.ts';

interface Deps extends ResolveDeps {
  readonly subjects: Subjects;
  readonly silences: StandingSilences;
  readonly directory: Directory;
  readonly renewals: Renewals;
  readonly tenants: readonly Tenant[];
  readonly mode: 'observe' | 'act';
  readonly digest: Digest;
}

/** What is asked about: all that a subject holds, or one of it. */
export type ExplainedThing =
  | { readonly kind: 'subject'; readonly id: SubjectId }
  | {
      readonly kind: 'credential';
      readonly id: CredentialId;
      /** Saves a search. */
      readonly subject: SubjectId | undefined;
    };

/** Tells why something is announced or is not, as the judge would see it now. Undefined when it is not known. */
export const explain = (deps: Deps) => {
  const subjectOf = findSubject(deps);
  const find = findCredential(deps);
  const renewalsOfSubject = renewalsOf(deps);
  const owners = explainOwners(deps);

  const silencesOf = async ({ facts }: SubjectState): Promise<readonly Silence[]> => {
    const all = await deps.silences.read(unreadable(deps.log));
    return all.filter(({ subjectId }) => subjectId === facts.id);
  };

  const renewalOf = async ({ id, expiresAt }: Credential): Promise<Renewal | undefined> =>
    expiresAt === undefined
      ? undefined
      : (await deps.renewals.find(renewalId(deps.digest, id, expiresAt)))?.state;

  const sketchById = async (id: RenewalId) => {
    const stored = await deps.renewals.find(id);
    return stored && sketchOf(stored.state);
  };

  const look = async (state: SubjectState, only: Credential | undefined) => {
    const { facts, judged, goneAt } = state;
    const now = deps.clock.now();
    const arming = await deps.directory.find({ tenant: facts.tenant, source: facts.source });
    const armed = arming?.state.armedAt !== undefined && deps.mode === 'act';
    const who = await owners(facts);
    const input = {
      subject: facts,
      judged,
      policy: deps.policy,
      armed,
      ...(await renewalsOfSubject(facts, sketchById, now)),
      silences: await silencesOf(state),
      owners: who.fingerprint,
      now,
    };
    const credentials = await Promise.all(
      (only === undefined ? facts.credentials : [only]).map(async (credential) => {
        const renewal = await renewalOf(credential);
        return explanationView(credential, explainCredential(input, credential), renewal && active(renewal));
      }),
    );
    return {
      tenant: facts.tenant,
      environment: facts.environment,
      source: facts.source,
      subjectId: facts.id,
      subject: facts.name,
      isGone: goneAt !== undefined,
      announces: armed,
      owners: who.view,
      credentials,
    };
  };

  return async (thing: ExplainedThing) => {
    if (thing.kind === 'subject') {
      const state = await subjectOf(thing.id);
      return state && look(state, undefined);
    }
    const found = await find(thing.id, thing.subject);
    return found && look(found.state, credentialOf(found.subject, thing.id));
  };
};
