import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { LINK_ID_PATTERN, type LinkId, readId, type RenewalId } from '../../domain/ids.ts';
import type { Link, SealedSecret } from '../../domain/link.ts';
import type { Links } from '../../ports/links.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { PARTITIONS, shardOf } from './partitions.ts';
import { renewalSubject } from './renewal-schema.ts';
import { instant, linkId, maybe, person, shortId, whole } from './schema.ts';
import { table } from './table.ts';

const sealed: z.ZodType<SealedSecret> = whole({
  ciphertext: z.base64url(),
  iv: z.base64url(),
  wrappedShare: z.base64url(),
  wrapKeyId: z.string(),
  boundTo: z.string(),
});

const base = {
  id: linkId,
  renewalId: shortId<RenewalId>(),
  attempt: z.int(),
  of: renewalSubject,
  recipient: person,
  issuedAt: instant,
  notAfter: instant,
  verifier: z.string(),
  wrongProofs: z.int(),
};

/** What a row of Links holds. */
export const link: z.ZodType<Link> = z.discriminatedUnion('state', [
  whole({ ...base, state: z.literal('issued'), sealed }),
  whole({
    ...base,
    state: z.literal('claimed'),
    claimedAt: instant,
    claimHash: z.string(),
    sealed: maybe(sealed),
  }),
  whole({ ...base, state: z.enum(['expired', 'revoked', 'undelivered']), endedAt: instant }),
]);

const codec: Codec<LinkId, Link> = {
  version: 1,
  schema: link,
  partitions: PARTITIONS,
  placeOf: (id) => ({ partitionKey: shardOf(id), rowKey: id }),
  keyOf: ({ rowKey }) => (LINK_ID_PATTERN.test(rowKey) ? readId<LinkId>(rowKey) : undefined),
};

/** Links and their sealed secrets in a table. */
export const tableLinks = (client: TableClient): Links => aggregateTable(table(client), codec);
