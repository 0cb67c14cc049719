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
  /**
   * The policy for which every subject was put up for judging since arming. Undefined while nothing is announced, or when
   * a crash left it undone; it is done again.
   */
  readonly wokenFor: string | undefined;
}

/** Which sources of which tenants are armed. */
export type Directory = Aggregates<ArmingKey, ArmingState>;
