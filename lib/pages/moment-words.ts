import type { Instant } from '../domain/time.ts';
import { utcWords } from './utc-words.ts';

/**
 * An instant in UTC, and in the reader's own zone where it is known: "20 December 2026 at 09:30 UTC (10:30 in
 * Europe/Berlin)". The day is said again if it is another one there.
 */
export const momentWords = (at: Instant, timeZone: string | undefined): string => {
  const utc = utcWords(at);
  if (timeZone === undefined || sameClock(at, timeZone)) return utc;
  const sameDay = dayIn(at, timeZone) === dayIn(at, 'UTC');
  const time = timeIn(at, timeZone);
  const local = sameDay ? time : `${dayIn(at, timeZone)} at ${time}`;
  return `${utc} (${local} in ${timeZone})`;
};

const dayIn = (at: Instant, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(at);

const timeIn = (at: Instant, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(at);

const sameClock = (at: Instant, timeZone: string): boolean =>
  dayIn(at, timeZone) === dayIn(at, 'UTC') && timeIn(at, timeZone) === timeIn(at, 'UTC');
