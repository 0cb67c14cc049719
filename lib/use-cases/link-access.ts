import type { Digest, LinkId } from '../domain/ids.ts';
import { advanceLink } from '../domain/link-advance.ts';
import { type Link, linkDueAt, type Tombstone } from '../domain/link.ts';
import { isSamePerson, type Person } from '../domain/person.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Clock } from '../ports/clock.ts';
import type { Links } from '../ports/links.ts';
import type { Log } from '../ports/log.ts';
import type { RateLimits } from '../ports/rate-limits.ts';
import type { Opener } from '../ports/sealing.ts';
import { wakeFollower } from './link-messages.ts';
import { countOne, type Limit, LIMITS, waitsUntil } from './limits.ts';

export interface LinkDeps {
  readonly links: Links;
  readonly opener: Opener;
  readonly limits: RateLimits;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly log: Log;
}

/** Whoever is signed in, by tenant and object id. */
export type Who = Pick<Person, 'tenant' | 'objectId'>;

export type AccessFailure =
  /** There is no such link, or it is not this person's: one answer for both. */
  | { readonly code: 'UNKNOWN' }
  | { readonly code: 'WAIT'; readonly until: Instant }
  /** It is this person's link, and what was shown does not come from its key. */
  | { readonly code: 'WRONG_PROOF' };

/** The link no longer opens; its recipient may know why. */
export interface Over {
  readonly code: 'OVER';
  readonly tombstone: Tombstone;
}

/** So often is a change tried while others write the same row. */
export const TRIES = 8;

/**
 * Who may have a link: its recipient, with its key.
 *
 * Invariants: to anyone else a link is as unknown as one that never was, and nothing they do changes it. Their tries are
 * counted against themselves alone. A wrong proof counts against the person first and the link second, so that a mistake
 * makes its author wait, and only one who goes on and on costs the link.
 */
export const linkAccess = (deps: LinkDeps) => {
  const { links, opener, limits, clock, digest, log } = deps;
  const nameOf = ({ tenant, objectId }: Who): string => `${tenant}|${objectId}`;

  /** The link, if it is this person's and they need not wait. */
  const find = async (
    who: Who,
    id: LinkId,
    waitingFor: readonly Limit[],
  ): Promise<Result<Stored<Link>, AccessFailure>> => {
    const now = clock.now();
    const name = nameOf(who);
    const [stored, ...waits] = await Promise.all([
      links.find(id),
      ...waitingFor.map((limit) => waitsUntil(limits, limit, name, now)),
    ]);
    const until = waits.find((wait) => wait !== undefined);
    if (until !== undefined) return fail({ code: 'WAIT', until });
    if (stored !== undefined && isSamePerson(stored.state.recipient, who)) return ok(stored);
    if (stored !== undefined) log('LINK_REFUSED', { linkId: id, reason: 'OTHER_PERSON' });
    await countOne(limits, LIMITS.strangeLinks, name, now);
    return fail({ code: 'UNKNOWN' });
  };

  /** A link that lost its row to a claim or to its end meanwhile has nothing left to protect. */
  const countWrongProof = async (id: LinkId): Promise<void> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await links.find(id);
      if (stored === undefined) return;
      const counted = advanceLink(stored.state, { kind: 'wrong-proof', now: clock.now() });
      if (!counted.ok) return;
      const { value: state } = counted;
      const isFrozen = state.state === 'frozen';
      const saved = await links.commit(id, {
        expected: stored.version,
        state,
        dueAt: linkDueAt(state),
        messages: isFrozen ? [wakeFollower(digest, state, `frozen#${state.attempt}`)] : [],
      });
      if (!saved.ok) continue;
      if (isFrozen) log('LINK_FROZEN', { linkId: id, renewalId: state.renewalId });
      return;
    }
  };

  return {
    /** The link, if it is this person's; a wrong proof before does not keep them from saying that it is lost. */
    own: (who: Who, id: LinkId) => find(who, id, [LIMITS.strangeLinks]),
    /** The link, if it is this person's and the proof comes from its key. */
    proven: async (who: Who, id: LinkId, proof: string): Promise<Result<Stored<Link>, AccessFailure>> => {
      const found = await find(who, id, [LIMITS.strangeLinks, LIMITS.wrongProofs]);
      if (!found.ok) return found;
      if (opener.proves(proof, found.value.state.verifier)) return found;
      log('LINK_REFUSED', { linkId: id, reason: 'WRONG_PROOF' });
      await countOne(limits, LIMITS.wrongProofs, nameOf(who), clock.now());
      await countWrongProof(id);
      return fail({ code: 'WRONG_PROOF' });
    },
  };
};
