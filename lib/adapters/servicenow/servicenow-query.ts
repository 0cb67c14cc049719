import { type Instant, toIso } from '../../domain/time.ts';

/** One condition of an encoded query. Made only here, so that no text from outside can add a condition of its own. */
export interface Condition {
  readonly text: string;
}

const SAFE = /^[A-Za-z0-9_.@#'+-]{1,100}$/;

/** Whether a value may stand in an encoded query: none that could end its condition, call a script or match a pattern. */
export const isSafeValue = (value: string): boolean => SAFE.test(value);

const safe = (value: string): string => {
  if (!isSafeValue(value))
    throw new Error('A value for an encoded query holds characters that could change the query.');
  return value;
};

export const equals = (column: string, value: string): Condition => ({ text: `${column}=${safe(value)}` });

const NAME = /^[\p{L}\p{N} _.#&()/+-]{1,80}$/u;

/** Equal to a name that people gave, blanks and all; undefined for one that could change the query. */
export const isNamed = (column: string, name: string): Condition | undefined =>
  NAME.test(name) ? { text: `${column}=${name}` } : undefined;

export const isOneOf = (column: string, values: readonly string[]): Condition => ({
  text: `${column}IN${values.map(safe).join(',')}`,
});

/** The desk keeps whole seconds and reads them in the caller's time zone: the integration user's must be UTC. */
export const notBefore = (column: string, at: Instant): Condition => ({ text: `${column}>=${deskTime(at)}` });

/** All conditions hold; rows come in a fixed order, since a page of an unordered list means nothing. */
export const query = (conditions: readonly Condition[], order: readonly string[]): string =>
  [...conditions.map(({ text }) => text), ...order.map((column) => `ORDERBY${column}`)].join('^');

const deskTime = (at: Instant): string => toIso(at).slice(0, 19).replace('T', ' ');
