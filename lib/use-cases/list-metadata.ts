import type { ShownCertificate } from '../domain/federation-metadata.ts';
import type { KeptMetadata } from '../domain/kept-metadata.ts';
import type { MetadataDifference } from '../domain/metadata-import.ts';
import type { Tenant } from '../domain/tenant.ts';
import { toIso } from '../domain/time.ts';
import type { MetadataStore } from '../ports/kept-metadata.ts';
import type { Log } from '../ports/log.ts';
import { unreadable } from './each-due.ts';

interface Deps {
  readonly metadata: MetadataStore;
  readonly tenants: readonly Tenant[];
  readonly log: Log;
}

/** All federation metadata that is watched, by name. */
export const listMetadata = (deps: Deps) => async () => {
  const all: KeptMetadata[] = [];
  for (const { id } of deps.tenants)
    for await (const kept of deps.metadata.list(id, unreadable(deps.log)))
      if (kept.removedAt === undefined) all.push(kept);
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(metadataView);
};

/** What people are told of it. Names and entity ids are hostile text. */
export const metadataView = (kept: KeptMetadata) => {
  const { read, refused, unreachable } = kept;
  return {
    id: kept.id,
    tenant: kept.tenant,
    name: kept.name,
    origin: kept.origin,
    trust: kept.trust.kind === 'pins' ? pinsView(kept.trust) : kept.trust,
    usedBy: [...kept.usedBy],
    declaredAt: toIso(kept.declaredAt),
    declaredBy: { tenantId: kept.declaredBy.tenant, objectId: kept.declaredBy.objectId },
    ...(read === undefined
      ? {}
      : {
          readAt: toIso(read.at),
          entityId: read.metadata.entityId,
          sides: [...read.metadata.sides],
        }),
    certificates: (read?.metadata.certificates ?? []).map(certificateView),
    ...(refused === undefined
      ? {}
      : { refused: { at: toIso(refused.at), difference: differenceView(refused.difference) } }),
    ...(unreachable === undefined
      ? {}
      : { unreachable: { since: toIso(unreachable.since), detail: unreachable.detail } }),
  };
};

/** What an import changes, or would change. */
export const differenceView = ({ entityId, added, removed, inUse }: MetadataDifference) => ({
  ...(entityId === undefined ? {} : { entityId }),
  added: added.map(certificateView),
  removed: removed.map(certificateView),
  inUse: inUse.map(certificateView),
});

const certificateView = ({ startsAt, expiresAt, ...certificate }: ShownCertificate) => ({
  ...certificate,
  startsAt: toIso(startsAt),
  expiresAt: toIso(expiresAt),
});

const pinsView = ({
  signing,
  encryption,
}: {
  readonly signing: readonly string[];
  readonly encryption: readonly string[];
}) => ({ kind: 'pins' as const, signing: [...signing], encryption: [...encryption] });
