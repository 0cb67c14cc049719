import type { FederationMetadata, Trust, Trusted } from './federation-metadata.ts';
import type { MetadataId, TenantId } from './ids.ts';
import { differenceOf, isRefused, type MetadataDifference } from './metadata-import.ts';
import type { PersonKey } from './person.ts';
import type { Instant } from './time.ts';

/** Where metadata comes from: fetched at each scan, or given to us as a file. */
export type MetadataOrigin =
  { readonly kind: 'url'; readonly url: string } | { readonly kind: 'file'; readonly sha256: string };

/** What an operator declared. */
export interface MetadataDeclaration {
  readonly tenant: TenantId;
  /** What people call it. */
  readonly name: string;
  readonly origin: MetadataOrigin;
  /** Which entity, where a document holds several. */
  readonly entityId: string | undefined;
  readonly trust: Trust;
  /** Who signs in by it. */
  readonly usedBy: readonly string[];
}

/** Federation metadata that is watched, with what was read of it last. */
export interface KeptMetadata extends MetadataDeclaration {
  readonly id: MetadataId;
  readonly declaredBy: PersonKey;
  readonly declaredAt: Instant;
  /** What counts; undefined: nothing was ever read. */
  readonly read: { readonly metadata: FederationMetadata; readonly at: Instant } | undefined;
  /** What was fetched since and is not taken, since it lacks the certificate in use. */
  readonly refused: { readonly difference: MetadataDifference; readonly at: Instant } | undefined;
  /** Why it can't be fetched now. */
  readonly unreachable: { readonly detail: string; readonly since: Instant } | undefined;
  readonly removedAt: Instant | undefined;
}

/**
 * What becomes of it when it was fetched. The same answer changes nothing, so that nothing is written; one without the
 * certificate in use is put beside, and taken once the tenant trusts what it shows.
 */
export const fetched = (
  kept: KeptMetadata,
  metadata: FederationMetadata,
  trusted: Trusted,
  now: Instant,
): KeptMetadata => {
  const reached = { ...kept, unreachable: undefined };
  const difference = differenceOf(kept.read?.metadata, metadata, trusted);
  if (isRefused(difference))
    return {
      ...reached,
      refused: isSameText(kept.refused?.difference, difference) ? kept.refused : { difference, at: now },
    };
  return {
    ...reached,
    refused: undefined,
    read: isSameText(kept.read?.metadata, metadata) ? kept.read : { metadata, at: now },
  };
};

/** What becomes of it when it could not be fetched: what was read before stays. */
export const unreached = (kept: KeptMetadata, detail: string, now: Instant): KeptMetadata => ({
  ...kept,
  unreachable: { detail, since: kept.unreachable?.since ?? now },
});

/** Both are plain data, made by one function each. */
export const isSameText = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
