/** A parsed `sysparm_query`. */
export interface Query {
  matches(valueOf: (path: string) => string): boolean;
  readonly order: readonly { readonly path: string; readonly descending: boolean }[];
  /** Conditions that name no column. They were dropped, so the query matches more than its author meant. */
  readonly ignored: readonly string[];
}

type Test = (value: string) => boolean;
interface Condition {
  readonly path: string;
  readonly test: Test;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const listed = (value: string, list: string): boolean => list.split(',').some((each) => same(value, each));
const within = (value: string, part: string): boolean => value.toLowerCase().includes(part.toLowerCase());

const compare = (a: string, b: string): number => {
  if (a !== '' && b !== '' && !Number.isNaN(Number(a)) && !Number.isNaN(Number(b)))
    return Number(a) - Number(b);
  return a === b ? 0 : a < b ? -1 : 1;
};

// Text is compared without regard to case, and an empty value is before everything: both as a real desk does.
const OPERATORS: Readonly<Record<string, (operand: string) => Test>> = {
  ISNOTEMPTY: () => (value) => value !== '',
  ISEMPTY: () => (value) => value === '',
  'NOT LIKE': (operand) => (value) => !within(value, operand),
  'NOT IN': (operand) => (value) => !listed(value, operand),
  STARTSWITH: (operand) => (value) => value.toLowerCase().startsWith(operand.toLowerCase()),
  ENDSWITH: (operand) => (value) => value.toLowerCase().endsWith(operand.toLowerCase()),
  LIKE: (operand) => (value) => within(value, operand),
  IN: (operand) => (value) => listed(value, operand),
  '!=': (operand) => (value) => !same(value, operand),
  '>=': (operand) => (value) => value !== '' && compare(value, operand) >= 0,
  '<=': (operand) => (value) => value !== '' && compare(value, operand) <= 0,
  '=': (operand) => (value) => same(value, operand),
  '>': (operand) => (value) => value !== '' && compare(value, operand) > 0,
  '<': (operand) => (value) => value !== '' && compare(value, operand) < 0,
};

const CONDITION = new RegExp(`^([a-z_][a-z0-9_.]*?)(${Object.keys(OPERATORS).join('|')})(.*)$`, 's');
const ORDER = /^ORDERBY(DESC)?([a-z_][a-z0-9_.]*)$/;

/**
 * Parses a query as a real desk does by default: a condition on a column that does not exist is dropped without a
 * word, so that a misspelt query finds everything.
 */
export const parseQuery = (text: string, isPath: (path: string) => boolean): Query => {
  const order: { path: string; descending: boolean }[] = [];
  const ignored: string[] = [];
  // Any of the sets (^NQ), in it all of the groups (^), in each any of the conditions (^OR).
  const sets: Condition[][][] = [[]];

  const condition = (term: string): Condition | undefined => {
    const [, path = '', operator = '', operand = ''] = CONDITION.exec(term) ?? [];
    const make = OPERATORS[operator];
    if (make !== undefined && isPath(path)) return { path, test: make(operand) };
    ignored.push(term);
    return undefined;
  };

  for (const term of terms(text)) {
    const sorting = ORDER.exec(term);
    if (sorting !== null) {
      const path = sorting[2] ?? '';
      if (isPath(path)) order.push({ path, descending: sorting[1] !== undefined });
      else ignored.push(term);
      continue;
    }
    const [, joint, rest = ''] = /^(OR|NQ)?(.*)$/s.exec(term) ?? [];
    if (joint === 'NQ') sets.push([]);
    const parsed = condition(rest);
    const groups = sets.at(-1) ?? [];
    if (joint !== 'OR' || groups.length === 0) groups.push([]);
    if (parsed !== undefined) groups.at(-1)?.push(parsed);
  }

  return {
    matches: (valueOf) =>
      sets.some((groups) =>
        groups.every((group) => group.length === 0 || group.some(({ path, test }) => test(valueOf(path)))),
      ),
    order,
    ignored,
  };
};

/** Parts between single `^`; a doubled one stands for itself. */
const terms = (text: string): string[] =>
  text
    .replaceAll('^^', '\0')
    .split('^')
    .map((term) => term.replaceAll('\0', '^'))
    .filter((term) => term !== '' && term !== 'EQ');

/** Sorts by the query's order, leaving rows that are equal where they were. */
export const sorted = <T>(
  rows: readonly T[],
  order: Query['order'],
  valueOf: (row: T, path: string) => string,
): T[] =>
  rows.toSorted((a, b) => {
    for (const { path, descending } of order) {
      const difference = compare(valueOf(a, path), valueOf(b, path));
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  });
