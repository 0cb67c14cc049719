import { callersOf } from './callers.ts';
import { mailerOf, texts } from './mail.ts';
import type { ClientFor, CredentialOf } from './sign-in.ts';
import type { Tables } from './tables.ts';
import { graphApplications } from '../adapters/graph/applications-source.ts';
import { graphPeople } from '../adapters/graph/directory-people.ts';
import { keyVaultCertificates } from '../adapters/key-vault/certificates-source.ts';
import { certificateClient } from '../adapters/key-vault/vault-clients.ts';
import { sha256 } from '../adapters/system/sha256.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { WatchSettings } from '../config.ts';
import type { CommonDeps, WatchDeps } from '../roles.ts';

/** Fifty thousand subjects are put up within ten runs, each of which takes seconds. */
const PUT_UP_BUDGET = 5000;

export const wireWatch = (
  settings: WatchSettings,
  common: CommonDeps,
  tables: Tables,
  clientFor: ClientFor,
  credentialOf: CredentialOf,
): WatchDeps => ({
  ...common,
  callers: callersOf(settings),
  subjects: tables.subjects,
  scans: tables.scans,
  directory: tables.directory,
  silences: tables.silences,
  summaries: tables.summaries,
  renewals: tables.renewals,
  sketches: tables.sketches,
  sources: settings.TENANTS.flatMap((tenant) => [
    graphApplications({ client: clientFor(tenant.id), tenant, digest: sha256 }),
    ...(tenant.vaults.length === 0
      ? []
      : [
          keyVaultCertificates({
            vaults: tenant.vaults.map((url) => ({
              name: url.hostname,
              client: certificateClient(url, credentialOf(tenant.id)),
            })),
            tenant,
            digest: sha256,
            clock: systemClock,
          }),
        ]),
  ]),
  people: graphPeople({ clientFor }),
  mailer: mailerOf(settings),
  texts,
  mode: settings.MODE,
  stormCap: settings.STORM_CAP,
  targets: settings.ARM,
  putUpBudget: PUT_UP_BUDGET,
  teamMailbox: settings.TEAM_MAILBOX,
  securityContact: settings.SECURITY_CONTACT,
});
