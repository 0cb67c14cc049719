import type { Credential } from '../domain/credential.ts';
import { type CredentialId, renewalId } from '../domain/ids.ts';
import { actionsAt, stagePolicyFor } from '../domain/policy.ts';
import { unmetLabels } from '../domain/policy-labels.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Instant } from '../domain/time.ts';
import { judge } from '../domain/verdict.ts';
import type { SubjectState } from '../ports/subjects.ts';
import { unreadable } from './each-due.ts';
import { type ExceptionDeps, raiseExceptionRequest } from './raise-exception-request.ts';
import { raiseRenewalRequest } from './raise-renewal-request.ts';

interface Deps extends ExceptionDeps {
  readonly tenants: readonly Tenant[];
}

/**
 * Finds what was announced and has no renewal though its stage wants one: the message that should have raised it is a
 * dead letter, or was lost. Reads the whole inventory, so it runs rarely; and says by the way which labels of the policy
 * nothing bears.
 */
export const raiseMissedRequests = (deps: Deps) => {
  const raise = raiseRenewalRequest(deps);
  const raiseForException = raiseExceptionRequest(deps);

  const isOwed = ({ facts, judged }: SubjectState, credential: Credential, now: Instant): boolean => {
    const memory = judged[credential.id];
    if (memory?.announced === undefined) return false;
    const actions = actionsAt(stagePolicyFor(deps.policy, facts, credential), memory.announced);
    if (!actions.includes('raise-request')) return false;
    const { firstSeenAt, announced: stage, announcedFrom: from } = memory;
    const situation = {
      subject: facts,
      credential,
      policy: deps.policy,
      armed: true,
      firstSeenAt,
      announced: { stage, from },
      // Whoever silences what was announced has its request already.
      silences: [],
      now,
    };
    const verdict = judge({ ...situation, renewalUnderWay: false });
    // Whatever else keeps it quiet now, such as a new secret beside it, is a reason to raise nothing.
    return verdict.kind === 'quiet' && verdict.reason === 'already-announced';
  };

  const missedOf = async (state: SubjectState, now: Instant): Promise<readonly CredentialId[]> => {
    const missed: CredentialId[] = [];
    for (const credential of state.facts.credentials) {
      const { expiresAt } = credential;
      if (expiresAt === undefined || !isOwed(state, credential, now)) continue;
      const known = await deps.renewals.find(renewalId(deps.digest, credential.id, expiresAt));
      if (known === undefined) missed.push(credential.id);
    }
    return missed;
  };

  return async (): Promise<{ readonly raised: number }> => {
    const now = deps.clock.now();
    let raised = 0;
    const labels = new Set<string>();
    for (const tenant of deps.tenants) {
      for await (const state of deps.subjects.list(tenant.id, unreadable(deps.log))) {
        if (state.goneAt !== undefined) continue;
        for (const label of state.facts.labels) labels.add(label);
        for (const credential of await missedOf(state, now)) {
          await raise({ tenant: tenant.id, id: state.facts.id }, credential);
          raised += 1;
        }
        for (const credential of state.facts.credentials)
          raised += await raiseForException(state, credential, now);
      }
    }
    const unmet = unmetLabels(deps.policy, labels);
    if (unmet.length > 0) deps.log('POLICY_LABELS_UNKNOWN', { places: unmet.join(', ') });
    if (raised > 0) deps.log('REQUESTS_MISSED', { raised });
    return { raised };
  };
};
