import type { Source, Subject } from '../domain/credential.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import type { Duration } from '../domain/time.ts';
import type { Unread } from './scans.ts';

export interface SourcePage {
  readonly subjects: readonly Subject[];
  /** Entries that could not be understood, or places that could not be read: said, never skipped in silence. */
  readonly unread: readonly Unread[];
  /** Where to go on; undefined after the last page. An empty page may have a next one. */
  readonly next: string | undefined;
}

export type SourceFailure =
  /** Away: try again later, from the same cursor. After many times in a row the scan gives this part up. */
  | { readonly code: 'UNAVAILABLE'; readonly detail: string }
  /** Asked too much: go on after this time. That slows a scan down and never ends it. */
  | { readonly code: 'THROTTLED'; readonly detail: string; readonly retryAfter: Duration | undefined }
  /** We may not read this: a person must grant it. `detail` names the right that is missing. */
  | { readonly code: 'FORBIDDEN'; readonly detail: string };

export interface ChangesPage extends SourcePage {
  /** Native ids of what changed and was told in part only: what is absent is not empty, so each is looked at. */
  readonly toLookAt: readonly string[];
  /** Native ids of what was told wholly, and holds no credential: as good as gone, and no more need be asked. */
  readonly holdingNothing: readonly string[];
  /** Native ids of what is said to be gone: believed only after a look. */
  readonly gone: readonly string[];
  /** With the last page: from where the next changes are to be asked for. */
  readonly mark: string | undefined;
}

/** What changed, since a mark that the source gave. The same change may be told twice, and in any order. */
export interface SourceChanges {
  /** A mark of now, to be taken before everything is read, so that nothing falls between the two; undefined: there is none. */
  mark(): Promise<Result<string | undefined, SourceFailure>>;
  /** A page of changes since a mark, or the page after one. `EXPIRED`: too old a mark, all must be read again. */
  page(
    markOrNext: string,
  ): Promise<Result<ChangesPage, SourceFailure | { readonly code: 'EXPIRED'; readonly detail: string }>>;
}

/** Where credentials are found: a directory, a vault. Reads only metadata, never a value. */
export interface CredentialSource {
  readonly tenant: TenantId;
  readonly source: Source;
  /** Whether something of this native id is, or would be, among what is read here. Asks nobody. */
  watches(nativeId: string): boolean;
  /**
   * For a source of many places that are read side by side, one vault each: their names, always the same for the same
   * place. Each has pages of its own, and one that can't be read does not keep from reading the others.
   */
  parts?(): Promise<Result<readonly string[], SourceFailure>>;
  /** A page, of one part if there are such. Where that part is closed to us, the failure is `FORBIDDEN`. */
  page(cursor: string | undefined, part?: string): Promise<Result<SourcePage, SourceFailure>>;
  /** One more look at a subject that a complete scan did not meet; undefined when it is gone. */
  look(nativeId: string): Promise<Result<Subject | undefined, SourceFailure>>;
  /** For a source that can tell what changed since. */
  readonly changes?: SourceChanges;
}
