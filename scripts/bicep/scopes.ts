import { is, KIND, type Scope, type Value } from './values.ts';

const SUBSCRIPTION = '/subscriptions/00000000-0000-4000-8000-000000000001';
const TENANT = '00000000-0000-4000-8000-00000000000a';
const GROUP = 'rg-expiry-monitor';

/** A resource group as Bicep sees it. */
const groupScope = (name = GROUP, subscription = SUBSCRIPTION): Scope => ({
  [KIND]: 'scope',
  id: `${subscription}/resourceGroups/${name}`,
  properties: { name, location: 'westeurope' },
});

const subscriptionScope = (id = SUBSCRIPTION): Scope => ({
  [KIND]: 'scope',
  id,
  properties: { subscriptionId: id.split('/')[2] ?? '', tenantId: TENANT, displayName: 'subscription' },
});

/** Where an entry file is deployed to. */
export const entryScope = (target: 'resourceGroup' | 'subscription'): Scope =>
  target === 'subscription' ? subscriptionScope() : groupScope();

/** The place that a module says as its scope; a resource group that is itself deployed is one too. */
export const scopeOf = (said: Value, otherwise: Scope): Scope => {
  if (is('resource', said)) return groupScope(said.name);
  return is('scope', said) ? said : otherwise;
};

export const isGroup = ({ id }: Scope): boolean => id.includes('/resourceGroups/');

/** What `resourceGroup()`, `subscription()` and `tenant()` give in a file that is deployed to `here`. */
export const scopeNamed = (
  here: Scope,
  kind: 'resourceGroup' | 'subscription' | 'tenant',
  args: readonly Value[],
): Scope => {
  const [first, second] = args;
  if (kind === 'tenant') return { [KIND]: 'scope', id: '/', properties: { tenantId: TENANT } };
  if (kind === 'subscription')
    return subscriptionScope(typeof first === 'string' ? `/subscriptions/${first}` : undefined);
  if (typeof first !== 'string') return groupScope(here.properties['name']);
  return typeof second === 'string' ? groupScope(second, `/subscriptions/${first}`) : groupScope(first);
};
