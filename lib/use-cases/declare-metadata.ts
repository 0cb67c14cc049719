import { subjectOfTrust, type Trust, trustedBy } from '../domain/federation-metadata.ts';
import { type Digest, metadataId, type TenantId } from '../domain/ids.ts';
import type { KeptMetadata, MetadataOrigin } from '../domain/kept-metadata.ts';
import { differenceOf, isRefused, type MetadataDifference } from '../domain/metadata-import.ts';
import type { PersonKey } from '../domain/person.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { MetadataStore } from '../ports/kept-metadata.ts';
import type { MetadataReader } from '../ports/metadata-reader.ts';
import type { Subjects } from '../ports/subjects.ts';
import { placeChanged } from './place-changed.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface MetadataDeps extends Sending {
  readonly metadata: MetadataStore;
  readonly metadataReader: MetadataReader;
  readonly subjects: Pick<Subjects, 'find'>;
  readonly tenants: readonly Tenant[];
  readonly digest: Digest;
}

/** Metadata to be watched: an address that is fetched at each scan, or the text of a file. */
export interface WantedMetadata {
  readonly tenant: TenantId;
  readonly name: string;
  readonly from: { readonly url: string } | { readonly xml: string };
  readonly entityId: string | undefined;
  readonly trust: Trust;
  readonly usedBy: readonly string[];
}

export type MetadataRefusal =
  | { readonly code: 'UNKNOWN_TENANT' | 'UNKNOWN_METADATA' | 'BUSY' }
  | { readonly code: 'UNREADABLE'; readonly detail: string }
  /** Nothing was changed. */
  | { readonly code: 'DROPS_WHAT_IS_IN_USE'; readonly difference: MetadataDifference };

export interface DeclaredMetadata {
  readonly kept: KeptMetadata;
  /** Of an import of a file: what it changed. */
  readonly difference: MetadataDifference | undefined;
  readonly isNew: boolean;
}

const TRIES = 5;

/** Declares metadata, or declares it anew. A file is imported at once, unless it would drop the certificate in use. */
export const declareMetadata = (deps: MetadataDeps) => {
  const commit = commitAndSend(deps);
  const trustedNow = async (tenant: TenantId, trust: Trust) => {
    const id = subjectOfTrust(deps.digest, tenant, trust);
    const known = id && (await deps.subjects.find({ tenant, id }));
    return trustedBy(trust, known?.state.facts);
  };

  return async (
    wanted: WantedMetadata,
    by: PersonKey,
  ): Promise<Result<DeclaredMetadata, MetadataRefusal>> => {
    const { tenant, name, from, entityId, trust, usedBy } = wanted;
    if (!deps.tenants.some(({ id }) => id === tenant)) return fail({ code: 'UNKNOWN_TENANT' });
    const file = 'xml' in from ? await deps.metadataReader.read(from.xml, entityId) : undefined;
    if (file?.ok === false) return fail({ code: 'UNREADABLE', detail: file.failure });
    const [fault] = file?.value.faults ?? [];
    if (fault !== undefined) return fail({ code: 'UNREADABLE', detail: fault });
    const id = metadataId(deps.digest, tenant, name);
    const trusted = await trustedNow(tenant, trust);
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await deps.metadata.find({ tenant, id });
      const before = stored?.state.removedAt === undefined ? stored?.state : undefined;
      const now = deps.clock.now();
      const difference = file && differenceOf(before?.read?.metadata, file.value.metadata, trusted);
      if (difference !== undefined && isRefused(difference)) {
        deps.log('METADATA_REFUSED', { metadataId: id, tenant, inUse: difference.inUse.length });
        return fail({ code: 'DROPS_WHAT_IS_IN_USE', difference });
      }
      const kept: KeptMetadata = {
        ...{ id, tenant, name, entityId, trust, usedBy },
        origin: originOf(from, deps.digest),
        declaredBy: { tenant: by.tenant, objectId: by.objectId },
        declaredAt: now,
        read: file === undefined ? before?.read : { metadata: file.value.metadata, at: now },
        refused: undefined,
        unreachable: undefined,
        removedAt: undefined,
      };
      const change = before === undefined ? 'declared' : 'declared-anew';
      const of = { tenant, source: 'federation-metadata', id, name, change, by, now } as const;
      const saved = await commit(
        deps.metadata,
        { tenant, id },
        {
          ...{ state: kept, expected: stored?.version ?? 'absent', dueAt: undefined },
          messages: [placeChanged(deps, of)],
        },
      );
      if (!saved.ok) continue; // someone wrote first: decide again
      deps.log('METADATA_CHANGED', { metadataId: id, tenant, change });
      return ok({ kept, difference, isNew: before === undefined });
    }
    return fail({ code: 'BUSY' });
  };
};

const originOf = (from: WantedMetadata['from'], digest: Digest): MetadataOrigin =>
  'url' in from ? { kind: 'url', url: from.url } : { kind: 'file', sha256: hex(digest(from.xml)) };

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
