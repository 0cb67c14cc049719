import type { AzureProperty, AzureType, ResourceType, ResourceTypes } from './azure-types.ts';
import type { ExpandedResource, Fault, Read } from './expansion.ts';
import { type Fields, is, isFields, isList, isOpen, shown, type Value } from './values.ts';

const REQUIRED = 1;
const READ_ONLY = 2;

/** What is said with the id of a resource, and not in its body. */
const IN_THE_ID = new Set(['id', 'name', 'type', 'apiVersion']);

/** What Azure would refuse, or silently leave out, of a resource. */
export const misfitsOfResource = (resource: ExpandedResource, types: ResourceTypes): readonly Fault[] => {
  const { file, line, symbol } = resource;
  const fault = (message: string): Fault => ({ file, line, message: `${symbol}: ${message}` });
  const what = `${resource.type}@${resource.apiVersion}`;
  const type = types(what);
  if (type === undefined) return [fault(`${what} is no type that is known here`)];
  const named = { ...resource.body, name: resource.name.split('/').at(-1) ?? '' };
  return [...fits(named, type.body, type, '', true)].map(fault);
};

/** What a file reads of a resource though it has no such property. */
export const misfitsOfRead = (
  { type: what, path, file, line }: Read,
  types: ResourceTypes,
): readonly Fault[] => {
  const type = types(what);
  if (type === undefined) return [];
  let at: readonly AzureType[] = [type.body];
  for (const name of path) {
    at = at.flatMap((one) => step(one, name, type));
    if (at.length === 0) return [{ file, line, message: `${what} has no ${path.join('.')}` }];
  }
  return [];
};

const step = (type: AzureType, name: string, { follow }: ResourceType): readonly AzureType[] => {
  if (type.$type === 'AnyType') return [type];
  if (type.$type === 'UnionType')
    return type.elements.flatMap((e) => step(follow(e), name, { body: type, follow }));
  if (type.$type === 'DiscriminatedObjectType') {
    const base = type.baseProperties[name];
    const others = Object.values(type.elements).flatMap((e) => step(follow(e), name, { body: type, follow }));
    return base === undefined ? others : [follow(base.type), ...others];
  }
  if (type.$type !== 'ObjectType') return [];
  const own = type.properties[name];
  if (own !== undefined) return [follow(own.type)];
  return type.additionalProperties === undefined ? [] : [follow(type.additionalProperties)];
};

const fits = (
  value: Value,
  type: AzureType,
  types: ResourceType,
  path: string,
  isBody = false,
): readonly string[] => {
  const fault = (wanted: string): readonly string[] => [`${path} is ${shown(value)}, not ${wanted}`];
  if (is('runtime', value)) return [];
  switch (type.$type) {
    case 'AnyType':
    case 'ResourceType':
      return [];
    case 'BooleanType':
      return typeof value === 'boolean' ? [] : fault('true or false');
    case 'IntegerType':
      if (!Number.isInteger(value)) return fault('a whole number');
      return Number(value) < (type.minValue ?? -Infinity) || Number(value) > (type.maxValue ?? Infinity)
        ? fault(`from ${type.minValue ?? '-'} to ${type.maxValue ?? '-'}`)
        : [];
    case 'StringType':
      return typeof value === 'string' ? textFits(value, type, path) : fault('a text');
    case 'StringLiteralType':
      return value === type.value || (typeof value === 'string' && isOpen(value)) ? [] : fault(type.value);
    case 'UnionType':
      return unionFits(value, type.elements.map(types.follow), types, path);
    case 'ArrayType':
      return isList(value)
        ? value.flatMap((item, at) => fits(item, types.follow(type.itemType), types, `${path}[${at}]`))
        : fault('a list');
    case 'ObjectType':
      return isFields(value)
        ? fieldsFit(
            value,
            type.properties,
            type.additionalProperties && types.follow(type.additionalProperties),
            types,
            path,
            isBody,
          )
        : fault('an object');
    case 'DiscriminatedObjectType': {
      if (!isFields(value)) return fault('an object');
      const kind = value[type.discriminator];
      const element = typeof kind === 'string' ? type.elements[kind] : undefined;
      if (element === undefined)
        return [
          `${path || 'the body'} needs ${type.discriminator}: ${Object.keys(type.elements).join(', ')}`,
        ];
      const own = types.follow(element);
      const properties = own.$type === 'ObjectType' ? own.properties : {};
      return fieldsFit(value, { ...type.baseProperties, ...properties }, undefined, types, path, isBody);
    }
  }
};

const textFits = (
  value: string,
  type: Extract<AzureType, { $type: 'StringType' }>,
  path: string,
): readonly string[] => {
  if (isOpen(value)) return [];
  const { minLength = 0, maxLength = Infinity, pattern } = type;
  if (value.length < minLength || value.length > maxLength) {
    return [`${path} is ${shown(value)}, not from ${minLength} to ${maxLength} letters`];
  }
  return pattern !== undefined && !new RegExp(pattern).test(value)
    ? [`${path} is ${shown(value)}, not like ${pattern}`]
    : [];
};

/** Of an enum that is open by its type, only the values that it names are taken: others are misspelt ones here. */
const unionFits = (
  value: Value,
  types: readonly AzureType[],
  around: ResourceType,
  path: string,
): readonly string[] => {
  const named = types.flatMap((t) => (t.$type === 'StringLiteralType' ? [t.value] : []));
  if (typeof value === 'string' && named.length > 0 && !isOpen(value)) {
    return named.includes(value) ? [] : [`${path} is ${shown(value)}, not ${named.join(', ')}`];
  }
  const tried = types.map((t) => fits(value, t, around, path));
  return tried.some((faults) => faults.length === 0) ? [] : (tried[0] ?? []);
};

const fieldsFit = (
  value: Fields,
  properties: Readonly<Record<string, AzureProperty>>,
  others: AzureType | undefined,
  types: ResourceType,
  path: string,
  isBody: boolean,
): readonly string[] => {
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const missing = Object.entries(properties)
    .filter(
      ([name, { flags }]) =>
        (flags & REQUIRED) !== 0 && (flags & READ_ONLY) === 0 && (value[name] ?? null) === null,
    )
    .filter(([name]) => !(isBody && IN_THE_ID.has(name)))
    .map(([name]) => `${at(name)} is required`);
  const wrong = Object.entries(value).flatMap(([name, held]): readonly string[] => {
    const known = properties[name];
    if (known === undefined) {
      return others === undefined
        ? [`there is no ${at(name)}${nearest(name, properties)}`]
        : fits(held, others, types, at(name));
    }
    if ((known.flags & READ_ONLY) !== 0) return [`${at(name)} is read-only`];
    if (held === null) return [];
    return fits(held, types.follow(known.type), types, at(name));
  });
  return [...missing, ...wrong];
};

const nearest = (name: string, properties: Readonly<Record<string, AzureProperty>>): string => {
  const alike = Object.keys(properties).find(
    (other) => other.toLowerCase() === name.toLowerCase() || other.startsWith(name) || name.startsWith(other),
  );
  return alike === undefined ? '' : `; there is ${alike}`;
};
