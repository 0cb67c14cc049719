import { give, type GivenDecision, type GivenDecisions } from '../domain/given-decision.ts';
import { type Digest, decisionId, type RenewalId } from '../domain/ids.ts';
import { isSamePerson, type PersonKey } from '../domain/person.ts';
import { active } from '../domain/renewal.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { toIso } from '../domain/time.ts';
import type { Decisions } from '../ports/decisions.ts';
import type { Renewals } from '../ports/renewals.ts';
import { eventMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

interface Deps extends Sending {
  readonly renewals: Renewals;
  readonly decisions: Decisions;
  readonly digest: Digest;
}

export type GiveFailure =
  | 'UNKNOWN_RENEWAL'
  /** It does not wait for a decision, or not any more. */
  | 'NOT_WAITING'
  /** What was seen is not what is asked now. */
  | 'OTHER_REVISION'
  | 'IS_RECIPIENT'
  | 'DECIDED_OTHERWISE'
  | 'BUSY';

export type WantedDecision = Pick<GivenDecision, 'outcome' | 'revision' | 'justification'>;

const TRIES = 5;

/**
 * A person with the role of an approver decides about a request. It is written down with the event that says so; whoever
 * renews reads it and judges whether it counts, as with those of the service desk.
 */
export const giveDecision = (deps: Deps) => {
  const commit = commitAndSend(deps);

  return async (
    renewalId: RenewalId,
    wanted: WantedDecision,
    by: PersonKey,
  ): Promise<Result<GivenDecision, GiveFailure>> => {
    const renewal = await deps.renewals.find(renewalId);
    if (renewal === undefined) return fail('UNKNOWN_RENEWAL');
    const at = active(renewal.state);
    if (at.state !== 'requested') return fail('NOT_WAITING');
    if (wanted.revision !== at.revision) return fail('OTHER_REVISION');
    // Denying what is for oneself is harmless, and ends it.
    if (wanted.outcome === 'approved' && at.recipient !== undefined && isSamePerson(by, at.recipient.person))
      return fail('IS_RECIPIENT');

    const { tenant, environment } = at.of;
    const now = deps.clock.now();
    const decision: GivenDecision = {
      ...wanted,
      id: decisionId(deps.digest, renewalId, wanted.revision, `${by.tenant}/${by.objectId}`),
      by: { tenant: by.tenant, objectId: by.objectId },
      decidedAt: now,
    };
    const event = eventMessage(deps.digest, {
      ...{ type: 'expiry-monitor.renewal.decision-given.v1', tenant, about: renewalId, at: now },
      transition: decision.id,
      data: {
        ...{ tenantId: tenant, environment, renewalId, decisionId: decision.id },
        ...{ outcome: decision.outcome, revision: decision.revision, decidedAt: toIso(now) },
        approver: { tenantId: by.tenant, objectId: by.objectId },
      },
    });
    const key = { tenant, renewalId };
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await deps.decisions.find(key);
      const before: GivenDecisions = stored?.state ?? { renewalId, tenant, decisions: [] };
      const given = give(before, decision);
      if (!given.ok) return given;
      if (given.value === before)
        return ok(before.decisions.find(({ id }) => id === decision.id) ?? decision);
      const saved = await commit(deps.decisions, key, {
        ...{ expected: stored?.version ?? ('absent' as const), state: given.value, dueAt: undefined },
        messages: [event],
      });
      if (saved.ok) return ok(decision);
    }
    return fail('BUSY');
  };
};
