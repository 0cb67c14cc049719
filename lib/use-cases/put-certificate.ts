import { markerText } from '../domain/marker.ts';
import { active, type ActiveRenewal, type Renewal } from '../domain/renewal.ts';
import { retirementDate } from '../domain/retirement.ts';
import { type Duration, plus, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { ServiceDesk } from '../ports/service-desk.ts';
import type { HoldingDeps } from './holding.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';

export interface PutDeps extends SagaDeps, HoldingDeps {
  readonly desk: ServiceDesk;
  readonly stepLease: Duration;
  /** How long old and new stand side by side, at most. */
  readonly overlap: Duration;
}

type Placing = Extract<ActiveRenewal, { state: 'placing-certificate' }>;

/**
 * Adds an accepted certificate beside the old one. From then on it is at its owner, who has had its private key from the
 * start.
 *
 * Invariant: it is added once, however often this is tried: its key id was chosen before, and what bears it is there. What
 * nobody knows of, since someone called it off meanwhile, bears our marker and is removed by that.
 */
export const putCertificate = (deps: PutDeps) => {
  const saga = renewalSaga(deps);

  /** A rule of the tenant speaks against this one; another may do. */
  const declined = async (stored: Stored<Renewal>, at: Placing, detail: string): Promise<void> => {
    const noted = await noteOnTicket(deps, at, REFUSED, 'requester');
    if (!noted.ok) return saga.postpone(stored, noted.failure);
    deps.log('CERTIFICATE_REFUSED', { renewalId: at.id, faults: 'DIRECTORY', from: 'directory', detail });
    const moved = await saga.move(stored, { kind: 'decline-certificate', now: deps.clock.now() });
    if (!moved.ok) return; // someone else moved it on
  };

  return async (stored: Stored<Renewal>): Promise<void> => {
    const before = active(stored.state);
    const now = deps.clock.now();
    if (before.state !== 'placing-certificate' || now < before.leaseUntil) return; // someone is at it
    if (stored.state.state === 'paused' && now < stored.state.nextTryAt) return;
    const leaseUntil = plus(now, deps.stepLease);
    const begun = await saga.move(stored, { kind: 'begin-placing', leaseUntil, now });
    const at = begun.ok ? active(begun.value.state) : undefined;
    if (!begun.ok || at?.state !== 'placing-certificate') return; // another delivery began first

    const { tenant, nativeId } = at.of;
    const name = markerText({ renewalId: at.id, attempt: at.attempt });
    const added = await deps.certificates.add(
      { tenant, nativeId },
      { ...at.certificate, keyId: at.keyId, name },
    );
    if (!added.ok && added.failure.code === 'REJECTED')
      return declined(begun.value, at, added.failure.detail);
    if (!added.ok) return saga.postpone(begun.value, added.failure, stored);
    const done = deps.clock.now();
    const retireAt = retirementDate(at.of.expiresAt, done, deps.overlap, at.tended.removeAt);
    const noted = await noteOnTicket(deps, at, inPlace(retireAt), 'requester');
    if (!noted.ok) return saga.postpone(begun.value, noted.failure, stored);
    const placed = await saga.move(
      begun.value,
      { kind: 'place-certificate', retireAt, now: done },
      (next) => [
        saga.event('expiry-monitor.renewal.credential-issued.v1', next, {
          attempt: at.attempt,
          newKeyId: at.keyId,
          newExpiresAt: toIso(at.certificate.expiresAt),
        }),
        saga.event('expiry-monitor.renewal.rollover-step.v1', next, {
          step: 'retirement-scheduled',
          at: toIso(retireAt),
          keyId: at.of.keyId,
        }),
      ],
    );
    if (placed.ok) deps.log('STEP_DONE', { renewalId: at.id, step: 'place-certificate' });
  };
};

const inPlace = (retireAt: Parameters<typeof toIso>[0]): string =>
  `The new certificate is in place beside the old one: both work. Please let the application use the new one now. The old one is removed on ${toIso(retireAt)}.`;
const REFUSED =
  'The directory refuses this certificate: a rule of the tenant for the certificates of applications speaks against it. Please hand in another one; the team can say which rules there are. The old one is untouched.';
