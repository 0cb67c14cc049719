import { numberOf, type PublishedEvent, shortType, textOf } from './events.ts';

/** What is said of one event: events of one group are told in one line. */
export interface Remark {
  readonly group: string;
  /** Nothing, where the group says it all. */
  readonly item?: string;
  /** Too many to name: only how many of each. */
  readonly counted?: true;
}

/** So many unread things are named; the inventory has them all. */
const UNREAD_NAMED = 3;

/** What there is to say of an event; `name` is the application's or certificate's. */
export const remarkOn = (event: PublishedEvent, name: string): Remark | undefined => {
  const text = (field: string) => textOf(event, field);
  const day = (field: string) => text(field).slice(0, 10);
  const ticketed = `${text('ticket')} ${name}`.trim();
  switch (shortType(event.type)) {
    case 'scan.completed':
      return { group: scanned(event) };
    case 'source.baseline-completed':
      return undefined; // the scan has said it
    case 'source.armed':
      return { group: 'Armed', item: text('credentialSource') };
    case 'credential.near-expiry':
    case 'credential.expired':
      return { group: 'Announced', item: text('stage'), counted: true };
    case 'credential.finding':
      return { group: 'Found', item: text('finding'), counted: true };
    case 'credential.owner-missing':
      return { group: 'Without an owner', item: name };
    case 'renewal.requested':
      return { group: 'Requested', item: ticketed };
    case 'renewal.approval-decided':
      return decided(event, ticketed);
    case 'renewal.credential-issued':
      return { group: 'New secret made', item: name };
    case 'renewal.link-sent':
      return { group: 'One-hour link mailed', item: name };
    case 'renewal.link-redeemed':
      return { group: 'Link redeemed', item: name };
    case 'renewal.link-expired':
      return { group: 'Link over, nobody opened it', item: name };
    case 'renewal.rollover-step':
      return rollOver(text('step'), name, day('at'));
    case 'renewal.credential-retired':
      return { group: 'Old secret removed', item: name };
    case 'renewal.closed':
      return { group: 'Closed', item: ticketed };
    case 'renewal.paused':
      return {
        group: 'Held up',
        item: `${name} at ${text('step')} (${text('failure')}), again at ${text('nextTryAt')}`,
      };
    default:
      return { group: 'Also', item: shortType(event.type), counted: true };
  }
};

/** What has a date or was taken back is a secret; all else are steps of a signing certificate. */
const rollOver = (step: string, name: string, day: string): Remark => {
  if (step === 'retirement-scheduled')
    return { group: 'Old secret will be removed', item: `${name} on ${day}` };
  return step === 'new-credential-taken-back'
    ? { group: 'New secret taken back', item: name }
    : { group: 'Roll-over', item: `${name}: ${step}` };
};

const scanned = (event: PublishedEvent): string => {
  const unread = (event.data['unread'] ?? []) as readonly {
    readonly what: string;
    readonly reason: string;
  }[];
  const total = numberOf(event, 'unreadTotal');
  const missed = unread.slice(0, UNREAD_NAMED).map(({ what, reason }) => `not read: ${what} (${reason})`);
  const more = total > missed.length ? [`and ${total - missed.length} more not read`] : [];
  const seen = `${numberOf(event, 'credentials')} credentials of ${numberOf(event, 'subjects')} subjects`;
  const head = `Scanned ${textOf(event, 'credentialSource')}: ${seen}, ${textOf(event, 'coverage')}`;
  return [head, ...missed, ...more].join('; ');
};

const decided = (event: PublishedEvent, item: string): Remark => {
  const outcome = textOf(event, 'outcome');
  if (outcome === 'approved') return { group: 'Approved', item };
  return outcome === 'denied'
    ? { group: 'Denied', item }
    : { group: 'An approval that does not count', item: `${item} (${textOf(event, 'reason')})` };
};
