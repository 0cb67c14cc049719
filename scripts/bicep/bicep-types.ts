import type { Decorator, Parameter, TypeSyntax } from './syntax.ts';
import { is, isFields, isList, isOpen, shown, type Value } from './values.ts';

export type TypeNames = ReadonlyMap<string, TypeSyntax>;

/** What keeps a value from being of a type, each fault with the way to it. Empty: it fits. */
export const misfits = (
  value: Value,
  type: TypeSyntax,
  types: TypeNames,
  path: string,
): readonly string[] => {
  const fault = (wanted: string): readonly string[] => [`${path} is ${shown(value)}, not ${wanted}`];
  if (is('runtime', value)) return [];
  switch (type.kind) {
    case 'nullable':
      return value === null ? [] : misfits(value, type.of, types, path);
    case 'literal':
      return value === type.value || (typeof value === 'string' && isOpen(value))
        ? []
        : fault(shown(type.value));
    case 'union':
      return type.of.some((one) => misfits(value, one, types, path).length === 0)
        ? []
        : fault(
            type.of.map((one) => (one.kind === 'literal' ? shown(one.value) : 'another type')).join(' or '),
          );
    case 'list':
      return isList(value)
        ? value.flatMap((item, at) => misfits(item, type.of, types, `${path}[${at}]`))
        : fault('a list');
    case 'fields':
      return isFields(value) ? misfitsOfFields(value, type.fields, types, path) : fault('an object');
    case 'named': {
      const own = types.get(type.name);
      if (own !== undefined) return misfits(value, own, types, path);
      const fits = PRIMITIVES[type.name];
      if (fits === undefined) return [`${path} has the unknown type ${type.name}`];
      return fits(value) ? [] : fault(`of type ${type.name}`);
    }
  }
};

const PRIMITIVES: Readonly<Record<string, (value: Value) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  bool: (value) => typeof value === 'boolean',
  object: (value) => isFields(value),
  array: (value) => isList(value),
};

const misfitsOfFields = (
  value: Readonly<Record<string, Value>>,
  fields: ReadonlyMap<string, TypeSyntax>,
  types: TypeNames,
  path: string,
): readonly string[] => [
  ...Object.keys(value)
    .filter((name) => !fields.has(name))
    .map((name) => `${path} has no ${name}; it has ${[...fields.keys()].join(', ')}`),
  ...[...fields].flatMap(([name, type]) => {
    const held = value[name];
    if (held !== undefined) return misfits(held, type, types, `${path}.${name}`);
    return type.kind === 'nullable' ? [] : [`${path} lacks ${name}`];
  }),
];

/** What the decorators of a parameter forbid. */
export const forbidden = (value: Value, { decorators, name }: Parameter): readonly string[] => {
  if (value === null || is('runtime', value)) return [];
  return decorators.flatMap(({ name: rule, args }: Decorator): readonly string[] => {
    const [first] = args;
    const size =
      typeof value === 'number' ? value : typeof value === 'string' || isList(value) ? value.length : 0;
    const limit = first?.kind === 'literal' ? Number(first.value) : Number.NaN;
    if (rule === 'minLength' || rule === 'minValue') {
      return size < limit ? [`${name} is ${shown(value)}; ${rule} is ${limit}`] : [];
    }
    if (rule === 'maxLength' || rule === 'maxValue') {
      return size > limit ? [`${name} is ${shown(value)}; ${rule} is ${limit}`] : [];
    }
    if (rule !== 'allowed' || first?.kind !== 'array') return [];
    const allowed = first.items.map((item) => (item.kind === 'literal' ? item.value : undefined));
    return allowed.includes(value as string)
      ? []
      : [`${name} is ${shown(value)}; allowed are ${allowed.join(', ')}`];
  });
};
