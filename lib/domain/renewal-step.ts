import { active, type Renewal } from './renewal.ts';
import { earlier, type Instant, later } from './time.ts';

/** What can be done next for a renewal; each has a function and a subscription of its own. */
export type Step =
  | 'open-request'
  | 'record-approval'
  | 'issue-credential'
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
    case 'issuing':
    case 'issued':
      return renewal.leaseUntil;
    case 'requested':
      return renewal.nextLookAt;
    case 'renewing-version':
      return later(renewal.leaseUntil, renewal.nextLookAt);
    case 'approved':
      return later(renewal.tended.notBefore ?? now, now);
    case 'retired':
    case 'replaced':
      return now;
    case 'cancelling':
      return renewal.notBefore;
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
