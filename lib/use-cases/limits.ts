import { type Duration, type Instant, minutes } from '../domain/time.ts';
import type { RateLimits } from '../ports/rate-limits.ts';

/** How often something may happen within a window before whoever does it has to wait for the next one. */
export interface Limit {
  readonly name: string;
  readonly most: number;
  readonly window: Duration;
}

/** Whoever waits does so alone: no one else is held up by a person's mistakes, nor by those of another network. */
export const LIMITS = {
  /** Of one person, on whichever links. */
  wrongProofs: { name: 'wrong-proof', most: 5, window: minutes(10) },
  /** Of one person: links that are not there, or not theirs. */
  strangeLinks: { name: 'strange-link', most: 30, window: minutes(10) },
  /** From one network: each is a row that is kept for a while. */
  signIns: { name: 'sign-in', most: 300, window: minutes(1) },
  /** From one network: each may be a mail, of which one link sends three at most. */
  codes: { name: 'mail-code', most: 20, window: minutes(10) },
  /** From one network: each costs a moment to check. */
  wrongCodes: { name: 'wrong-code', most: 30, window: minutes(10) },
  /** From one network: each is a question to the authority that led to nothing. */
  failedSignIns: { name: 'failed-sign-in', most: 30, window: minutes(1) },
} as const satisfies Record<string, Limit>;

/** Until when `who` has to wait; undefined if not at all. */
export const waitsUntil = async (
  limits: RateLimits,
  { name, most, window }: Limit,
  who: string,
  now: Instant,
): Promise<Instant | undefined> => {
  const { count, until } = await limits.tally(`${name}|${who}`, window, now);
  return count < most ? undefined : until;
};

export const countOne = (limits: RateLimits, { name, window }: Limit, who: string, now: Instant) =>
  limits.add(`${name}|${who}`, window, now);
