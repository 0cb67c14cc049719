import { createHash } from 'node:crypto';
import type { Surroundings } from './surroundings.ts';
import type { Expression } from './syntax.ts';
import { BicepError } from './tokens.ts';
import { type Fields, inText, is, isFields, isList, isOpen, runtime, shown, type Value } from './values.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** Calls a function of Bicep by its name. A function that is not here is one that our files do not use. */
export const callFunction = (call: Call, around: Surroundings, value: (e: Expression) => Value): Value => {
  const { name, line } = call;
  if (name === 'resourceGroup' || name === 'subscription' || name === 'tenant') {
    return around.scopeNamed(name, call.args.map(value));
  }
  if (name === 'loadJsonContent') return JSON.parse(around.read(pathOf(call), line)) as Value;
  if (name === 'loadTextContent') return around.read(pathOf(call), line);
  if (name === 'resourceId' || name === 'subscriptionResourceId') {
    return idOf(
      name,
      call.args.map((arg) => inText(value(arg))),
      around,
      line,
    );
  }
  const made = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (made === undefined) throw new BicepError(`there is no function ${name}()`, line);
  const args = call.args.map(value);
  try {
    return made(...args);
  } catch (error) {
    if (error instanceof BicepError || !(error instanceof Error)) throw error;
    throw new BicepError(`${name}(): ${error.message}`, line);
  }
};

/** Every function that a file may call. */
export const isFunction = (name: string): boolean =>
  Object.hasOwn(FUNCTIONS, name) || OF_THE_PLACE.includes(name);

/** Functions whose answer depends on the file and where it is deployed. */
const OF_THE_PLACE = [
  'resourceGroup',
  'subscription',
  'tenant',
  'loadJsonContent',
  'loadTextContent',
  'resourceId',
  'subscriptionResourceId',
];

/** The id of a resource: its type, its names, and before them a resource group and a subscription if it is elsewhere. */
const idOf = (name: string, args: readonly string[], around: Surroundings, line: number): string => {
  const at = args.findIndex((arg) => arg.includes('/') && arg.startsWith('Microsoft.'));
  const [provider = '', ...kinds] = (args[at] ?? '').split('/');
  const names = args.slice(at + 1);
  if (at < 0 || names.length !== kinds.length)
    throw new BicepError(`${name}() takes a type and its names`, line);
  const scope = around.scopeNamed(
    name === 'resourceId' ? 'resourceGroup' : 'subscription',
    args.slice(0, at),
  );
  const path = kinds.map((kind, index) => `${kind}/${names[index] ?? ''}`).join('/');
  return `${is('scope', scope) ? scope.id : ''}/providers/${provider}/${path}`;
};

const pathOf = ({ args: [path], name, line }: Call): string => {
  if (path?.kind !== 'literal' || typeof path.value !== 'string') {
    throw new BicepError(`${name}() takes a path that is written out`, line);
  }
  return path.value;
};

const list = (value: Value | undefined): readonly Value[] => {
  if (value === undefined || !isList(value)) throw new Error(`a list is wanted, not ${shown(value ?? null)}`);
  return value;
};
const fields = (value: Value | undefined): Fields => {
  if (value === undefined || !isFields(value))
    throw new Error(`an object is wanted, not ${shown(value ?? null)}`);
  return value;
};
const text = (value: Value | undefined): string => {
  if (value !== undefined && is('runtime', value)) return inText(value);
  if (typeof value !== 'string') throw new Error(`a text is wanted, not ${shown(value ?? null)}`);
  return value;
};
const number = (value: Value | undefined): number => {
  if (typeof value !== 'number') throw new Error(`a number is wanted, not ${shown(value ?? null)}`);
  return value;
};
const calling = (value: Value | undefined): ((...args: readonly Value[]) => Value) => {
  if (value === undefined || !is('lambda', value)) throw new Error('a lambda is wanted');
  return value.call;
};
const hash = (args: readonly Value[]): string =>
  createHash('sha256').update(args.map(inText).join('~')).digest('hex');
/** What is made of something that is known only later is known only later. */
const later = (name: string, args: readonly Value[], known: () => string): Value =>
  args.some((arg) => isOpen(inText(arg))) ? runtime(`${name}(${args.map(inText).join(', ')})`) : known();
const same = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Merges as `union` does: objects deeply, lists without what is there already. */
const merged = (a: Value, b: Value): Value => {
  if (isList(a) && isList(b))
    return [...a, ...b].filter((v, at, all) => all.findIndex((w) => same(v, w)) === at);
  if (!isFields(a) || !isFields(b)) return b;
  const both = Object.entries(b).map(([name, value]) => {
    const before = a[name];
    return [name, before !== undefined && isFields(before) ? merged(before, value) : value] as const;
  });
  return { ...a, ...Object.fromEntries(both) };
};

const lengthOf = (value: Value | undefined): number => {
  if (typeof value === 'string') return value.length;
  if (value !== undefined && isFields(value)) return Object.keys(value).length;
  return list(value).length;
};

/** The start of a text or list; of a text that is known only later, nobody knows it. */
const part = (value: Value | undefined, cut: (of: string | readonly Value[]) => Value): Value => {
  if (value !== undefined && isList(value)) return cut(value);
  const whole = text(value);
  return isOpen(whole) ? runtime(`part of ${whole}`) : cut(whole);
};

const FUNCTIONS: Readonly<Record<string, (...args: readonly Value[]) => Value>> = {
  any: (value = null) => value,
  array: (value = null) => (isList(value) ? value : [value]),
  cidrSubnet: (range, size, at) => `${text(range)} cut into /${number(size)}, number ${number(at)}`,
  concat: (...lists) => lists.flatMap(list),
  contains: (container, item = null) => {
    if (isList(container)) return container.some((held) => same(held, item));
    if (isFields(container)) return Object.hasOwn(container, text(item));
    return text(container).includes(text(item));
  },
  deployer: () => ({ objectId: runtime('deployer.objectId'), tenantId: runtime('deployer.tenantId') }),
  empty: (value = null) => value === null || lengthOf(value) === 0,
  endsWith: (whole, end) => text(whole).toLowerCase().endsWith(text(end).toLowerCase()),
  environment: () => ({
    authentication: { loginEndpoint: 'https://login.microsoftonline.com/' },
    resourceManager: 'https://management.azure.com/',
    suffixes: { storage: 'core.windows.net', keyvaultDns: '.vault.azure.net' },
  }),
  fail: (message) => {
    throw new Error(text(message));
  },
  filter: (all, keeps) =>
    is('runtime', all)
      ? runtime(`some of ${all.from}`)
      : list(all).filter((item, at) => calling(keeps)(item, at) === true),
  first: (all) => list(all)[0] ?? null,
  flatten: (all) => list(all).flatMap(list),
  format: (pattern, ...args) =>
    text(pattern).replace(/\{(\d+)(?::\w+)?\}/g, (_, at: string) => inText(args[Number(at)] ?? '')),
  guid: (...args) =>
    later('guid', args, () => hash(args).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')),
  indexOf: (container, item = null) =>
    isList(container) ? container.findIndex((held) => same(held, item)) : text(container).indexOf(text(item)),
  int: (value) => Number(value),
  intersection: (a, b) => list(a).filter((item) => list(b).some((other) => same(item, other))),
  items: (object) =>
    Object.entries(fields(object))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => ({ key, value })),
  join: (all, between) => list(all).map(inText).join(text(between)),
  json: (written) => JSON.parse(text(written)) as Value,
  last: (all) => list(all).at(-1) ?? null,
  length: (value) => lengthOf(value),
  map: (all, change) => list(all).map((item, at) => calling(change)(item, at)),
  max: (...numbers) => Math.max(...numbers.map(number)),
  min: (...numbers) => Math.min(...numbers.map(number)),
  range: (start, count) => Array.from({ length: number(count) }, (_, at) => number(start) + at),
  reduce: (all, start = null, step) => list(all).reduce((sum, item) => calling(step)(sum, item), start),
  replace: (whole, from, to) => text(whole).replaceAll(text(from), text(to)),
  skip: (value, count) => part(value, (whole) => whole.slice(number(count))),
  sort: (all, isBefore) => list(all).toSorted((a, b) => (calling(isBefore)(a, b) === true ? -1 : 1)),
  split: (whole, between) => text(whole).split(text(between)),
  startsWith: (whole, start) => text(whole).toLowerCase().startsWith(text(start).toLowerCase()),
  string: (value = null) => (typeof value === 'string' ? value : JSON.stringify(value)),
  take: (value, count) => part(value, (whole) => whole.slice(0, number(count))),
  toLower: (value) => text(value).toLowerCase(),
  toObject: (all, key, held) =>
    Object.fromEntries(
      list(all).map((item) => [text(calling(key)(item)), is('lambda', held) ? held.call(item) : item]),
    ),
  toUpper: (value) => text(value).toUpperCase(),
  trim: (value) => text(value).trim(),
  union: (first = null, ...others) => others.reduce(merged, first),
  uniqueString: (...args) =>
    later('uniqueString', args, () =>
      hash(args)
        .slice(0, 13)
        .replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))),
    ),
};
