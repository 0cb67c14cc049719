import type { TenantId } from '../domain/ids.ts';
import type { KeptItem } from '../domain/kept-item.ts';
import type { Aggregates } from './aggregates.ts';

export interface DeclaredItemKey {
  readonly tenant: TenantId;
  /** What its writers call it. */
  readonly id: string;
}

/** What was declared over the API. */
export interface DeclaredItems extends Aggregates<DeclaredItemKey, KeptItem> {
  /** All of a tenant, the removed ones too, in no order. A row that can't be read is named, and the others follow. */
  list(tenant: TenantId, unreadable: (row: string) => void): AsyncIterable<KeptItem>;
}
