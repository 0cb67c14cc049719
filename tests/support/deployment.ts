import { join } from 'node:path';
import { expandBicep } from '../../scripts/bicep/expand.ts';
import type { ExpandedResource, Expansion } from '../../scripts/bicep/expansion.ts';
import { type Fields, inText, type Value } from '../../scripts/bicep/values.ts';
import { deployments } from '../../scripts/infra/checks.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
export const INFRA = join(ROOT, 'infra');

export const ROLES = ['watch', 'renew', 'link'] as const;
export type RoleName = (typeof ROLES)[number];

const known = new Map<string, Expansion>();

/** What a parameter file deploys, with some parameters otherwise. Gone through once. */
export const deployed = (name: string, otherwise: Fields = {}): Expansion => {
  const key = JSON.stringify([name, otherwise]);
  const values = deployments(INFRA)[name];
  if (values === undefined) throw new Error(`there are no parameters ${name}`);
  const made = known.get(key) ?? expandBicep(join(INFRA, 'main.bicep'), { ...values, ...otherwise });
  known.set(key, made);
  return made;
};

/** The names of all deployments. */
export const DEPLOYMENTS = Object.keys(deployments(INFRA));

export const ofType = ({ resources }: Expansion, type: string): readonly ExpandedResource[] =>
  resources.filter((resource) => resource.type === type);

/** A value deep within a body; what is known only later is a text. */
export const at = (value: Value | undefined, ...path: readonly (string | number)[]): unknown => {
  let here: unknown = value;
  for (const step of path) here = (here as Record<string | number, unknown> | undefined)?.[step];
  return here;
};

const isSite = (role: RoleName) => (resource: ExpandedResource) =>
  resource.type === 'Microsoft.Web/sites' && at(resource.body, 'tags', 'azd-service-name') === role;

/** The site of a role. */
export const siteOf = (expansion: Expansion, role: RoleName): ExpandedResource => {
  const site = expansion.resources.find(isSite(role));
  if (site === undefined) throw new Error(`nothing is deployed for ${role}`);
  return site;
};

/** The app settings of a role, as the platform would give them to it; what is known only later stands in brackets. */
export const settingsOf = (expansion: Expansion, role: RoleName): Readonly<Record<string, string>> => {
  const list = at(siteOf(expansion, role).body, 'properties', 'siteConfig', 'appSettings') as readonly {
    name: string;
    value: Value;
  }[];
  return Object.fromEntries(list.map(({ name, value }) => [name, inText(value)]));
};
