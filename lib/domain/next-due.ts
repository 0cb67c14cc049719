import { silenceInstants } from './exceptions.ts';
import type { Judged } from './judged.ts';
import { stagePolicyFor } from './policy.ts';
import { nextChange } from './stage.ts';
import { hours, type Instant, plus } from './time.ts';
import { renewalLateAt, type Situation, type Verdict } from './verdict.ts';

/** A renewal may end without a new credential; then the stage that was passed meanwhile has to be said. */
const LOOK_AT_RENEWALS = hours(1);

/**
 * When a credential needs to be judged next, if nobody brings news of it: at its next stage, when a mail is owed, when its
 * owner is to be reminded, when somebody's word about it ends, when its vault is late. Always later than now, but for a mail
 * that is owed already.
 */
export const nextDueOf = (s: Situation, judged: Judged, verdict: Verdict): Instant | undefined => {
  const { subject, credential, policy, silences, now } = s;
  const isQuiet = (reason: string): boolean => verdict.kind === 'quiet' && verdict.reason === reason;
  const isRemindable = verdict.kind === 'announce' || isQuiet('already-announced');
  const changes = [
    nextChange(credential, stagePolicyFor(policy, subject, credential), now),
    renewalLateAt(credential, policy),
    ...silenceInstants(silences.filter(({ credentialId }) => credentialId === credential.id)),
    isQuiet('renewal-under-way') ? plus(now, LOOK_AT_RENEWALS) : undefined,
    s.armed && isRemindable ? judged.remindAt : undefined,
  ];
  const later = changes.filter((at): at is Instant => at !== undefined && at > now);
  return earliest([...later, judged.notice?.nextTryAt]);
};

/** The first of some instants; undefined if there is none. */
export const earliest = (instants: readonly (Instant | undefined)[]): Instant | undefined => {
  const known = instants.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : (Math.min(...known) as Instant);
};
