import type { Source } from '../domain/credential.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Aggregates } from './aggregates.ts';

export interface ArmingKey {
  readonly tenant: TenantId;
  readonly source: Source;
}

/** What is known of a tenant's source before and since it speaks. */
export interface ArmingState {
  readonly tenant: TenantId;
  readonly source: Source;
  /** The end of the first scan that did not fail: what there was before we said anything. */
  readonly baselineAt: Instant | undefined;
  readonly armedAt: Instant | undefined;
  /** Since arming, every subject has been put up for judging. A crash in between leaves it open, and it is done again. */
  readonly wokenAt: Instant | undefined;
}

/** Which sources of which tenants are armed. */
export type Directory = Aggregates<ArmingKey, ArmingState>;
