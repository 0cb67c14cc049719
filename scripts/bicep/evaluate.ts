import { callFunction } from './functions.ts';
import type { Surroundings } from './surroundings.ts';
import type { Expression } from './syntax.ts';
import { BicepError } from './tokens.ts';
import { inText, is, isFields, isList, KIND, runtime, shown, type Value } from './values.ts';

/** The value of an expression. @throws BicepError where it has none */
export const evaluate = (expression: Expression, around: Surroundings): Value => {
  const value = (inner: Expression): Value => evaluate(inner, around);
  const { line } = expression;
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'interpolated':
      return expression.parts.map((part) => (typeof part === 'string' ? part : inText(value(part)))).join('');
    case 'name':
      return around.lookUp(expression.name, line);
    case 'object':
      return Object.fromEntries(
        expression.properties.map(({ key, value: held }) => [inText(value(key)), value(held)]),
      );
    case 'array':
      return expression.items.map(value);
    case 'member':
      return member(expression, around);
    case 'index':
      return indexed(value(expression.of), value(expression.index), expression.safe, line);
    case 'call':
      return callFunction(expression, around, value);
    case 'method':
      throw new BicepError(`${expression.name}() asks Azure for something that may be a secret`, line);
    case 'unary':
      return expression.operator === '!'
        ? !isTrue(value(expression.value), line)
        : negative(expression, value);
    case 'binary':
      return binary(expression, value);
    case 'ternary':
      return isTrue(value(expression.test), line) ? value(expression.yes) : value(expression.no);
    case 'lambda':
      return {
        [KIND]: 'lambda',
        call: (...args) => {
          const own = new Map(expression.parameters.map((name, index) => [name, args[index] ?? null]));
          return evaluate(expression.body, within(around, own));
        },
      };
    case 'loop':
      return loopItems(expression, around).map(({ inner }) => evaluate(expression.body, inner));
  }
};

/** The same surroundings with more names. */
const within = (around: Surroundings, own: ReadonlyMap<string, Value>): Surroundings => ({
  ...around,
  lookUp: (name, line) => own.get(name) ?? (own.has(name) ? null : around.lookUp(name, line)),
});

/** What each turn of a loop can see; turns that its condition leaves out are not there. */
export const loopItems = (
  { item, index, over, when, line }: Extract<Expression, { kind: 'loop' }>,
  around: Surroundings,
): readonly { readonly inner: Surroundings; readonly included: boolean }[] => {
  const list = evaluate(over, around);
  if (!isList(list)) throw new BicepError(`a loop goes over a list, not over ${shown(list)}`, line);
  return list.map((value, at) => {
    const inner = within(
      around,
      new Map([[item, value], ...(index === undefined ? [] : [[index, at] as const])]),
    );
    return { inner, included: when === undefined || isTrue(evaluate(when, inner), line) };
  });
};

/** A condition must be known before anything is deployed. */
export const isTrue = (value: Value, line: number): boolean => {
  if (typeof value !== 'boolean') throw new BicepError(`true or false is wanted, not ${shown(value)}`, line);
  return value;
};

const negative = (
  expression: Extract<Expression, { kind: 'unary' }>,
  value: (e: Expression) => Value,
): number => {
  const number = value(expression.value);
  if (typeof number !== 'number')
    throw new BicepError(`a number is wanted, not ${shown(number)}`, expression.line);
  return -number;
};

/** The members on the way from a name to here: `identity.properties.clientId`. */
const pathOf = (expression: Expression): { readonly root: Expression; readonly path: readonly string[] } => {
  if (expression.kind !== 'member') return { root: expression, path: [] };
  const { root, path } = pathOf(expression.of);
  return { root, path: [...path, expression.name] };
};

const member = (expression: Extract<Expression, { kind: 'member' }>, around: Surroundings): Value => {
  const { root, path } = pathOf(expression);
  const base = root.kind === 'name' || root.kind === 'index' ? evaluate(root, around) : undefined;
  if (base !== undefined && is('resource', base)) {
    const first = path[0] ?? '';
    if (first === 'id' || first === 'name' || first === 'type' || first === 'apiVersion') return base[first];
    if (!base.isDeployed) throw new BicepError(`${base.name} is read, but is not deployed`, expression.line);
    around.onRead(`${base.type}@${base.apiVersion}`, path, expression.line);
    const stated = path.length === 1 ? base.stated(first) : undefined;
    return stated ?? runtime(`${base.type.split('/').at(-1) ?? ''}/${base.name}.${path.join('.')}`);
  }
  return fieldOf(evaluate(expression.of, around), expression.name, expression.safe, expression.line);
};

const fieldOf = (of: Value, name: string, safe: boolean, line: number): Value => {
  if (is('runtime', of)) return runtime(`${of.from}.${name}`);
  if (is('module', of)) {
    if (name === 'name') return of.name;
    if (name !== 'outputs') throw new BicepError(`a module has outputs, not ${name}`, line);
    if (!of.isDeployed) throw new BicepError(`outputs of ${of.name} are read, but it is not deployed`, line);
    return Object.fromEntries(of.outputs());
  }
  if (is('scope', of)) {
    const property = name === 'id' ? of.id : of.properties[name];
    if (property !== undefined) return property;
  } else if (isFields(of)) {
    const value = of[name];
    if (value !== undefined) return value;
  } else if (of === null && safe) return null;
  if (safe && isFields(of)) return null;
  throw new BicepError(`${shown(of)} has no ${name}`, line);
};

const indexed = (of: Value, index: Value, safe: boolean, line: number): Value => {
  if (is('runtime', of)) return runtime(`${of.from}[${shown(index)}]`);
  if (isList(of) && typeof index === 'number') {
    const item = of.at(index);
    if (item !== undefined && index >= 0) return item;
    if (safe) return null;
    throw new BicepError(`there is no item ${index} in a list of ${of.length}`, line);
  }
  if (typeof index === 'string') return fieldOf(of, index, safe, line);
  throw new BicepError(`${shown(of)} can not be indexed by ${shown(index)}`, line);
};

const binary = (
  { operator, left, right, line }: Extract<Expression, { kind: 'binary' }>,
  value: (e: Expression) => Value,
): Value => {
  const a = value(left);
  if (operator === '??') return a ?? value(right);
  if (operator === '||') return isTrue(a, line) || isTrue(value(right), line);
  if (operator === '&&') return isTrue(a, line) && isTrue(value(right), line);
  const b = value(right);
  if (operator === '==') return JSON.stringify(a) === JSON.stringify(b);
  if (operator === '!=') return JSON.stringify(a) !== JSON.stringify(b);
  if (operator === '=~' || operator === '!~') {
    return (inText(a).toLowerCase() === inText(b).toLowerCase()) === (operator === '=~');
  }
  if (typeof a !== 'number' || typeof b !== 'number') {
    throw new BicepError(`${operator} takes numbers, not ${shown(a)} and ${shown(b)}`, line);
  }
  return arithmetic(operator, a, b);
};

const arithmetic = (operator: string, a: number, b: number): Value => {
  const results: Readonly<Record<string, number | boolean>> = {
    '<': a < b,
    '>': a > b,
    '<=': a <= b,
    '>=': a >= b,
    '+': a + b,
    '-': a - b,
    '*': a * b,
    '/': Math.trunc(a / b),
    '%': a % b,
  };
  return results[operator] ?? null;
};
