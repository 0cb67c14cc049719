import type { RenewalSubject } from '../domain/renewal.ts';
import { endUnder, standingOf } from '../domain/silence.ts';
import type { Instant } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { StandingSilences } from '../ports/standing-silences.ts';
import { unreadable } from './each-due.ts';

interface Deps {
  readonly silences: StandingSilences;
  readonly log: Log;
}

/** When a new secret ends: when it is wished to, or with the exception under which it is made, if that is earlier. */
export const endOfNewSecret =
  ({ silences, log }: Deps) =>
  async ({ credentialId, expiresAt }: RenewalSubject, wished: Instant, now: Instant): Promise<Instant> => {
    const all = await silences.read(unreadable(log));
    const holding = all.filter((silence) => {
      const view = { credential: { expiresAt }, severity: silence.about.severity, owners: undefined };
      return silence.credentialId === credentialId && standingOf(silence, view, now) === 'in-force';
    });
    return endUnder(holding, wished);
  };
