import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { LINK_ID_PATTERN, type LinkId, readId, type RenewalId } from '../../domain/ids.ts';
import type { WantedCertificate } from '../../domain/handed-certificate.ts';
import type { Link, SealedSecret } from '../../domain/link.ts';
import type { MailCodes } from '../../domain/mail-code.ts';
import type { LinkReport, ReportKind } from '../../domain/link-report.ts';
import type { Links } from '../../ports/links.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { PARTITIONS, shardOf } from './partitions.ts';
import { endingReport, handedCertificate, renewalSubject } from './renewal-schema.ts';
import { duration, instant, linkId, maybe, oneOf, person, shortId, whole } from './schema.ts';
import { table } from './table.ts';

const sealed: z.ZodType<SealedSecret> = whole({
  ciphertext: z.base64url(),
  iv: z.base64url(),
  wrappedShare: z.base64url(),
  wrapKeyId: z.string(),
  boundTo: z.string(),
});

const report: z.ZodType<LinkReport> = whole({
  kind: oneOf<ReportKind>({
    exposed: true,
    lost: true,
    misconfigured: true,
    unsure: true,
    'not-me': true,
  }),
  at: instant,
  answeredAt: maybe(instant),
});

const codes: z.ZodType<MailCodes> = whole({
  asked: z.int(),
  current: maybe(whole({ browser: z.string(), askedAt: instant, hash: maybe(z.string()), tries: z.int() })),
});

const wanted: z.ZodType<WantedCertificate> = whole({
  present: z.array(z.string()),
  replacesOneUntil: instant,
  longestLifetime: maybe(duration),
});

const base = {
  id: linkId,
  renewalId: shortId<RenewalId>(),
  attempt: z.int(),
  of: renewalSubject,
  ticket: z.string(),
  keyId: z.string(),
  recipient: person,
  issuedAt: instant,
  notAfter: instant,
  verifier: z.string(),
  wrongProofs: z.int(),
  reports: z.array(report),
  codes: codes.optional(),
  takes: wanted.optional(),
};
const claimed = { ...base, claimedAt: instant, claimHash: z.string() };

const stated = z.discriminatedUnion('state', [
  whole({ ...base, state: z.literal('issued'), sealed: maybe(sealed) }),
  whole({
    ...claimed,
    state: z.literal('claimed'),
    sealed: maybe(sealed),
    handed: handedCertificate.optional(),
  }),
  whole({ ...claimed, state: z.literal('acknowledged'), acknowledgedAt: instant }),
  whole({ ...base, state: z.enum(['expired', 'revoked', 'frozen', 'undelivered']), endedAt: instant }),
  whole({
    ...base,
    state: z.literal('reported'),
    because: endingReport,
    endedAt: instant,
    claimedAt: maybe(instant),
  }),
]);

/** What only some links have; of the others nothing is said of it. */
const RARE = ['codes', 'takes', 'handed'];

/** What a row of Links holds. */
export const link: z.ZodType<Link> = stated.transform(
  (read) =>
    Object.fromEntries(
      Object.entries(read).filter(([key, value]) => value !== undefined || !RARE.includes(key)),
    ) as unknown as Link,
);

const codec: Codec<LinkId, Link> = {
  version: 3,
  schema: link,
  partitions: PARTITIONS,
  placeOf: (id) => ({ partitionKey: shardOf(id), rowKey: id }),
  keyOf: ({ rowKey }) => (LINK_ID_PATTERN.test(rowKey) ? readId<LinkId>(rowKey) : undefined),
};

/** Links and their sealed secrets in a table. */
export const tableLinks = (client: TableClient): Links => {
  const rows = table(client);
  return {
    ...aggregateTable(rows, codec),
    writtenAt: async (id) => (await rows.get(codec.placeOf(id), { columns: ['timestamp'] }))?.writtenAt,
  };
};
