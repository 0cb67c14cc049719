import type { Cursor } from './cursor.ts';
import { cursorOver } from './cursor.ts';
import type { Expression, Loop, Property } from './syntax.ts';
import type { Token } from './tokens.ts';

/** From loosest to tightest; operators of one row bind from the left. */
const PRECEDENCE: readonly (readonly string[])[] = [
  ['??'],
  ['||'],
  ['&&'],
  ['==', '!=', '=~', '!~'],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Reads one expression. A line end ends it, save within brackets and before `?` or `:`. */
export const expression = (at: Cursor): Expression => {
  const test = binary(at, 0);
  if (!at.isNextAfterLines('?')) return test;
  at.skipLines();
  at.take('?');
  at.skipLines();
  const yes = expression(at);
  at.skipLines();
  at.take(':');
  at.skipLines();
  return { kind: 'ternary', test, yes, no: expression(at), line: test.line };
};

const binary = (at: Cursor, level: number): Expression => {
  const operators = PRECEDENCE[level];
  if (operators === undefined) return unary(at);
  let left = binary(at, level + 1);
  while (at.peek().kind === 'symbol' && operators.includes(at.peek().text)) {
    const operator = at.next().text;
    at.skipLines();
    left = { kind: 'binary', operator, left, right: binary(at, level + 1), line: left.line };
  }
  return left;
};

const unary = (at: Cursor): Expression => {
  const { text, line, kind } = at.peek();
  if (kind !== 'symbol' || (text !== '!' && text !== '-')) return followed(at, primary(at));
  at.next();
  const value = unary(at);
  return text === '-' && value.kind === 'literal' && typeof value.value === 'number'
    ? { kind: 'literal', value: -value.value, line }
    : { kind: 'unary', operator: text, value, line };
};

/** What follows a value: members, indexes, and `!`, which says only that it is there. */
const followed = (at: Cursor, of: Expression): Expression => {
  const { line } = of;
  if (at.isNext('.')) {
    at.next();
    const safe = at.skip('?');
    const name = at.takeName();
    if (!at.isNext('(')) return followed(at, { kind: 'member', of, name, safe, line });
    listed(at, '(', ')');
    return followed(at, { kind: 'method', of, name, line });
  }
  if (at.isNext('[')) {
    at.next();
    const safe = at.skip('?');
    const index = expression(at);
    at.take(']');
    return followed(at, { kind: 'index', of, index, safe, line });
  }
  if (at.isNext('!')) {
    at.next();
    return followed(at, of);
  }
  return of;
};

const primary = (at: Cursor): Expression => {
  const token = at.peek();
  const { line } = token;
  switch (token.kind) {
    case 'number':
      at.next();
      return { kind: 'literal', value: Number(token.text), line };
    case 'text':
      at.next();
      return textOf(token);
    case 'name':
      return named(at);
    case 'symbol':
      if (token.text === '{') return object(at);
      if (token.text === '[') return array(at);
      if (token.text === '(') return inParentheses(at);
      throw at.fault('a value is wanted here');
    case 'newline':
    case 'end':
      throw at.fault('a value is wanted here');
  }
};

const textOf = ({ parts, line }: Token): Expression => {
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'string') return { kind: 'literal', value: only, line };
  return {
    kind: 'interpolated',
    parts: parts.map((part) => {
      if (typeof part === 'string') return part;
      const inner = cursorOver(part);
      const value = expression(inner);
      inner.takeEnd();
      return value;
    }),
    line,
  };
};

const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

const named = (at: Cursor): Expression => {
  const { text: name, line } = at.next();
  const word = WORDS[name];
  if (word !== undefined) return { kind: 'literal', value: word, line };
  if (at.skip('=>')) return { kind: 'lambda', parameters: [name], body: expression(at), line };
  if (!at.isNext('(')) return { kind: 'name', name, line };
  return { kind: 'call', name, args: listed(at, '(', ')'), line };
};

/** `(a + b)`, or the parameters of a lambda. */
const inParentheses = (at: Cursor): Expression => {
  const { line } = at.peek();
  const parameters = at.lambdaParameters();
  if (parameters !== undefined) return { kind: 'lambda', parameters, body: expression(at), line };
  at.take('(');
  at.skipLines();
  const inner = expression(at);
  at.skipLines();
  at.take(')');
  return inner;
};

/** Expressions between brackets, each on a line of its own or after a comma. */
const listed = (at: Cursor, open: string, close: string): Expression[] => {
  const items: Expression[] = [];
  at.take(open);
  at.skipSeparators();
  while (!at.isNext(close)) {
    items.push(expression(at));
    if (!at.isNext(close)) at.takeSeparator();
  }
  at.take(close);
  return items;
};

const array = (at: Cursor): Expression => {
  const { line } = at.peek();
  if (at.isLoop()) return loop(at);
  return { kind: 'array', items: listed(at, '[', ']'), line };
};

/** `[for (item, index) in over: if (when) body]` */
export const loop = (at: Cursor): Loop => {
  const { line } = at.next();
  at.skipLines();
  at.takeWord('for');
  const [item, index] = at.skip('(') ? pair(at) : [at.takeName(), undefined];
  at.takeWord('in');
  const over = expression(at);
  at.take(':');
  const when = at.skipWord('if') ? condition(at) : undefined;
  const body = expression(at);
  at.skipLines();
  at.take(']');
  return { kind: 'loop', item, index, over, when, body, line };
};

const pair = (at: Cursor): readonly [string, string] => {
  const item = at.takeName();
  at.take(',');
  const index = at.takeName();
  at.take(')');
  return [item, index];
};

/** `(condition)` after `if`. */
export const condition = (at: Cursor): Expression => {
  at.take('(');
  at.skipLines();
  const test = expression(at);
  at.skipLines();
  at.take(')');
  return test;
};

const object = (at: Cursor): Expression => {
  const { line } = at.peek();
  const properties: Property[] = [];
  at.take('{');
  at.skipSeparators();
  while (!at.isNext('}')) {
    const token = at.peek();
    const key: Expression =
      token.kind === 'text' ? textOf(at.next()) : { kind: 'literal', value: at.takeName(), line: token.line };
    at.take(':');
    at.skipLines();
    properties.push({ key, value: expression(at), line: token.line });
    if (!at.isNext('}')) at.takeSeparator();
  }
  at.take('}');
  return { kind: 'object', properties, line };
};
