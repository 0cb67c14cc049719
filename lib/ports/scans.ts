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

/** Everything, or what changed since the scan before. */
export type Scope = 'full' | 'changes';

/** Some of the parts of a source, read one after another; the slices of a run are read side by side. */
export interface Slice {
  readonly run: ScanId;
  readonly index: number;
  readonly parts: readonly string[];
  /** Which of them is being read. */
  readonly at: number;
}

/** How the parts of a source are cut into slices, and which of these are not read yet. */
export interface Plan {
  readonly slices: readonly (readonly string[])[];
  readonly open: readonly number[];
}

/** A scan of a source, or one of its slices. */
export interface ScanState {
  readonly tenant: TenantId;
  readonly source: Source;
  readonly startedAt: Instant;
  readonly scope: Scope;
  /** Where to go on; undefined at the start. Opaque, of the source. */
  readonly cursor: string | undefined;
  /** How many pages were read. */
  readonly pages: number;
  /** A cursor that was met, as a fingerprint, so that a list that leads back to it is found out. */
  readonly milestone: string | undefined;
  /** From where changes are to be told: those during this scan, and for the next one. */
  readonly mark: string | undefined;
  /** All was read, and what changed meanwhile is being read. */
  readonly catchingUp: boolean;
  /** How many subjects of the source were known when the scan began; undefined: not counted. */
  readonly known: number | undefined;
  readonly subjects: number;
  readonly credentials: number;
  readonly unread: readonly Unread[];
  /** In all, those that are counted and not listed among them. */
  readonly unreadTotal: number;
  /** Failures in a row, and what the last one was. */
  readonly attempts: number;
  readonly postponed: { readonly until: Instant; readonly reason: string } | undefined;
  readonly slice: Slice | undefined;
  readonly plan: Plan | undefined;
  readonly ended: { readonly at: Instant; readonly coverage: Coverage } | undefined;
}

/** Scans with their cursors and coverage. */
export type Scans = Aggregates<ScanKey, ScanState>;
