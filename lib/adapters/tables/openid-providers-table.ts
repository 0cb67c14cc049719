import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { type ProviderId, readId, type TenantId } from '../../domain/ids.ts';
import type {
  OpenIdProvider,
  ProviderAddresses,
  ProviderCheck,
  ProviderStatus,
  ProviderTrouble,
  ShownKey,
} from '../../domain/openid-provider.ts';
import type { OpenIdProviders, ProviderKey } from '../../ports/openid-providers.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { readableStates } from './readable-states.ts';
import { instant, maybe, oneOf, shortId, tenant, whole } from './schema.ts';
import { table } from './table.ts';

const addresses: z.ZodType<ProviderAddresses> = z.union([
  whole({ kind: z.literal('discovery'), url: z.string(), issuer: maybe(z.string()) }),
  whole({
    kind: z.literal('by-hand'),
    issuer: z.string(),
    authorization: z.string(),
    token: z.string(),
    userInfo: z.string(),
    keys: z.string(),
  }),
]);

const key: z.ZodType<ShownKey> = whole({
  keyId: z.string(),
  certificate: maybe(
    whole({ thumbprint: z.string(), name: z.string(), startsAt: instant, expiresAt: instant }),
  ),
});

const check: z.ZodType<ProviderCheck> = whole({
  at: instant,
  resultRedirection: z.string(),
  result: oneOf<ProviderCheck['result']>({ success: true, failure: true }),
  credentialType: z.string(),
  message: z.string(),
});

const trouble: z.ZodType<ProviderTrouble> = whole({
  what: oneOf<ProviderTrouble['what']>({ unreachable: true, 'issuer-mismatch': true }),
  detail: z.string(),
});

/** What a row of Directory about an OpenID provider holds. */
export const openIdProvider: z.ZodType<OpenIdProvider> = whole({
  id: shortId<ProviderId>(),
  tenant,
  name: z.string(),
  credentials: z.string(),
  clientId: z.string(),
  addresses,
  usedBy: z.array(z.string()),
  status: oneOf<ProviderStatus>({ enabled: true, disabled: true, 'not-configured': true }),
  keys: z.array(key),
  trouble: maybe(trouble),
  checks: z.array(check),
  removedAt: maybe(instant),
});

const codec = (tenants: readonly TenantId[]): Codec<ProviderKey, OpenIdProvider> => ({
  version: 1,
  schema: openIdProvider,
  partitions: tenantPartitions(tenants),
  placeOf: ({ tenant: of, id }) => ({ partitionKey: tenantPartition(of, id), rowKey: id }),
  keyOf: ({ partitionKey, rowKey }) =>
    /^op-[a-z2-7]{26}$/.test(rowKey)
      ? { tenant: readId<TenantId>(tenantOf(partitionKey)), id: readId<ProviderId>(rowKey) }
      : undefined,
});

/** Declared OpenID providers in table Directory. */
export const tableOpenIdProviders = (client: TableClient, tenants: readonly TenantId[]): OpenIdProviders => {
  const directory = table(client);
  const shape = codec(tenants);
  return {
    ...aggregateTable(directory, shape),
    list: async function* (of, unreadable) {
      for (const partitionKey of tenantPartitions([of]))
        // A dot comes right after the hyphen: no other row lies in between.
        yield* readableStates(directory.name, shape, directory.range(partitionKey, 'op-', 'op.'), unreadable);
    },
  };
};
