import { days, type Instant, minus, toIso } from './time.ts';

/** The day in UTC: 2026-11-21. */
export const dayOf = (at: Instant): string => toIso(at).slice(0, 10);

const THURSDAY_EPOCH_OFFSET = 3;

/** The Monday that an instant's week begins with, in UTC. */
export const weekOf = (at: Instant): string => {
  const sinceMonday = (Math.floor(at / days(1)) + THURSDAY_EPOCH_OFFSET) % 7;
  return dayOf(minus(at, days(sinceMonday)));
};
