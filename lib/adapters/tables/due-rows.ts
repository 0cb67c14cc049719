import { hours, type Instant, instantOfMs, parseInstant, plus, toIso } from '../../domain/time.ts';
import type { Place, Row } from './table.ts';

/** Instants beyond these would not have the width of the others, and keys are compared as text. */
const FIRST = 0;
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const fixedWidth = (at: Instant): string => toIso(instantOfMs(Math.min(LAST, Math.max(FIRST, at))));

/** Where a due row stands: sorted by its instant, so that what is due is one range of keys. */
export const dueKeyOf = (at: Instant, id: string): string => `due~${fixedWidth(at)}~${id}`;

/** All that is due at `now`, its very millisecond included: no id holds a character after the tilde. */
export const dueRange = (now: Instant): { readonly from: string; readonly to: string } => ({
  from: 'due~',
  to: `due~${fixedWidth(now)}~~`,
});

/** The row says all by its key. */
export const dueRow = (partitionKey: string, dueKey: string): Row => ({
  partitionKey,
  rowKey: dueKey,
  columns: {},
});

/** A due row that was found; `due` is undefined when its key is none that we would make. */
export interface DueRow extends Place {
  readonly due: Due | undefined;
}

export interface Due {
  readonly at: Instant;
  readonly id: string;
}

export const readDueKey = (rowKey: string): Due | undefined => {
  const [, instant, id] = /^due~([^~]+)~([^~]+)$/.exec(rowKey) ?? [];
  const at = instant === undefined ? undefined : parseInstant(instant);
  return at === undefined || id === undefined ? undefined : { at, id };
};

/**
 * What is due is soon done or put off, so a row that has been due for an hour may belong to nobody. That is worth one more
 * read; for all of them it would not be.
 */
export const isSuspect = (due: Due | undefined, now: Instant): boolean =>
  due === undefined || plus(due.at, hours(1)) <= now;
