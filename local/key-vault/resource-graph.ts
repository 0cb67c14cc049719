import { Hono } from 'hono';
import { authenticate, type TokenRules } from './bearer.ts';
import { type Grants, isGranted } from './grants.ts';
import type { SubscriptionTemplate, VaultTemplate } from './templates.ts';
import { errorBody, VaultError } from './vault-error.ts';

/** Where the Resource Manager of this machine answers. */
export const RESOURCE_MANAGER_HOST = 'management.localhost';

interface Site {
  readonly vaults: readonly VaultTemplate[];
  readonly subscriptions: readonly SubscriptionTemplate[];
  readonly urlOf: (vault: string) => string;
  readonly rules: Omit<TokenRules, 'resource'>;
  readonly grants: Grants | undefined;
}

interface Row {
  readonly id: string;
  readonly type: string;
  readonly subscriptionId: string;
  readonly [column: string]: unknown;
}

interface Question {
  readonly subscriptions?: readonly string[];
  readonly query?: string;
  readonly options?: { readonly $top?: number; readonly $skipToken?: string | null };
}

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 1000;

/** The one question that is put to the Resource Manager here: which vaults there are, and whose. */
export const resourceGraphApp = (site: Site): Hono => {
  const app = new Hono();
  app.onError((error, c) => {
    const refusal =
      error instanceof VaultError ? error : new VaultError(500, 'InternalServerError', error.message);
    return c.json(errorBody(refusal), refusal.status);
  });
  app.post('/providers/Microsoft.ResourceGraph/resources', async (c) => {
    const url = new URL(c.req.url);
    if (url.searchParams.get('api-version') !== '2021-03-01')
      throw badRequest('This api-version is unknown.');
    const caller = await authenticate(c.req.header('authorization'), { ...site.rules, resource: url.origin });
    const { subscriptions = [], query = '', options = {} } = await c.req.json<Question>();
    // A subscription that the caller may not see is left out without a word.
    const shown = site.subscriptions.filter(
      ({ id }) =>
        subscriptions.some((asked) => asked.toLowerCase() === id) &&
        isGranted(site.grants, caller.applicationId, 'subscriptions/read', id),
    );
    return c.json(pageOf(rowsOf(query, shown, site), query, options));
  });
  return app;
};

const badRequest = (message: string): VaultError => new VaultError(400, 'BadRequest', message);

/** Understands of a query its table, the types that it names, and whether rows without tags are left out. */
const rowsOf = (query: string, shown: readonly SubscriptionTemplate[], site: Site): readonly Row[] => {
  const [table] = query.split('|').map((part) => part.trim());
  const types = [...query.matchAll(/type =~ '([^']+)'/g)].map(([, type = '']) => type.toLowerCase());
  const all =
    table === 'resources' ? vaultRows(shown, site) : table === 'resourcecontainers' ? placeRows(shown) : [];
  if (all.length === 0 && shown.length > 0 && table !== 'resources')
    throw badRequest(`No table is called ${table}.`);
  return all.filter(({ type }) => types.includes(type.toLowerCase()));
};

const vaultRows = (shown: readonly SubscriptionTemplate[], { vaults, urlOf, rules }: Site): readonly Row[] =>
  shown.flatMap(({ id: subscription }) =>
    vaults
      .filter((vault) => vault.subscription === subscription)
      .map(({ name, resourceGroup = 'rg-vaults', tags = null, ofTenant = rules.tenantId }) => ({
        id: `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.KeyVault/vaults/${name}`,
        type: 'microsoft.keyvault/vaults',
        subscriptionId: subscription,
        resourceGroup: resourceGroup.toLowerCase(),
        tags,
        vaultUri: `${urlOf(name)}/`,
        tenantId: ofTenant,
      })),
  );

const placeRows = (shown: readonly SubscriptionTemplate[]): readonly Row[] =>
  shown.flatMap(({ id, name, tags = null, resourceGroups = {} }) => [
    { id: `/subscriptions/${id}`, type: 'microsoft.resources/subscriptions', subscriptionId: id, name, tags },
    ...Object.entries(resourceGroups).map(([group, groupTags]) => ({
      id: `/subscriptions/${id}/resourceGroups/${group}`,
      type: 'microsoft.resources/subscriptions/resourcegroups',
      subscriptionId: id,
      name: group,
      tags: groupTags,
    })),
  ]);

/** Pages go on only where rows have ids in an order; else the answer is cut, and says so as a text. */
const pageOf = (
  rows: readonly Row[],
  query: string,
  { $top, $skipToken }: NonNullable<Question['options']>,
) => {
  const size = Math.min($top ?? DEFAULT_PAGE, LARGEST_PAGE);
  const start = Number(Buffer.from($skipToken ?? '', 'base64url').toString('utf8') || '0');
  const ordered = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  const data = ordered.slice(start, start + size);
  const isMore = ordered.length > start + size;
  const canPage = /project\s+id\b/.test(query) && query.includes('order by id');
  return {
    totalRecords: rows.length,
    count: data.length,
    data,
    facets: [],
    resultTruncated: isMore && !canPage ? 'true' : 'false',
    ...(isMore && canPage ? { $skipToken: Buffer.from(String(start + size)).toString('base64url') } : {}),
  };
};
