import type { Source } from '../domain/credential.ts';
import type { ScanId, TenantId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Aggregates } from './aggregates.ts';

export interface ScanKey {
  readonly tenant: TenantId;
  readonly id: ScanId;
}

/** What a scan could not read, named so that a person can look. */
export interface Unread {
  readonly what: string;
  readonly reason: string;
}

export type Coverage = 'complete' | 'partial' | 'failed';

export interface ScanState {
  readonly tenant: TenantId;
  readonly source: Source;
  readonly startedAt: Instant;
  /** Where to go on; undefined at the start. Opaque, of the source. */
  readonly cursor: string | undefined;
  readonly subjects: number;
  readonly credentials: number;
  readonly unread: readonly Unread[];
  /** In all, those that are counted and not listed among them. */
  readonly unreadTotal: number;
  /** The subjects met so far, as fixed-length prefixes of their ids in one text. */
  readonly seen: string;
  readonly attempts: number;
  readonly ended: { readonly at: Instant; readonly coverage: Coverage } | undefined;
}

/** Scan runs with their cursors and coverage. */
export type Scans = Aggregates<ScanKey, ScanState>;
