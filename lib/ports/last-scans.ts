import type { Source } from '../domain/credential.ts';
import type { ScanId, TenantId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Aggregates } from './aggregates.ts';
import type { Coverage, Scope, Unread } from './scans.ts';

export interface LastScanKey {
  readonly tenant: TenantId;
  readonly source: Source;
}

/** How one scan of a source ended. */
export interface EndedScan {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly scope: Scope;
  readonly coverage: Coverage;
  /** How many subjects it read: of changes, those that changed. */
  readonly subjects: number;
  readonly unreadTotal: number;
}

/** What the newest scans of one source came to. */
export interface LastScan {
  readonly tenant: TenantId;
  readonly source: Source;
  /** When one ended last, and how; undefined if none ever did. */
  readonly endedAt: Instant | undefined;
  readonly coverage: Coverage | undefined;
  /** When one that missed nothing ended last; undefined if none ever did. */
  readonly completeAt: Instant | undefined;
  /** When one that read everything ended last, and what it counted. */
  readonly full:
    { readonly endedAt: Instant; readonly subjects: number; readonly credentials: number } | undefined;
  /** From where the next scan can ask for changes. */
  readonly mark: string | undefined;
  /** What is not read as of now. A scan of changes adds to what the full one before it missed. */
  readonly unread: readonly Unread[];
  readonly unreadTotal: number;
  /** The newest first. */
  readonly latest: readonly EndedScan[];
  /** The scan that was started last, ended or not. */
  readonly started: { readonly id: ScanId; readonly at: Instant } | undefined;
}

/** One entry for each source: how old is what we know, and what is missing in it? */
export type LastScans = Aggregates<LastScanKey, LastScan>;
