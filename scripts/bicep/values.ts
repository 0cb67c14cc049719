/** Tells our own kinds of values from plain data. */
export const KIND = Symbol('kind');

/** What is known only when it is deployed, such as the id of an identity's principal. */
export interface Runtime {
  readonly [KIND]: 'runtime';
  /** Where it comes from, for people and for comparing: `userAssignedIdentities/id-x.properties.clientId`. */
  readonly from: string;
}

/** A resource as others refer to it. */
export interface ResourceHandle {
  readonly [KIND]: 'resource';
  readonly type: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly id: string;
  readonly isDeployed: boolean;
  /** What the body says, evaluated when asked. */
  readonly stated: (property: string) => Value | undefined;
}

/** A module as others refer to it. */
export interface ModuleHandle {
  readonly [KIND]: 'module';
  readonly name: string;
  readonly isDeployed: boolean;
  readonly outputs: () => ReadonlyMap<string, Value>;
}

export interface LambdaValue {
  readonly [KIND]: 'lambda';
  readonly call: (...args: readonly Value[]) => Value;
}

/** Where something is deployed to: a subscription or a resource group. */
export interface Scope {
  readonly [KIND]: 'scope';
  readonly id: string;
  /** `tenantId`, `subscriptionId`, `name`, `location`. */
  readonly properties: Readonly<Record<string, string>>;
}

export interface Fields {
  readonly [name: string]: Value;
}

export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | Fields
  | Runtime
  | ResourceHandle
  | ModuleHandle
  | LambdaValue
  | Scope;

type Kind = 'runtime' | 'resource' | 'module' | 'lambda' | 'scope';
type Tagged<K extends Kind> = Extract<Value, { readonly [KIND]: K }>;

export const is = <K extends Kind>(kind: K, value: Value): value is Tagged<K> =>
  typeof value === 'object' && value !== null && KIND in value && value[KIND] === kind;

/** Whether a value is an object of fields, and none of our own kinds. */
export const isFields = (value: Value): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(KIND in value);

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

export const runtime = (from: string): Runtime => ({ [KIND]: 'runtime', from });

/** Marks what is known only later within a text. */
const OPEN = '⟦';

/** A value within a text. */
export const inText = (value: Value): string => {
  if (is('runtime', value)) return `${OPEN}${value.from}⟧`;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Whether a text has a part that is known only later. */
export const isOpen = (text: string): boolean => text.includes(OPEN);

/** A value as a person reads it in a message. */
export const shown = (value: Value): string => {
  if (is('runtime', value)) return inText(value);
  if (is('resource', value) || is('module', value)) return value.name;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
};
