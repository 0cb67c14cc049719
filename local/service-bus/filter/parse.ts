import {
  and,
  calculate,
  compare,
  type Comparison,
  type Expression,
  isIn,
  isNull,
  like,
  not,
  or,
  SYSTEM_NAMES,
} from './expression.ts';
import { FilterSyntaxError, type Token, tokenize } from './tokens.ts';

const LONGEST_FILTER = 1024;
const COMPARISONS: readonly string[] = ['=', '!=', '<>', '<', '<=', '>', '>='] satisfies Comparison[];
const KEYWORDS = ['AND', 'OR', 'NOT', 'LIKE', 'ESCAPE', 'IN', 'IS', 'NULL', 'EXISTS', 'TRUE', 'FALSE'];

/** Reads a SQL filter once; a filter that is not valid throws FilterSyntaxError. */
export const parseFilter = (sql: string): Expression => {
  if (sql.length > LONGEST_FILTER) {
    throw new FilterSyntaxError(`a filter has ${LONGEST_FILTER} characters at most.`, LONGEST_FILTER + 1);
  }
  const cursor = createCursor(tokenize(sql));
  const expression = disjunction(cursor);
  if (cursor.peek().kind !== 'end') throw unexpected(cursor.peek());
  return expression;
};

interface Cursor {
  peek(): Token;
  next(): Token;
  /** Takes the next token if it is this keyword or symbol. */
  take(word: string): boolean;
  expect(word: string): void;
}

/** Whoever reads on behind the end finds the end again. */
const END: Token = { kind: 'end', value: '', position: LONGEST_FILTER + 1 };

const createCursor = (tokens: readonly Token[]): Cursor => {
  let index = 0;
  const peek = () => tokens[index] ?? END;
  const cursor: Cursor = {
    peek,
    next: () => {
      const token = peek();
      index += 1;
      return token;
    },
    take: (word) => {
      const hit = is(peek(), word);
      if (hit) index += 1;
      return hit;
    },
    expect: (word) => {
      if (!cursor.take(word)) throw unexpected(peek(), word);
    },
  };
  return cursor;
};

const is = ({ kind, value }: Token, word: string): boolean =>
  kind === 'symbol' ? value === word : kind === 'name' && value.toUpperCase() === word;

const unexpected = ({ kind, value, position }: Token, wanted = 'something else'): FilterSyntaxError =>
  new FilterSyntaxError(
    kind === 'end' ? `it ends where ${wanted} should follow.` : `${wanted} should stand here, not ${value}`,
    position,
  );

const disjunction = (cursor: Cursor): Expression => {
  let left = conjunction(cursor);
  while (cursor.take('OR')) left = or(left, conjunction(cursor));
  return left;
};

const conjunction = (cursor: Cursor): Expression => {
  let left = negation(cursor);
  while (cursor.take('AND')) left = and(left, negation(cursor));
  return left;
};

const negation = (cursor: Cursor): Expression =>
  cursor.take('NOT') ? not(negation(cursor)) : predicate(cursor);

const predicate = (cursor: Cursor): Expression => {
  const left = sum(cursor);
  const { kind, value } = cursor.peek();
  if (kind === 'symbol' && COMPARISONS.includes(value)) {
    cursor.next();
    return compare(value as Comparison, left, sum(cursor));
  }
  if (cursor.take('IS')) {
    const negated = cursor.take('NOT');
    cursor.expect('NULL');
    return negated ? not(isNull(left)) : isNull(left);
  }
  const negated = cursor.take('NOT');
  const test = membership(cursor, left);
  if (test === undefined && negated) throw unexpected(cursor.peek(), 'LIKE or IN');
  if (test === undefined) return left;
  return negated ? not(test) : test;
};

const membership = (cursor: Cursor, left: Expression): Expression | undefined => {
  if (cursor.take('LIKE')) {
    const pattern = sum(cursor);
    return like(left, pattern, cursor.take('ESCAPE') ? escapeCharacter(cursor) : undefined);
  }
  if (!cursor.take('IN')) return undefined;
  cursor.expect('(');
  const options = [sum(cursor)];
  while (cursor.take(',')) options.push(sum(cursor));
  cursor.expect(')');
  return isIn(left, options);
};

const escapeCharacter = (cursor: Cursor): Expression => {
  const token = cursor.next();
  if (token.kind !== 'text' || token.value.length !== 1) {
    throw unexpected(token, 'one escape character in quotes');
  }
  return () => token.value;
};

const sum = (cursor: Cursor): Expression => {
  let left = product(cursor);
  for (;;) {
    if (cursor.take('+')) left = calculate('+', left, product(cursor));
    else if (cursor.take('-')) left = calculate('-', left, product(cursor));
    else return left;
  }
};

const product = (cursor: Cursor): Expression => {
  let left = operand(cursor);
  for (;;) {
    if (cursor.take('*')) left = calculate('*', left, operand(cursor));
    else if (cursor.take('/')) left = calculate('/', left, operand(cursor));
    else if (cursor.take('%')) left = calculate('%', left, operand(cursor));
    else return left;
  }
};

const operand = (cursor: Cursor): Expression => {
  if (cursor.take('-')) return calculate('-', () => 0, operand(cursor));
  if (cursor.take('+')) return operand(cursor);
  if (cursor.take('(')) {
    const inner = disjunction(cursor);
    cursor.expect(')');
    return inner;
  }
  if (cursor.take('TRUE')) return () => true;
  if (cursor.take('FALSE')) return () => false;
  if (cursor.take('NULL')) return () => undefined;
  if (cursor.take('EXISTS')) {
    cursor.expect('(');
    const inner = property(cursor);
    cursor.expect(')');
    return not(isNull(inner));
  }
  const token = cursor.peek();
  if (token.kind === 'text' || token.kind === 'number') {
    cursor.next();
    const value = token.kind === 'text' ? token.value : Number(token.value);
    return () => value;
  }
  return property(cursor);
};

const property = (cursor: Cursor): Expression => {
  const token = cursor.next();
  const keyword = token.kind === 'name' && KEYWORDS.includes(token.value.toUpperCase());
  if ((token.kind !== 'name' && token.kind !== 'quoted-name') || keyword) {
    throw unexpected(token, 'a property or a value');
  }
  if (is(cursor.peek(), '(')) {
    throw new FilterSyntaxError(`there is no function ${token.value}`, token.position);
  }
  if (!cursor.take('.')) return (facts) => facts.application(token.value);

  const name = cursor.next();
  if (name.kind !== 'name' && name.kind !== 'quoted-name') throw unexpected(name, 'the name of a property');
  if (is(token, 'USER')) return (facts) => facts.application(name.value);
  const known = SYSTEM_NAMES.find((each) => each.toLowerCase() === name.value.toLowerCase());
  if (is(token, 'SYS') && known !== undefined) return (facts) => facts.system(known);
  throw is(token, 'SYS')
    ? new FilterSyntaxError(`there is no system property sys.${name.value}`, name.position)
    : new FilterSyntaxError(`${token.value} is neither sys nor user`, token.position);
};
