import type { Source } from '../domain/credential.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Aggregates } from './aggregates.ts';
import type { Coverage } from './scans.ts';

export interface LastScanKey {
  readonly tenant: TenantId;
  readonly source: Source;
}

/** What the newest scans of one source came to. */
export interface LastScan {
  readonly tenant: TenantId;
  readonly source: Source;
  /** When one ended last, and how. */
  readonly endedAt: Instant;
  readonly coverage: Coverage;
  /** When one that missed nothing ended last; undefined if none ever did. */
  readonly completeAt: Instant | undefined;
}

/** One entry for each source: how old is what we know? */
export type LastScans = Aggregates<LastScanKey, LastScan>;
