import type { Digest, LinkId, RenewalId } from '../domain/ids.ts';
import { advanceLink } from '../domain/link-advance.ts';
import { type Link, linkDueAt } from '../domain/link.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Links } from '../ports/links.ts';
import type { ReturnReason } from '../ports/mail-events.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { aboutRenewalSubject } from './about.ts';
import { eventMessage, wakeMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

interface Deps extends Sending {
  readonly links: Links;
  readonly digest: Digest;
}

/**
 * `ended`: by this word of its mail or by an earlier one. `claimed`: whatever is said of the mail, the recipient has the
 * secret. `over`: it had ended for another reason, or is not ours.
 */
export type Ended = 'ended' | 'over' | 'claimed';

const TRIES = 3;

/**
 * Ends the link of a mail that did not arrive, and wakes whoever follows it. Claim and end race on one row, so exactly one
 * of them wins; and since the row remembers, a wake-up that was lost loses nothing.
 */
export const endUndelivered = (deps: Deps) => {
  const commit = commitAndSend(deps);
  return async (
    { linkId, renewalId }: { readonly linkId: LinkId; readonly renewalId: RenewalId },
    reason: ReturnReason | 'refused',
    detail?: string,
  ): Promise<Ended> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await deps.links.find(linkId);
      if (stored?.state.renewalId !== renewalId) return 'over';
      if ('claimedAt' in stored.state && stored.state.claimedAt !== undefined) return 'claimed';
      if (stored.state.state === 'undelivered') return 'ended';
      const now = deps.clock.now();
      const next = advanceLink(stored.state, { kind: 'come-back', now });
      if (!next.ok) return 'over';
      const saved = await commit(deps.links, linkId, {
        expected: stored.version,
        state: next.value,
        dueAt: linkDueAt(next.value),
        messages: undeliveredMessages(deps.digest, stored.state, reason, now),
      });
      if (!saved.ok) continue; // someone wrote first: a claim, a wrong guess that was counted, or another word of this mail
      deps.log('MAIL_UNDELIVERED', { renewalId, attempt: stored.state.attempt, reason, detail });
      return 'ended';
    }
    throw new Error(`Link ${linkId} kept changing under ${TRIES} writes.`);
  };
};

const undeliveredMessages = (
  digest: Digest,
  { of, renewalId, attempt }: Link,
  reason: string,
  now: Instant,
): readonly OutgoingMessage[] => [
  eventMessage(digest, {
    type: 'expiry-monitor.renewal.link-undelivered.v1',
    tenant: of.tenant,
    about: renewalId,
    transition: `link-undelivered#${attempt}`,
    at: now,
    data: { ...aboutRenewalSubject(of), renewalId, attempt, undeliveredAt: toIso(now), reason },
  }),
  wakeMessage(digest, 'follow-link', renewalId, of.subjectId, `undelivered#${attempt}`),
];
