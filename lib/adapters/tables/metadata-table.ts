import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import {
  type CertificateUse,
  type FederationMetadata,
  METADATA_SIDES,
  type ShownCertificate,
  type Trust,
} from '../../domain/federation-metadata.ts';
import { type MetadataId, readId, type TenantId } from '../../domain/ids.ts';
import type { KeptMetadata, MetadataOrigin } from '../../domain/kept-metadata.ts';
import type { MetadataDifference } from '../../domain/metadata-import.ts';
import type { MetadataKey, MetadataStore } from '../../ports/kept-metadata.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { readableStates } from './readable-states.ts';
import { instant, maybe, oneOf, personKey, shortId, tenant, whole } from './schema.ts';
import { table } from './table.ts';

const certificate: z.ZodType<ShownCertificate> = whole({
  use: oneOf<CertificateUse>({ signing: true, encryption: true }),
  thumbprint: z.string(),
  sha256: z.string(),
  name: z.string(),
  startsAt: instant,
  expiresAt: instant,
});
const certificates = z.array(certificate);

const metadata: z.ZodType<FederationMetadata> = whole({
  entityId: z.string(),
  sides: z.array(z.enum(METADATA_SIDES)),
  certificates,
});

const difference: z.ZodType<MetadataDifference> = whole({
  entityId: maybe(whole({ from: z.string(), to: z.string() })),
  added: certificates,
  removed: certificates,
  inUse: certificates,
});

const origin: z.ZodType<MetadataOrigin> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('url'), url: z.string() }),
  z.object({ kind: z.literal('file'), sha256: z.string() }),
]);

const trust: z.ZodType<Trust> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown') }),
  z.object({
    kind: z.literal('pins'),
    signing: z.array(z.string()),
    encryption: z.array(z.string()),
  }),
  z.object({ kind: z.literal('domain'), domain: z.string() }),
  z.object({ kind: z.literal('service-principal'), objectId: z.string() }),
]);

/** What a row of Directory about federation metadata holds. */
export const keptMetadata: z.ZodType<KeptMetadata> = whole({
  id: shortId<MetadataId>(),
  tenant,
  name: z.string(),
  origin,
  entityId: maybe(z.string()),
  trust,
  usedBy: z.array(z.string()),
  declaredBy: personKey,
  declaredAt: instant,
  read: maybe(whole({ metadata, at: instant })),
  refused: maybe(whole({ difference, at: instant })),
  unreachable: maybe(whole({ detail: z.string(), since: instant })),
  removedAt: maybe(instant),
});

const codec = (tenants: readonly TenantId[]): Codec<MetadataKey, KeptMetadata> => ({
  version: 1,
  schema: keptMetadata,
  partitions: tenantPartitions(tenants),
  placeOf: ({ tenant: of, id }) => ({ partitionKey: tenantPartition(of, id), rowKey: id }),
  keyOf: ({ partitionKey, rowKey }) =>
    /^fm-[a-z2-7]{26}$/.test(rowKey)
      ? { tenant: readId<TenantId>(tenantOf(partitionKey)), id: readId<MetadataId>(rowKey) }
      : undefined,
});

/** Declared federation metadata in table Directory. */
export const tableMetadata = (client: TableClient, tenants: readonly TenantId[]): MetadataStore => {
  const directory = table(client);
  const shape = codec(tenants);
  return {
    ...aggregateTable(directory, shape),
    list: async function* (of, unreadable) {
      for (const partitionKey of tenantPartitions([of]))
        // A dot comes right after the hyphen: no other row lies in between.
        yield* readableStates(directory.name, shape, directory.range(partitionKey, 'fm-', 'fm.'), unreadable);
    },
  };
};
