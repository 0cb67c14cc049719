import type { MetadataId, TenantId } from '../domain/ids.ts';
import type { KeptMetadata } from '../domain/kept-metadata.ts';
import type { Aggregates } from './aggregates.ts';

export interface MetadataKey {
  readonly tenant: TenantId;
  readonly id: MetadataId;
}

/** The federation metadata that is watched, with what was read of it. */
export interface MetadataStore extends Aggregates<MetadataKey, KeptMetadata> {
  /** All of a tenant, the removed ones too, in no order. A row that can't be read is named, and the others follow. */
  list(tenant: TenantId, unreadable: (row: string) => void): AsyncIterable<KeptMetadata>;
}
