import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandBicep } from '../bicep/expand.ts';
import type { ExpandedResource, Fault, ReadFile } from '../bicep/expansion.ts';
import { faultsOfNames } from '../bicep/names.ts';
import { parseBicep } from '../bicep/parse.ts';
import { type Fields, is, isFields, isList, shown, type Value } from '../bicep/values.ts';
import { faultsByRules } from './rules.ts';

interface GraphType {
  readonly base: string | null;
  readonly properties: Readonly<Record<string, { readonly type: string }>>;
}
export type GraphTypes = Readonly<Record<string, GraphType>>;

/** Graph's own types, where the data is there. */
export const graphTypes = (folder: string): GraphTypes | undefined => {
  const file = join(folder, 'graph-v1-types.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { types: GraphTypes }).types;
};

/** Which of Graph's types a resource of the extension is; `added` is what the extension adds to it. */
const RESOURCES: Readonly<
  Record<
    string,
    { readonly type: string; readonly added: readonly string[]; readonly required: readonly string[] }
  >
> = {
  'Microsoft.Graph/applications': {
    type: 'application',
    added: ['uniqueName'],
    required: ['uniqueName', 'displayName'],
  },
  'Microsoft.Graph/applications/federatedIdentityCredentials': {
    type: 'federatedIdentityCredential',
    added: [],
    required: ['audiences', 'issuer', 'subject'],
  },
  'Microsoft.Graph/servicePrincipals': { type: 'servicePrincipal', added: [], required: ['appId'] },
};

/** The relation that grants an application permission; the type data leaves it out. */
const GRANT = ['principalId', 'resourceId', 'appRoleId'];

/** Parameters to go through the layer with. */
export const GRAPH_PARAMETERS: Fields = {
  environmentName: 'check',
  watchPrincipalId: '10000000-0000-4000-8000-000000000001',
  renewPrincipalId: '10000000-0000-4000-8000-000000000002',
  linkPrincipalId: '10000000-0000-4000-8000-000000000003',
  linkBaseUrl: 'https://links.example.org',
};

/** All that is wrong in the Graph layer. */
export const faultsOfGraphLayer = (
  infra: string,
  types: GraphTypes | undefined,
  read: ReadFile,
  grammar: (file: string, source: string) => readonly Fault[],
): readonly Fault[] => {
  const file = join(infra, 'graph', 'main.bicep');
  const source = read(file);
  const parsed = parseBicep(file, source);
  const { resources, faults } = expandBicep(file, GRAPH_PARAMETERS, read);
  const misfits = types === undefined ? [] : resources.flatMap((resource) => misfitsOf(resource, types));
  return [
    ...grammar(file, source),
    ...faultsOfNames(parsed),
    ...faultsByRules(parsed, source),
    ...faults,
    ...misfits,
  ];
};

const misfitsOf = (
  { file, line, symbol, type, body }: ExpandedResource,
  types: GraphTypes,
): readonly Fault[] => {
  const fault = (message: string): Fault => ({ file, line, message: `${symbol}: ${message}` });
  if (type === 'Microsoft.Graph/appRoleAssignedTo') {
    const names = Object.keys(body);
    return [
      ...GRANT.filter((name) => !names.includes(name)).map((name) => `${name} is required`),
      ...names.filter((name) => !GRANT.includes(name)).map((name) => `there is no ${name}`),
    ].map(fault);
  }
  const known = RESOURCES[type];
  if (known === undefined) return [fault(`${type} is no type that is known here`)];
  const given = Object.fromEntries(Object.entries(body).filter(([name]) => !known.added.includes(name)));
  const missing = known.required.filter((name) => !(name in body)).map((name) => `${name} is required`);
  return [...missing, ...fits(given, `graph.${known.type}`, types, '')].map(fault);
};

const fits = (value: Value, type: string, types: GraphTypes, path: string): readonly string[] => {
  if (is('runtime', value)) return [];
  const wrong = (wanted: string): readonly string[] => [`${path} is ${shown(value)}, not ${wanted}`];
  const list = /^Collection\((.+)\)$/.exec(type)?.[1];
  if (list !== undefined) {
    return isList(value)
      ? value.flatMap((item, at) => fits(item, list, types, `${path}[${at}]`))
      : wrong('a list');
  }
  if (type === 'Edm.Boolean') return typeof value === 'boolean' ? [] : wrong('true or false');
  if (type.startsWith('Edm.Int')) return Number.isInteger(value) ? [] : wrong('a whole number');
  if (type.startsWith('Edm.')) return typeof value === 'string' ? [] : wrong('a text');
  const properties = propertiesOf(type, types);
  if (properties === undefined) return [];
  if (!isFields(value)) return wrong('an object');
  return Object.entries(value).flatMap(([name, held]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const property = properties[name];
    return property === undefined ? [`there is no ${at}`] : fits(held, property.type, types, at);
  });
};

/** The properties of a type and of those it is built on; of a type that is not in the data, nothing is known. */
const propertiesOf = (type: string, types: GraphTypes): GraphType['properties'] | undefined => {
  const own = types[`microsoft.${type}`];
  if (own === undefined) return undefined;
  return { ...(own.base === null ? {} : propertiesOf(own.base, types)), ...own.properties };
};
