/** In milliseconds. */
export const DAY = 86_400_000;

/**
 * An instant as Graph writes it: to 100 nanoseconds, trailing zeros cut, so that the fraction has 0 to 7 digits.
 * `ticks` are the hundreds of nanoseconds that a millisecond can't hold (0 to 9999).
 */
export const graphTime = (ms: number, ticks = 0): string => {
  const iso = new Date(ms).toISOString();
  const fraction = `${iso.slice(20, 23)}${String(ticks).padStart(4, '0')}`.replace(/0+$/, '');
  return fraction === '' ? `${iso.slice(0, 19)}Z` : `${iso.slice(0, 19)}.${fraction}Z`;
};

/** The start of the UTC day that holds `ms`. */
export const startOfDay = (ms: number): number => Math.floor(ms / DAY) * DAY;

/** The first 29 February, noon, that lies at least a hundred days after `ms`. */
export const nextLeapDay = (ms: number): number => {
  const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  let year = new Date(ms + 100 * DAY).getUTCFullYear();
  while (!isLeap(year) || Date.UTC(year, 1, 29, 12) < ms + 100 * DAY) year += 1;
  return Date.UTC(year, 1, 29, 12);
};
