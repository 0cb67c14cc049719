import { advanceLink } from '../domain/link-advance.ts';
import { isCodeStale, type Link, linkDueAt, unanswered, wantedCode } from '../domain/link.ts';
import type { Digest, LinkId, RenewalId } from '../domain/ids.ts';
import { type Step, stepDueAt, stepOf, tendedAt } from '../domain/renewal-step.ts';
import { active } from '../domain/renewal.ts';
import { type Instant, minutes } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Links } from '../ports/links.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { Renewals } from '../ports/renewals.ts';
import { eachDue } from './each-due.ts';
import { expiredMessages, wakeFollower } from './link-messages.ts';
import { wakeMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

interface Deps extends Sending {
  readonly renewals: Renewals;
  readonly links: Links;
  readonly publisher: Publisher;
  readonly digest: Digest;
  readonly clock: Clock;
}

const minuteOf = (now: Instant): number => Math.floor(now / minutes(1));

/** How many of each one run takes on. */
const BATCH = 500;

/** Ends the links whose hour is over, and wakes the renewals that have become due. */
export const resumeDue = (deps: Deps) => {
  const commit = commitAndSend(deps);

  const wake = async (id: RenewalId, now: Instant): Promise<void> => {
    const stored = await deps.renewals.find(id);
    if (stored === undefined) return;
    const { state: renewal } = stored;
    const waiting: readonly (readonly [Step | undefined, Instant | undefined])[] = [
      [stepOf(renewal), stepDueAt(renewal, now)],
      ['tend-request', tendedAt(renewal)],
    ];
    for (const [step, due] of waiting) {
      if (step === undefined || due === undefined || due > now) continue;
      // The minute is part of the id: a wake-up that was lost is sent again, one that is on its way is not.
      const occasion = `${due}@${minuteOf(now)}`;
      const sent = await deps.publisher.send(
        wakeMessage(deps.digest, step, id, renewal.of.subjectId, occasion),
      );
      if (!sent.ok) return; // it is still due, and the next run finds it
    }
  };

  /** Whether this link is the one that its renewal knows of; once another took its place, nothing is left to answer. */
  const isCurrent = async ({ id, renewalId }: Link): Promise<boolean> => {
    const renewal = await deps.renewals.find(renewalId);
    const at = renewal && active(renewal.state);
    if (at?.state === 'awaiting-certificate' || at?.state === 'placing-certificate') return at.linkId === id;
    return at !== undefined && 'made' in at && at.made.linkId === id;
  };

  /** A reported link is due until its renewal has answered: a wake-up that was lost is sent again in the next minute. */
  const answered = async (link: Link, now: Instant): Promise<Link> => {
    if (unanswered(link).length === 0) return link;
    if (!(await isCurrent(link))) {
      const next = advanceLink(link, { kind: 'answer-reports', now });
      return next.ok ? next.value : link;
    }
    const occasion = `unanswered#${link.attempt}@${minuteOf(now)}`;
    await deps.publisher.send(wakeFollower(deps.digest, link, occasion)); // unsent, it is due and found by the next run
    return link;
  };

  /** The same for a code that someone waits for; after its time nobody does. */
  const coded = async (link: Link, now: Instant): Promise<Link> => {
    const wanted = wantedCode(link);
    if (wanted === undefined) return link;
    if (isCodeStale(wanted, now)) {
      const next = advanceLink(link, { kind: 'mail-code', hash: undefined });
      return next.ok ? next.value : link;
    }
    await deps.publisher.send(wakeFollower(deps.digest, link, `code#${link.attempt}@${minuteOf(now)}`));
    return link;
  };

  const settle = async (id: LinkId, now: Instant): Promise<void> => {
    const stored = await deps.links.find(id);
    if (stored === undefined) return;
    const { state: before, version } = stored;
    const link = await coded(await answered(before, now), now);
    const ended = advanceLink(
      link,
      link.state === 'claimed' ? { kind: 'forget', now } : { kind: 'expire', now },
    );
    const state = ended.ok ? ended.value : link;
    if (state === before) return; // claimed or ended since
    const saved = await commit(deps.links, id, {
      expected: version,
      state,
      dueAt: linkDueAt(state),
      messages: state.state === 'expired' && ended.ok ? expiredMessages(deps.digest, link, now) : [],
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
