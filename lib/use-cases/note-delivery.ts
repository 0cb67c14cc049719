import type { Digest } from '../domain/ids.ts';
import { LINK_LIFETIME } from '../domain/link.ts';
import { active, type Renewal } from '../domain/renewal.ts';
import { type Instant, plus, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import { wakeMessage } from './outgoing.ts';
import type { RenewalSaga } from './renewal-saga.ts';

/**
 * Notes that the link left: heard from the mail provider, or plain from its having been claimed. A recipient who was
 * quicker than this note has woken a step that was not due yet; whoever dies here must not leave that unseen until the
 * link's hour is over, so the wake-up is part of the note.
 */
export const noteDelivery =
  (saga: RenewalSaga, digest: Digest) => (stored: Stored<Renewal>, linkNotAfter: Instant) =>
    saga.move(stored, { kind: 'deliver', linkNotAfter }, (next) => {
      const at = active(next);
      if (!('made' in at) || at.recipient === undefined) return [];
      const { attempt, issuedAt } = at.made;
      const { tenant, objectId } = at.recipient.person;
      return [
        saga.event('expiry-monitor.renewal.link-sent.v1', next, {
          attempt,
          notAfter: toIso(plus(issuedAt, LINK_LIFETIME)),
          recipient: { tenantId: tenant, objectId },
        }),
        wakeMessage(digest, 'follow-link', at.id, at.of.subjectId, `delivered#${attempt}`),
      ];
    });
