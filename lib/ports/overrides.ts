import type { OverrideId, TenantId } from '../domain/ids.ts';
import type { KeptOverride } from '../domain/owner-override.ts';
import type { Aggregates } from './aggregates.ts';
import type { StandingOverrides } from './standing-overrides.ts';

export interface OverrideKey {
  readonly tenant: TenantId;
  readonly id: OverrideId;
}

/** Overrides of owners, with what became of them. */
export interface Overrides extends Aggregates<OverrideKey, KeptOverride>, StandingOverrides {
  /** All of a tenant, the ended ones too, in no order. A row that can't be read is named, and the others follow. */
  list(tenant: TenantId, unreadable: (row: string) => void): AsyncIterable<KeptOverride>;
}
