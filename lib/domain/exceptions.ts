import type { SaidException } from './judged.ts';
import { impactOf } from './severity.ts';
import { halfTimeOf, type Silence, voidReason } from './silence.ts';
import type { Instant } from './time.ts';
import type { Situation, Verdict } from './verdict.ts';

/** An exception that someone approved and that still is about this credential, ended or not. */
const exceptionsOf = (s: Situation): readonly Silence[] =>
  s.silences.filter(
    (silence) =>
      silence.kind === 'exception' &&
      silence.credentialId === s.credential.id &&
      silence.approver !== undefined &&
      voidReason(silence, { credential: s.credential, severity: impactOf(s.subject), owners: s.owners }) ===
        undefined,
  );

/** The exception under which a credential stands now, if there is one: it is not advised to be another kind. */
export const exceptionOf = (s: Situation): Silence | undefined =>
  exceptionsOf(s).find(({ startsAt, until }) => startsAt <= s.now && s.now < until);

/** Once a successor does its work, what was excepted is on its way out. */
export const SETTLED: ReadonlySet<string> = new Set([
  'excluded',
  'system-managed',
  'disabled',
  'replaced',
  'renewal-under-way',
  'accepted-risk',
]);

/**
 * What is to be said of the exceptions of a credential: at half time the request for what is preferred opens; past its end
 * an exception is nobody's permission any more, and others hear of it. A half time that was missed until the end is passed
 * over.
 */
export const exceptionWords = (
  s: Situation,
  verdict: Verdict,
  said: readonly SaidException[],
): readonly SaidException[] => {
  if (verdict.kind === 'quiet' && SETTLED.has(verdict.reason)) return [];
  const all = exceptionsOf(s);
  const isPermitted = all.some(({ startsAt, until }) => startsAt <= s.now && s.now < until);
  return all.flatMap((silence): SaidException[] => {
    const isSaid = (what: SaidException['what']) =>
      said.some((word) => word.silence === silence.id && word.what === what);
    if (s.now >= silence.until)
      // A later exception takes its place.
      return isPermitted || isSaid('ended') ? [] : [{ silence: silence.id, what: 'ended' }];
    if (s.now >= halfTimeOf(silence) && !isSaid('half-time'))
      return [{ silence: silence.id, what: 'half-time' }];
    return [];
  });
};

/** When something about these silences changes by itself. */
export const silenceInstants = (silences: readonly Silence[]): readonly Instant[] =>
  silences.flatMap((silence) => [
    silence.startsAt,
    silence.until,
    ...(silence.kind === 'exception' ? [halfTimeOf(silence)] : []),
  ]);
