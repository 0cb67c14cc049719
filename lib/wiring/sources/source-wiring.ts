import type { TokenCredential } from '@azure/identity';
import type { WatchSettings } from '../../config.ts';
import type { CredentialSource } from '../../ports/credential-source.ts';
import type { DeclaredItems } from '../../ports/declared-items.ts';
import type { ClientFor, CredentialOf } from '../sign-in.ts';
import type { Tables } from '../tables.ts';

export interface SourceNeeds {
  readonly settings: WatchSettings;
  readonly clientFor: ClientFor;
  readonly credentialOf: CredentialOf;
  /** For sources whose places are declared while the app runs. */
  readonly tables: Tables;
  /** The app's own identity, where its own things are kept. */
  readonly home: TokenCredential;
  /** What was declared over the API. */
  readonly declared: Pick<DeclaredItems, 'list'>;
}

/** What one kind of source needs to be read in all tenants that have it. */
export type SourceWiring = (needs: SourceNeeds) => readonly CredentialSource[];
