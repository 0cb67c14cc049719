import type { Brand } from './brand.ts';

/** Milliseconds since 1970-01-01T00:00:00Z. Finer fractions, which Graph may send, are cut. */
export type Instant = Brand<number, 'Instant'>;
/** Milliseconds. */
export type Duration = Brand<number, 'Duration'>;

export const seconds = (n: number): Duration => (n * 1000) as Duration;
export const minutes = (n: number): Duration => seconds(n * 60);
export const hours = (n: number): Duration => minutes(n * 60);
/** A day is 24 hours: expiry is reckoned in UTC, which knows no summer time. */
export const days = (n: number): Duration => hours(n * 24);

export const plus = (at: Instant, d: Duration): Instant => (at + d) as Instant;
export const minus = (at: Instant, d: Duration): Instant => (at - d) as Instant;
export const between = (from: Instant, to: Instant): Duration => (to - from) as Duration;
export const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);
export const later = (a: Instant, b: Instant): Instant => (a < b ? b : a);

/** Whole days that remain, rounded down: 0 on the last day, negative once past. */
export const wholeDays = (from: Instant, to: Instant): number => Math.floor((to - from) / days(1));

export const instantOfMs = (ms: number): Instant => ms as Instant;
export const instantOfSeconds = (s: number): Instant => (s * 1000) as Instant;
export const toIso = (at: Instant): string => new Date(at).toISOString();

const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** An ISO 8601 date-time with a zone, of any number of fractional digits; undefined if it is none. */
export const parseInstant = (text: string): Instant | undefined => {
  const date = DATE_TIME.exec(text);
  if (date === null || Number(date[3]) > daysInMonth(Number(date[1]), Number(date[2]))) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : (ms as Instant);
};

/** `Date.parse` itself takes the 30th of February for the 1st or 2nd of March. */
const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : SHORT.includes(month) ? 30 : 31;
const SHORT: readonly number[] = [4, 6, 9, 11];
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** An ISO 8601 duration of weeks, days, hours, minutes and seconds (`P30D`, `PT90S`); undefined if it is none. */
export const parseDuration = (text: string): Duration | undefined => {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (match === null || /^P$|T$/.test(text)) return undefined;
  const [w, d, h, m, s] = match.slice(1).map((part: string | undefined) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return (days(w * 7 + d) + hours(h) + minutes(m) + seconds(s)) as Duration;
};
