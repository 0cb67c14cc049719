import { advanceLink, linkDueAt } from '../domain/link.ts';
import type { Digest, LinkId, RenewalId } from '../domain/ids.ts';
import { dueAt, stepOf } from '../domain/renewal-step.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Links } from '../ports/links.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { Renewals } from '../ports/renewals.ts';
import { aboutRenewalSubject } from './about.ts';
import { eachDue } from './each-due.ts';
import { eventMessage, wakeMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

interface Deps extends Sending {
  readonly renewals: Renewals;
  readonly links: Links;
  readonly publisher: Publisher;
  readonly digest: Digest;
  readonly clock: Clock;
}

/** How many of each one run takes on. */
const BATCH = 500;

/** Ends the links whose hour is over, and wakes the renewals that have become due. */
export const resumeDue = (deps: Deps) => {
  const commit = commitAndSend(deps);

  const wake = async (id: RenewalId, now: Instant): Promise<void> => {
    const stored = await deps.renewals.find(id);
    const step = stored === undefined ? undefined : stepOf(stored.state);
    if (stored === undefined || step === undefined) return;
    const due = dueAt(stored.state, now) ?? now;
    // The minute is part of the id: a wake-up that was lost is sent again, one that is on its way is not.
    const occasion = `${due}@${Math.floor(now / 60_000)}`;
    const sent = await deps.publisher.send(
      wakeMessage(deps.digest, step, id, stored.state.of.subjectId, occasion),
    );
    if (!sent.ok) return; // it is still due, and the next run finds it
  };

  const settle = async (id: LinkId, now: Instant): Promise<void> => {
    const stored = await deps.links.find(id);
    if (stored === undefined) return;
    const { state: link, version } = stored;
    const next = advanceLink(
      link,
      link.state === 'claimed' ? { kind: 'forget', now } : { kind: 'expire', now },
    );
    if (!next.ok) return; // claimed or ended since
    const { of, renewalId, attempt } = link;
    const messages =
      next.value.state === 'expired'
        ? [
            eventMessage(deps.digest, {
              type: 'expiry-monitor.renewal.link-expired.v1',
              tenant: of.tenant,
              about: link.renewalId,
              transition: `link-expired#${attempt}`,
              at: now,
              data: { ...aboutRenewalSubject(of), renewalId, attempt, expiredAt: toIso(link.notAfter) },
            }),
            wakeMessage(deps.digest, 'follow-link', renewalId, of.subjectId, `expired#${attempt}`),
          ]
        : [];
    const saved = await commit(deps.links, id, {
      expected: version,
      state: next.value,
      dueAt: linkDueAt(next.value),
      messages,
    });
    if (!saved.ok) return; // claimed in this very moment: the claim counts
  };

  return async (): Promise<{ readonly renewals: number; readonly links: number }> => {
    const now = deps.clock.now();
    const links = await deps.links.due(now, BATCH);
    const settled = await eachDue(
      links,
      deps.log,
      (id) => id,
      (id) => settle(id, now),
    );
    const renewals = await deps.renewals.due(now, BATCH);
    const woken = await eachDue(
      renewals,
      deps.log,
      (id) => id,
      (id) => wake(id, now),
    );
    const outage = settled.outage ?? woken.outage;
    if (outage !== undefined) throw outage;
    return { renewals: renewals.length, links: links.length };
  };
};
