import type { Credential } from '../../domain/credential.ts';
import { credentialId, type Digest, type SubjectId } from '../../domain/ids.ts';
import type { Unread } from '../../ports/scans.ts';
import type { FoundCredential, UnreadEntry } from './directory-credentials.ts';

/**
 * Credentials with their ids. Graph keeps no order within its lists, so they are sorted here: the same facts are the same
 * text, and only news is written.
 */
export const credentialsWithIds = (
  found: readonly FoundCredential[],
  subject: SubjectId,
  digest: Digest,
): readonly Credential[] =>
  found
    .map((credential) => ({
      ...credential,
      id: credentialId(digest, subject, credential.kind, credential.keyId),
      enabled: true,
      renewsItself: false,
      managedBy: undefined,
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** Entries that could not be taken, with the object that they are of. */
export const unreadOf = (unread: readonly UnreadEntry[], holder: string): readonly Unread[] =>
  unread.map(({ which, reason }) => ({ what: `${holder}/${which}`, reason }));

/** Whether the directory's maker lets it be used. */
export const isNotDisabled = (disabledByMicrosoftStatus: string | null | undefined): boolean =>
  (disabledByMicrosoftStatus ?? 'NotDisabled') === 'NotDisabled';
