import type { Source, Subject } from '../domain/credential.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import type { Unread } from './scans.ts';

export interface SourcePage {
  readonly subjects: readonly Subject[];
  /** Entries that could not be understood, or places that could not be read: said, never skipped in silence. */
  readonly unread: readonly Unread[];
  /** Where to go on; undefined after the last page. */
  readonly next: string | undefined;
}

export type SourceFailure =
  /** Throttled or away: try again later, from the same cursor. */
  | { readonly code: 'UNAVAILABLE'; readonly detail: string }
  /** We may not read this: a person must grant it. */
  | { readonly code: 'FORBIDDEN'; readonly detail: string };

/** Where credentials are found: a directory, a vault. Reads only metadata, never a value. */
export interface CredentialSource {
  readonly tenant: TenantId;
  readonly source: Source;
  /** Whether something of this native id is, or would be, among what is read here. Asks nobody. */
  watches(nativeId: string): boolean;
  page(cursor: string | undefined): Promise<Result<SourcePage, SourceFailure>>;
  /** One more look at a subject that a complete scan did not meet; undefined when it is gone. */
  look(nativeId: string): Promise<Result<Subject | undefined, SourceFailure>>;
}
