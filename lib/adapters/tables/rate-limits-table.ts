import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { type Duration, type Instant, instantOfMs, plus } from '../../domain/time.ts';
import type { RateLimits } from '../../ports/rate-limits.ts';
import { passingRows } from './passing-rows.ts';

/** So often is a count tried while others write the same one. */
const TRIES = 8;

/** The start of the window that `now` is in; windows follow one another without a gap. */
const startOf = (window: Duration, now: Instant): Instant => instantOfMs(Math.floor(now / window) * window);

/** Counts in a table, a row for each window. */
export const tableRateLimits = (client: TableClient): RateLimits => {
  const rows = passingRows(client, z.int());
  const keyOf = (what: string, window: Duration, now: Instant): string =>
    `${what}|${startOf(window, now)}|${window}`;
  return {
    tally: async (what, window, now) => {
      const found = await rows.find(keyOf(what, window, now), now);
      return { count: found?.value ?? 0, until: plus(startOf(window, now), window) };
    },
    add: async (what, window, now) => {
      const key = keyOf(what, window, now);
      const until = plus(startOf(window, now), window);
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const found = await rows.find(key, now);
        if (await rows.put(key, (found?.value ?? 0) + 1, until, found?.etag)) return;
      }
    },
  };
};
