import type { WatchSettings } from '../../config.ts';
import type { CredentialSource } from '../../ports/credential-source.ts';
import type { ClientFor, CredentialOf } from '../sign-in.ts';
import type { Tables } from '../tables.ts';

interface SourceNeeds {
  readonly settings: WatchSettings;
  readonly clientFor: ClientFor;
  readonly credentialOf: CredentialOf;
  /** For sources whose places are declared while the app runs. */
  readonly tables: Tables;
}

/** What one kind of source needs to be read in all tenants that have it. */
export type SourceWiring = (needs: SourceNeeds) => readonly CredentialSource[];
