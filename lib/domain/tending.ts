import type { ActiveRenewal } from './renewal.ts';
import { canBeUndone } from './roll-over-advance.ts';
import { days, type Duration, earlier, hours, type Instant, minus, plus } from './time.ts';

/** How often the ticket of a renewal that goes on is looked at, whatever else happens. */
const LOOK_EVERY: Duration = hours(6);

/** So long before the old credential goes the people on the ticket are reminded. */
export const REMIND_BEFORE: Duration = days(2);

/** A request that people closed has so long for its proof to be seen; then it is opened again. */
export const PROOF_WITHIN: Duration = hours(24);

/** Whether people still have to do something, so that the ticket hears of each stage. */
export const waitsForPeople = (r: ActiveRenewal): boolean =>
  r.state === 'rolling-over' ? canBeUndone(r.rollOver) : WAITING.has(r.state);

const WAITING: ReadonlySet<ActiveRenewal['state']> = new Set([
  'requested',
  'approved',
  'by-hand',
  'awaiting-certificate',
  'renewing-version',
  'link-expired',
  'revoked',
]);

/** Whether nothing has come in its place so far, as far as the renewal itself knows. */
export const isUnreplaced = (r: ActiveRenewal): boolean =>
  waitsForPeople(r) ||
  r.state === 'requesting' ||
  r.state === 'denied' ||
  (r.state === 'cancelled' && r.because.cause === 'ended-by-person');

/** Whether a worker may be at it this moment: what it makes would be lost if anyone else moved the renewal. */
export const isLeased = (r: ActiveRenewal, now: Instant): boolean =>
  r.state === 'rolling-over' ? now < r.rollOver.leaseUntil : 'leaseUntil' in r && now < r.leaseUntil;

/** When the ticket is looked at next; undefined: when something happens, or never. */
export const nextTending = (r: ActiveRenewal, now: Instant): Instant | undefined => {
  switch (r.state) {
    case 'redeemed': {
      const remind = minus(r.retireAt, REMIND_BEFORE);
      const usual = plus(now, LOOK_EVERY);
      return remind > now ? earlier(usual, remind) : usual;
    }
    case 'denied':
    case 'cancelled':
      // Nobody does anything about it, and when it expires all the same, that is an incident.
      return isUnreplaced(r) && r.of.expiresAt > now ? r.of.expiresAt : undefined;
    case 'retired':
    case 'closed':
    case 'replaced':
    case 'closed-by-hand':
    case 'cancelling':
      return undefined;
    case 'requesting':
    case 'requested':
    case 'approved':
    case 'by-hand':
    case 'awaiting-certificate':
    case 'placing-certificate':
    case 'rolling-over':
    case 'renewing-version':
    case 'issuing':
    case 'issued':
    case 'delivered':
    case 'taking-back':
    case 'link-expired':
    case 'revoked':
      return plus(now, LOOK_EVERY);
  }
};
