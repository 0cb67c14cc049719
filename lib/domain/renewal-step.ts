import { active, type Renewal } from './renewal.ts';
import type { Instant } from './time.ts';

/** What can be done next for a renewal; each has a function and a subscription of its own. */
export type Step =
  | 'open-request'
  | 'record-approval'
  | 'issue-credential'
  | 'follow-link'
  | 'retire-credential'
  | 'close-request';

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
    case 'delivered':
    case 'taking-back':
      return 'follow-link';
    case 'redeemed':
      return 'retire-credential';
    case 'retired':
      return 'close-request';
    case 'denied':
    case 'by-hand':
    case 'closed':
    case 'link-expired':
    case 'revoked':
      return undefined;
  }
};

/** When that step is due. Whoever takes a step sees to it that this moves on, or that the renewal does. */
export const dueAt = (renewal: Renewal, now: Instant): Instant | undefined => {
  if (renewal.state === 'paused') return renewal.nextTryAt;
  switch (renewal.state) {
    case 'requesting':
    case 'issuing':
    case 'issued':
      return renewal.leaseUntil;
    case 'requested':
      return renewal.nextLookAt;
    case 'approved':
    case 'retired':
      return now;
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
      return undefined;
  }
};
