import { Cron } from 'croner';
import { StartError } from './start-error.ts';

/** When a timer is due. */
export interface Schedule {
  /** The first occurrence after that instant. */
  next(after: Date): Date | undefined;
  /** More than one occurrence a minute: such a timer remembers nothing over a restart. */
  readonly subMinute: boolean;
}

const NAMES = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT';
const VALUE = `(?:\\d+|${NAMES})`;
const ITEM = `(?:\\*|${VALUE}(?:-${VALUE})?)(?:/\\d+)?`;
const FIELD = new RegExp(`^${ITEM}(?:,${ITEM})*$`, 'i');

/**
 * Reads an NCRONTAB expression: `{second} {minute} {hour} {day} {month} {day-of-week}` in UTC, the seconds perhaps left
 * out. Both day fields must fit, and the `L`, `W`, `#` and `?` of other dialects don't exist.
 */
export const ncrontab = (expression: string): Schedule => {
  const fault = () =>
    new StartError(`"${expression}" is no NCRONTAB expression, for instance "0 */5 * * * *".`);
  const fields = expression.trim().split(/\s+/);
  if (fields.length < 5 || fields.length > 6 || !fields.every((field) => FIELD.test(field))) throw fault();

  let cron: Cron;
  try {
    const pattern = [...(fields.length === 5 ? ['0'] : []), ...fields].join(' ');
    cron = new Cron(pattern, { mode: '6-part', domAndDow: true, timezone: 'UTC', paused: true });
  } catch {
    throw fault();
  }
  const next = (after: Date) => cron.nextRun(after) ?? undefined;
  const first = next(new Date());
  const second = first === undefined ? undefined : next(first);
  return {
    next,
    subMinute: first !== undefined && second !== undefined && second.getTime() - first.getTime() < 60_000,
  };
};
