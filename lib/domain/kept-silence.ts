import type { RecordedCredential } from './recorded-credential.ts';
import type { PersonKey } from './person.ts';
import { fail, ok, type Result } from './result.ts';
import { type ApprovalFault, approvalFault, type Silence, type VoidReason } from './silence.ts';
import { days, earlier, type Instant, plus } from './time.ts';

/** Why a silence is over: its date came, someone ended it, nobody approved it in time, or what it was about has changed. */
export type SilenceEnd = 'end-date' | 'ended' | 'never-approved' | VoidReason;

/** A silence with what became of it. */
export interface KeptSilence {
  readonly silence: Silence;
  readonly of: RecordedCredential;
  readonly ended:
    { readonly at: Instant; readonly cause: SilenceEnd; readonly by: PersonKey | undefined } | undefined;
  /** Whether its subject was put up for judging since it last changed. */
  readonly isPutUp: boolean;
}

export type SilenceCommand =
  | { readonly kind: 'approve'; readonly by: PersonKey; readonly now: Instant }
  | { readonly kind: 'end'; readonly by: PersonKey; readonly now: Instant }
  | { readonly kind: 'run-out'; readonly now: Instant }
  | { readonly kind: 'void'; readonly why: VoidReason; readonly now: Instant };

export type SilenceRefusal = ApprovalFault | 'NOT_OVER';

/**
 * The only way in which a kept silence changes.
 *
 * Invariants: it ends once, and nothing becomes of it afterwards; nobody approves what they asked for.
 */
export const advanceSilence = (
  kept: KeptSilence,
  command: SilenceCommand,
): Result<KeptSilence, SilenceRefusal> => {
  if (kept.ended !== undefined) return fail('ENDED');
  const { silence } = kept;
  switch (command.kind) {
    case 'approve': {
      const fault = approvalFault(silence, command.by, command.now);
      if (fault !== undefined) return fail(fault);
      return ok({ ...kept, silence: { ...silence, approver: keyOf(command.by) }, isPutUp: false });
    }
    case 'end':
      return ok(over(kept, 'ended', command.now, keyOf(command.by)));
    case 'run-out':
      if (command.now < silence.until) return fail('NOT_OVER');
      return ok(over(kept, isWaiting(silence) ? 'never-approved' : 'end-date', command.now));
    case 'void':
      return ok(over(kept, command.why, command.now));
  }
};

const over = (kept: KeptSilence, cause: SilenceEnd, at: Instant, by?: PersonKey): KeptSilence => ({
  ...kept,
  ended: { at, cause, by },
  isPutUp: false,
});

/** Tenant and object id, whatever else is known. */
const keyOf = ({ tenant, objectId }: PersonKey): PersonKey => ({ tenant, objectId });

/** Whether it waits for another person's word. */
export const isWaiting = ({ kind, approver }: Silence): boolean =>
  kind !== 'snooze' && approver === undefined;

/**
 * Whether the judge is to hear of it. An exception whose date has come is still to be said to have ended, which its judge
 * remembers.
 */
export const isHeard = ({ silence, ended }: KeptSilence): boolean =>
  ended === undefined || (silence.kind === 'exception' && ended.cause === 'end-date');

/** A run of the judge that had begun before someone asked may have judged without it, so its subject is put up once a day. */
const LOOK_AGAIN = days(1);

/** When a silence needs attention next without anyone's asking. */
export const silenceDueAt = ({ silence, ended, isPutUp }: KeptSilence, now: Instant): Instant | undefined => {
  if (!isPutUp) return now;
  return ended === undefined ? earlier(silence.until, plus(now, LOOK_AGAIN)) : undefined;
};
