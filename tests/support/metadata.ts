import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { FederationMetadata, ShownCertificate, Trust } from '../../lib/domain/federation-metadata.ts';
import { metadataId, type TenantId } from '../../lib/domain/ids.ts';
import type { KeptMetadata } from '../../lib/domain/kept-metadata.ts';
import { objectId } from '../../lib/domain/person.ts';
import { parseInstant } from '../../lib/domain/time.ts';

const SOMEONE = objectId('00000001-0000-4000-8000-000000000000');
const THEN = parseInstant('2026-11-01T00:00:00Z')!;

/** Metadata as an operator declared it, by its address. */
export const declared = ({
  tenant,
  name,
  url,
  trust = { kind: 'unknown' },
  read,
}: {
  readonly tenant: TenantId;
  readonly name: string;
  readonly url: string;
  readonly trust?: Trust;
  readonly read?: FederationMetadata;
}): KeptMetadata => ({
  id: metadataId(sha256, tenant, name),
  tenant,
  name,
  origin: { kind: 'url', url },
  entityId: undefined,
  trust,
  usedBy: [],
  declaredBy: { tenant, objectId: SOMEONE },
  declaredAt: THEN,
  read: read && { metadata: read, at: THEN },
  refused: undefined,
  unreachable: undefined,
  removedAt: undefined,
});

/** A certificate told apart by a letter. */
export const aCertificate = (letter: string, more: Partial<ShownCertificate> = {}): ShownCertificate => ({
  use: 'signing',
  thumbprint: letter.repeat(40),
  sha256: letter.repeat(64),
  name: `CN=${letter}`,
  startsAt: THEN,
  expiresAt: parseInstant('2027-11-01T00:00:00Z')!,
  ...more,
});

export const showing = (...certificates: readonly ShownCertificate[]): FederationMetadata => ({
  entityId: 'https://sts.northwind.example',
  sides: ['identity-provider'],
  certificates,
});
