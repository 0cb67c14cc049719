import { mailerOf, texts } from './mail.ts';
import type { ClientFor } from './sign-in.ts';
import type { Tables } from './tables.ts';
import type { TokenCredential } from '@azure/identity';
import { blobCheckpointArchive } from '../adapters/blob-storage/checkpoint-archive.ts';
import { graphClientSecrets } from '../adapters/graph/client-secrets.ts';
import { graphPeople } from '../adapters/graph/directory-people.ts';
import { keyVaultShareWrap } from '../adapters/key-vault/link-key.ts';
import { keyVaultCheckpointKeys } from '../adapters/key-vault/checkpoint-keys.ts';
import { keyVaultCheckpointSigner } from '../adapters/key-vault/checkpoint-signing.ts';
import { cryptographyClient, keyClient } from '../adapters/key-vault/vault-clients.ts';
import { signedBy } from '../adapters/system/es256.ts';
import { sha256Bytes } from '../adapters/system/sha256.ts';
import { sealer } from '../adapters/sealing/seal.ts';
import { serviceNowClient } from '../adapters/servicenow/servicenow-client.ts';
import { serviceNowDesk } from '../adapters/servicenow/servicenow-desk.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { systemRandom } from '../adapters/system/system-random.ts';
import type { RenewSettings } from '../config.ts';
import type { CommonDeps, RenewDeps } from '../roles.ts';

export const wireRenew = (
  settings: RenewSettings,
  common: CommonDeps,
  tables: Tables,
  clientFor: ClientFor,
  home: TokenCredential,
): RenewDeps => ({
  ...common,
  subjects: tables.subjects,
  renewals: tables.renewals,
  silences: tables.silences,
  links: tables.links,
  people: graphPeople({ clientFor, guests: settings.SIGN_IN_GUESTS }),
  issuer: graphClientSecrets({ clientFor }),
  desk: serviceNowDesk({
    client: serviceNowClient({
      instance: settings.SERVICENOW_URL,
      clientId: settings.SERVICENOW_CLIENT_ID,
      clientSecret: settings.SERVICENOW_CLIENT_SECRET,
      timeout: settings.REQUEST_TIMEOUT,
      clock: systemClock,
    }),
    catalogItem: settings.SERVICENOW_CATALOG_ITEM,
    ...(settings.SERVICENOW_STEWARD === undefined ? {} : { steward: settings.SERVICENOW_STEWARD }),
  }),
  mailer: mailerOf(settings),
  texts,
  sealer: sealer({ wrap: keyVaultShareWrap(cryptographyClient(settings.WRAP_KEY_ID.href, home)) }),
  trail: tables.trail,
  archive: settings.AUDIT_ARCHIVE_URL && blobCheckpointArchive(settings.AUDIT_ARCHIVE_URL, home),
  hash: sha256Bytes,
  signer: keyVaultCheckpointSigner({
    newClient: () => cryptographyClient(settings.AUDIT_KEY_ID.href, home),
    keysOf: keyVaultCheckpointKeys({
      client: keyClient(settings.AUDIT_KEY_ID, home),
      key: settings.AUDIT_KEY_ID,
    }),
    signedBy,
  }),
  random: systemRandom,
  linkBaseUrl: settings.LINK_BASE_URL,
  overlap: settings.OVERLAP,
  secretLifetime: settings.SECRET_LIFETIME,
  teamMailbox: settings.TEAM_MAILBOX,
  timeZone: settings.MAIL_TIME_ZONE,
  team: { name: settings.TEAM_NAME, address: settings.TEAM_ADDRESS },
});
