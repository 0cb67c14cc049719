import type { ActiveRenewal, Refusal, RenewalCommand } from './renewal.ts';
import { fail, ok, type Result } from './result.ts';
import { earlier } from './time.ts';

type Command = Extract<RenewalCommand, { kind: 'retire' | 'postpone-retirement' }>;

/**
 * What becomes of the old one on its date: it goes, or waits for an answer.
 *
 * Invariant: never before its date, and it never waits beyond its own end.
 */
export const endOfOld = (r: ActiveRenewal, command: Command): Result<ActiveRenewal, Refusal> => {
  if (r.state !== 'redeemed') return fail('OUT_OF_ORDER');
  if (command.now < r.retireAt) return fail('NOT_YET');
  if (command.kind === 'retire') {
    const { retireAt: _, postponed: __, agreed: ___, ...kept } = r;
    return ok({ ...kept, state: 'retired', retiredAt: command.now, evidence: command.evidence });
  }
  const { cause, until } = command;
  const { since, times } = r.postponed ?? { since: r.retireAt, times: 0 };
  return ok({
    ...r,
    retireAt: earlier(until, r.of.expiresAt),
    postponed: { cause, since, times: times + 1 },
    agreed: undefined,
  });
};
