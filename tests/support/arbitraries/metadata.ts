import fc from 'fast-check';
import type { FederationMetadata, ShownCertificate, Trust } from '../../../lib/domain/federation-metadata.ts';
import type { MetadataId } from '../../../lib/domain/ids.ts';
import type { KeptMetadata } from '../../../lib/domain/kept-metadata.ts';
import { instants, objectIds, perhaps, shortIds, tenantIds, texts } from './values.ts';

const HEX = '0123456789ABCDEF'.split('');
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...HEX), minLength: length, maxLength: length });

export const shownCertificates: fc.Arbitrary<ShownCertificate> = fc.record({
  use: fc.constantFrom('signing' as const, 'encryption' as const),
  thumbprint: hex(40),
  sha256: hex(64),
  name: texts,
  startsAt: instants,
  expiresAt: instants,
});

export const shownMetadata: fc.Arbitrary<FederationMetadata> = fc.record({
  entityId: texts,
  sides: fc.constantFrom(['identity-provider'] as const, ['relying-party'] as const, []),
  certificates: fc.uniqueArray(shownCertificates, { maxLength: 5, selector: ({ sha256 }) => sha256 }),
});

const trusts: fc.Arbitrary<Trust> = fc.oneof(
  fc.constant<Trust>({ kind: 'unknown' }),
  fc.record({
    kind: fc.constant('pins' as const),
    signing: fc.array(hex(40)),
    encryption: fc.array(hex(64)),
  }),
  fc.record({ kind: fc.constant('domain' as const), domain: texts }),
  fc.record({ kind: fc.constant('service-principal' as const), objectId: texts }),
);

/** Any declared metadata, with whatever became of it. */
export const keptMetadatas: fc.Arbitrary<KeptMetadata> = fc.record({
  id: shortIds<MetadataId>('fm'),
  tenant: tenantIds,
  name: texts,
  origin: fc.oneof(
    fc.record({ kind: fc.constant('url' as const), url: texts }),
    fc.record({ kind: fc.constant('file' as const), sha256: hex(64) }),
  ),
  entityId: perhaps(texts),
  trust: trusts,
  usedBy: fc.array(texts, { maxLength: 3 }),
  declaredBy: fc.record({ tenant: tenantIds, objectId: objectIds }),
  declaredAt: instants,
  read: perhaps(fc.record({ metadata: shownMetadata, at: instants })),
  refused: perhaps(
    fc.record({
      difference: fc.record({
        entityId: perhaps(fc.record({ from: texts, to: texts })),
        added: fc.array(shownCertificates, { maxLength: 2 }),
        removed: fc.array(shownCertificates, { maxLength: 2 }),
        inUse: fc.array(shownCertificates, { maxLength: 2 }),
      }),
      at: instants,
    }),
  ),
  unreachable: perhaps(fc.record({ detail: texts, since: instants })),
  removedAt: perhaps(instants),
});
