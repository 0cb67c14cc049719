import type { Source, Subject } from '../domain/credential.ts';
import type { CredentialId, SubjectId, TenantId } from '../domain/ids.ts';
import type { JudgedCredentials } from '../domain/judged.ts';
import type { KnownOwners } from '../domain/owner.ts';
import type { Departed, SaidSuccessors } from '../domain/passing.ts';
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
  /** What was said of successors. */
  readonly successors?: SaidSuccessors | undefined;
  /** Those that left, until it was said of them. */
  readonly departed?: readonly Departed[] | undefined;
  /** Who answered for it when that was asked last. */
  readonly owners?: KnownOwners | undefined;
  /** How many events were said about it and what it holds; the last one's number. */
  readonly sequence?: number | undefined;
  /** Credentials of our making that their renewal knows for good: nobody need ask again. */
  readonly claimed?: readonly CredentialId[] | undefined;
}

/** What a scan must know of a subject to tell whether what it reads is news. */
export interface KnownSubject {
  readonly id: SubjectId;
  /** Undefined: written by an older version, so it may be of any. */
  readonly source: Source | undefined;
  readonly factsHash: string;
  readonly isGone: boolean;
}

/** A subject that holds certificates, by what they are known by. It may have changed since. */
export interface CertificateHolder {
  readonly id: SubjectId;
  readonly thumbprints: readonly string[];
}

/** A subject that is new, with the JSON of its facts that their hash was made of, so that nobody makes it twice. */
export interface NewSubject {
  readonly state: SubjectState;
  readonly factsText: string;
}

/** The inventory: one aggregate per thing that holds credentials. */
export interface Subjects extends Aggregates<SubjectKey, SubjectState> {
  /**
   * All of a tenant, always in one order, read page by page; or those that come after a subject, whether that is still
   * there or not. A row that can't be read is named, and the others follow.
   */
  list(tenant: TenantId, unreadable: (row: string) => void, after?: SubjectId): AsyncIterable<SubjectState>;
  /** The same of all of a tenant, tombstones too, without their facts. */
  known(tenant: TenantId): AsyncIterable<KnownSubject>;
  /** All of a tenant that hold certificates, without their facts; those of which an older version wrote the row are left out. */
  certificates(tenant: TenantId): AsyncIterable<CertificateHolder>;
  /** Many new ones at once, all due then, in few transactions. Answers which were there already or might be: those stay as they are. */
  insertAll(subjects: readonly NewSubject[], dueAt: Instant): Promise<readonly SubjectState[]>;
}
