import type { WatchSettings } from '../../config.ts';
import type { CredentialSource } from '../../ports/credential-source.ts';
import type { ClientFor, CredentialOf } from '../sign-in.ts';

interface SourceNeeds {
  readonly settings: WatchSettings;
  readonly clientFor: ClientFor;
  readonly credentialOf: CredentialOf;
}

/** What one kind of source needs to be read in all tenants that have it. */
export type SourceWiring = (needs: SourceNeeds) => readonly CredentialSource[];
