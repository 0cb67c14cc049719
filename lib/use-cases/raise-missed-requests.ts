import { renewalId } from '../domain/ids.ts';
import { actionsAt, stagePolicyFor } from '../domain/policy.ts';
import { stageOf } from '../domain/stage.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Instant } from '../domain/time.ts';
import type { SubjectState } from '../ports/subjects.ts';
import { raiseRenewalRequest, type RaiseDeps } from './raise-renewal-request.ts';

interface Deps extends RaiseDeps {
  readonly tenants: readonly Tenant[];
}

/**
 * Finds what was announced and has no renewal though its stage wants one: the message that should have raised it is a
 * dead letter, or was lost. Reads the whole inventory, so it runs rarely.
 */
export const raiseMissedRequests = (deps: Deps) => {
  const raise = raiseRenewalRequest(deps);

  const missedOf = async ({ facts, judged }: SubjectState, now: Instant) => {
    const missed = [];
    for (const credential of facts.credentials) {
      const { expiresAt } = credential;
      const policy = stagePolicyFor(deps.policy, facts, credential);
      const isWanted = actionsAt(policy, stageOf(credential, policy, now)).includes('raise-request');
      if (expiresAt === undefined || !isWanted || judged[credential.id]?.announced === undefined) continue;
      const known = await deps.renewals.find(renewalId(deps.digest, credential.id, expiresAt));
      if (known === undefined) missed.push(credential.id);
    }
    return missed;
  };

  return async (): Promise<{ readonly raised: number }> => {
    const now = deps.clock.now();
    let raised = 0;
    for (const tenant of deps.tenants) {
      for await (const state of deps.subjects.list(tenant.id)) {
        if (state.goneAt !== undefined) continue;
        for (const credential of await missedOf(state, now)) {
          await raise({ tenant: tenant.id, id: state.facts.id }, credential);
          raised += 1;
        }
      }
    }
    if (raised > 0) deps.log('REQUESTS_MISSED', { raised });
    return { raised };
  };
};
