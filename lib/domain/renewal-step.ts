import { active, type Renewal } from './renewal.ts';
import { rollOverDueAt } from './roll-over-due.ts';
import { carrierOf } from './roll-over-plan.ts';
import { earlier, type Instant, later } from './time.ts';

/** What can be done next for a renewal; each has a function and a subscription of its own. */
export type Step =
  | 'open-request'
  | 'record-approval'
  | 'issue-credential'
  /** The certificate that an owner hands in: asking for it, looking for it, putting it in place. */
  | 'place-certificate'
  | 'roll-over'
  | 'renew-version'
  | 'follow-link'
  | 'retire-credential'
  | 'close-request'
  | 'call-off'
  /** Beside the others, in whatever state it is: see `tendedAt`. */
  | 'tend-request';

/** The step that a renewal waits for; undefined when it has ended. */
export const stepOf = (renewal: Renewal): Step | undefined => {
  const r = active(renewal);
  switch (r.state) {
    case 'requesting':
      return 'open-request';
    case 'requested':
      return 'record-approval';
    case 'approved':
    case 'issuing':
    case 'issued':
      return 'issue-credential';
    case 'awaiting-certificate':
    case 'placing-certificate':
      return 'place-certificate';
    case 'rolling-over':
      return 'roll-over';
    case 'renewing-version':
      return 'renew-version';
    case 'delivered':
    case 'taking-back':
      return 'follow-link';
    case 'redeemed':
      return 'retire-credential';
    case 'retired':
    case 'replaced':
      return 'close-request';
    case 'cancelling':
      return 'call-off';
    case 'denied':
    case 'by-hand':
    case 'closed':
    case 'link-expired':
    case 'revoked':
    case 'closed-by-hand':
    case 'cancelled':
      return undefined;
  }
};

/** When the renewal is to be woken next: for its step, or for its ticket. */
export const dueAt = (renewal: Renewal, now: Instant): Instant | undefined => {
  const [step, tended] = [stepDueAt(renewal, now), tendedAt(renewal)];
  return step === undefined || tended === undefined ? (step ?? tended) : earlier(step, tended);
};

/** When its ticket is to be looked at; undefined: not before something happens. */
export const tendedAt = (renewal: Renewal): Instant | undefined => active(renewal).tended.nextAt;

/** When that step is due. Whoever takes a step sees to it that this moves on, or that the renewal does. */
export const stepDueAt = (renewal: Renewal, now: Instant): Instant | undefined => {
  if (renewal.state === 'paused') return renewal.nextTryAt;
  switch (renewal.state) {
    case 'requesting':
    case 'placing-certificate':
    case 'issuing':
    case 'issued':
      return renewal.leaseUntil;
    case 'requested':
    case 'awaiting-certificate':
      return renewal.nextLookAt;
    case 'renewing-version':
      return later(renewal.leaseUntil, renewal.nextLookAt);
    case 'approved':
      // A roll-over begins at once: the date that the team has set is that of its switch.
      return carrierOf(renewal.of) === undefined ? later(renewal.tended.notBefore ?? now, now) : now;
    case 'retired':
    case 'replaced':
      return now;
    case 'cancelling':
      return renewal.notBefore;
    case 'rolling-over':
      return rollOverDueAt(renewal.rollOver);
    case 'delivered':
      return renewal.linkNotAfter;
    case 'redeemed':
      return renewal.retireAt;
    case 'taking-back':
      return renewal.since;
    case 'denied':
    case 'by-hand':
    case 'closed':
    case 'link-expired':
    case 'revoked':
    case 'closed-by-hand':
    case 'cancelled':
      return undefined;
  }
};
