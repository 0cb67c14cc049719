import type { Subject } from '../domain/credential.ts';
import type { SubjectId, TenantId } from '../domain/ids.ts';
import type { JudgedCredentials } from '../domain/judged.ts';
import type { Instant } from '../domain/time.ts';
import type { Aggregates } from './aggregates.ts';

export interface SubjectKey {
  readonly tenant: TenantId;
  readonly id: SubjectId;
}

export interface SubjectState {
  readonly facts: Subject;
  readonly factsHash: string;
  readonly observedAt: Instant;
  /** It was gone at this time, and a second look confirmed it. A tombstone, never a delete. */
  readonly goneAt: Instant | undefined;
  readonly judged: JudgedCredentials;
}

/** The inventory: one aggregate per thing that holds credentials. */
export interface Subjects extends Aggregates<SubjectKey, SubjectState> {
  /**
   * All of a tenant, always in one order, read page by page; or those that come after a subject, whether that is still
   * there or not. A row that can't be read is named, and the others follow.
   */
  list(tenant: TenantId, unreadable: (row: string) => void, after?: SubjectId): AsyncIterable<SubjectState>;
}
