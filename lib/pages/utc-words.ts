import type { Instant } from '../domain/time.ts';

const DAY_AND_TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** "20 December 2026 at 09:30 UTC". Seconds are cut, so that never more time is promised than there is. */
export const utcWords = (at: Instant): string => `${DAY_AND_TIME.format(at)} UTC`;

const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** "20 December 2026". */
export const utcDay = (at: Instant): string => DAY.format(at);
