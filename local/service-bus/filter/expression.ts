/** What an expression can be worth. `undefined` is SQL's unknown: a property that is missing, or nothing to compare. */
export type Value = string | number | boolean | undefined;

/** How an expression reads the message that it is asked about. */
export interface Facts {
  system(name: SystemName): Value;
  application(name: string): Value;
}

/** A parsed expression: give it a message, get its worth. */
export type Expression = (facts: Facts) => Value;

/** System properties that a filter may name, as the service spells them. */
export const SYSTEM_NAMES = [
  'MessageId',
  'CorrelationId',
  'To',
  'ReplyTo',
  'Label',
  'Subject',
  'SessionId',
  'ReplyToSessionId',
  'ContentType',
  'PartitionKey',
] as const;

/** One of the system properties. */
export type SystemName = (typeof SYSTEM_NAMES)[number];

/** Operators that compare two values. */
export type Comparison = '=' | '!=' | '<>' | '<' | '<=' | '>' | '>=';

/** Compares by value; things of different kinds can't be compared, which is unknown. */
export const compare =
  (operator: Comparison, left: Expression, right: Expression): Expression =>
  (facts) => {
    const [a, b] = [left(facts), right(facts)];
    if (a === undefined || b === undefined || typeof a !== typeof b) return undefined;
    switch (operator) {
      case '=':
        return a === b;
      case '!=':
      case '<>':
        return a !== b;
      case '<':
        return a < b;
      case '<=':
        return a <= b;
      case '>':
        return a > b;
      case '>=':
        return a >= b;
    }
  };

const truth = (value: Value): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** False wins over unknown. */
export const and =
  (left: Expression, right: Expression): Expression =>
  (facts) => {
    const [a, b] = [truth(left(facts)), truth(right(facts))];
    if (a === false || b === false) return false;
    return a === undefined || b === undefined ? undefined : true;
  };

/** True wins over unknown. */
export const or =
  (left: Expression, right: Expression): Expression =>
  (facts) => {
    const [a, b] = [truth(left(facts)), truth(right(facts))];
    if (a === true || b === true) return true;
    return a === undefined || b === undefined ? undefined : false;
  };

/** The opposite of unknown is unknown. */
export const not =
  (inner: Expression): Expression =>
  (facts) => {
    const value = truth(inner(facts));
    return value === undefined ? undefined : !value;
  };

/** Whether the value is there at all: the one question that is never unknown. */
export const isNull =
  (inner: Expression): Expression =>
  (facts) =>
    inner(facts) === undefined;

/** Equal to one of them; unknown if it isn't, but one of them is unknown. */
export const isIn = (left: Expression, options: readonly Expression[]): Expression =>
  options.map((option) => compare('=', left, option)).reduce(or);

/** `%` is any text, `_` any one character; the escape character takes the meaning away from what follows it. */
export const like =
  (left: Expression, pattern: Expression, escape: Expression | undefined): Expression =>
  (facts) => {
    const [text, wanted, escaper] = [left(facts), pattern(facts), escape?.(facts)];
    if (typeof text !== 'string' || typeof wanted !== 'string') return undefined;
    return matcher(wanted, typeof escaper === 'string' ? escaper : undefined).test(text);
  };

/** Arithmetic on numbers; on anything else it is unknown. */
export const calculate =
  (operator: '+' | '-' | '*' | '/' | '%', left: Expression, right: Expression): Expression =>
  (facts) => {
    const [a, b] = [left(facts), right(facts)];
    if (typeof a !== 'number' || typeof b !== 'number') return undefined;
    const result = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b }[operator];
    return Number.isFinite(result) ? result : undefined;
  };

const matchers = new Map<string, RegExp>();

/** The patterns of a topology are few and asked again for every message. */
const matcher = (pattern: string, escape: string | undefined): RegExp => {
  const key = `${escape ?? ''}\0${pattern}`;
  const known = matchers.get(key) ?? toRegExp(pattern, escape);
  matchers.set(key, known);
  return known;
};

const toRegExp = (pattern: string, escape: string | undefined): RegExp => {
  let source = '';
  let escaped = false;
  for (const character of pattern) {
    if (!escaped && character === escape) {
      escaped = true;
      continue;
    }
    if (!escaped && character === '%') source += '.*';
    else if (!escaped && character === '_') source += '.';
    else source += character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    escaped = false;
  }
  return new RegExp(`^${source}$`, 's');
};
