import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { eventId } from '../../lib/domain/ids.ts';
import { type Instant, toIso } from '../../lib/domain/time.ts';
import type { AuditEntry } from '../../lib/domain/audit-chain.ts';
import type { Letter } from './letters.ts';

/**
 * What is written down before a letter is touched: who, what, why. The same act on the same letter is the same entry, so a
 * second try adds nothing.
 */
export const entryOf = (
  act: 'replayed' | 'dropped',
  letter: Letter,
  { by, reason, now }: { readonly by: string; readonly reason: string; readonly now: Instant },
): AuditEntry => {
  const type = `expiry-monitor.operations.dead-letter-${act}.v1`;
  const subject = `${letter.place}#${letter.sequenceNumber}`;
  const id = eventId(sha256, type, subject, letter.messageId);
  const event = {
    specversion: '1.0',
    id,
    source: '/operations/dead-letters',
    type,
    subject,
    time: toIso(now),
    datacontenttype: 'application/json',
    data: { place: letter.place, messageId: letter.messageId, deadLetterReason: letter.reason, by, reason },
  };
  return { id, occurredAt: now, body: JSON.stringify(event) };
};
