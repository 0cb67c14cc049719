import type { RenewalId } from '../domain/ids.ts';
import { toIso } from '../domain/time.ts';
import type { ServiceDesk } from '../ports/service-desk.ts';
import type { Texts } from '../ports/texts.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';

interface Deps extends SagaDeps {
  readonly desk: ServiceDesk;
  readonly texts: Texts;
}

/** Closes the request with its evidence, once the old credential is gone, or was seen to be replaced by hand. */
export const closeRequest = (deps: Deps) => {
  const saga = renewalSaga(deps);
  return async (id: RenewalId): Promise<void> => {
    const loaded = await saga.load(id, 'close-request');
    if (loaded?.at.state !== 'retired' && loaded?.at.state !== 'replaced') return;
    const { stored, at } = loaded;
    const approved = {
      renewalId: id,
      credentialId: at.of.credentialId,
      applicationName: at.of.name,
      revision: at.revision,
      approvedBy: at.approval.by.userPrincipalName,
      approvedAt: at.approval.decidedAt,
      decisionId: at.approval.id,
      oldKeyId: at.of.keyId,
    };
    const evidence =
      at.state === 'replaced'
        ? at.rollOver === undefined
          ? deps.texts.handEvidence({ ...approved, by: at.by })
          : deps.texts.rollOverEvidence({ ...approved, rollOver: at.rollOver })
        : deps.texts.closingEvidence({
            ...approved,
            newKeyId: at.made.keyId,
            newExpiresAt: at.made.expiresAt,
            attempt: at.made.attempt,
            redeemedAt: at.redeemedAt,
            retiredAt: at.retiredAt,
            retirement: at.evidence,
          });
    const closed = await deps.desk.close(at.ticket, evidence);
    if (!closed.ok) return saga.postpone(stored, closed.failure);
    const now = deps.clock.now();
    const done = await saga.move(stored, { kind: 'close', now }, (next) => [
      saga.event('expiry-monitor.renewal.closed.v1', next, { closedAt: toIso(now) }),
    ]);
    if (done.ok) deps.log('STEP_DONE', { renewalId: id, step: 'close-request' });
  };
};
