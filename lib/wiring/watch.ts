import { mailerOf, texts } from './mail.ts';
import { type ClientFor, type CredentialOf, graphProbe, peopleOf } from './sign-in.ts';
import type { Tables } from './tables.ts';
import { sha256 } from '../adapters/system/sha256.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { WatchSettings } from '../config.ts';
import type { Source } from '../domain/credential.ts';
import type { TenantId } from '../domain/ids.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { CommonDeps, WatchDeps } from '../roles.ts';
import { onFirstUse } from './on-first-use.ts';

export const wireWatch = (
  settings: WatchSettings,
  common: CommonDeps,
  tables: Tables,
  clientFor: ClientFor,
  credentialOf: CredentialOf,
): WatchDeps => ({
  ...common,
  probes: [...common.probes, ...settings.TENANTS.map(({ id }) => graphProbe(clientFor(id)))],
  subjects: tables.subjects,
  scans: tables.scans,
  lastScans: tables.lastScans,
  heartbeatWithin: settings.HEARTBEAT_WITHIN,
  directory: tables.directory,
  renewals: tables.renewals,
  sources: settings.TENANTS.flatMap((tenant) => [
    sourceOnFirstUse(tenant.id, 'entra-applications', async () => {
      const { graphApplications } = await import('../adapters/graph/applications-source.ts');
      return graphApplications({ client: clientFor(tenant.id), tenant, digest: sha256 });
    }),
    ...(tenant.vaults.length === 0
      ? []
      : [
          sourceOnFirstUse(tenant.id, 'key-vault', async () => {
            const { keyVaultCertificates } = await import('../adapters/key-vault/certificates-source.ts');
            const { certificateClient } = await import('../adapters/key-vault/certificate-client.ts');
            const vaults = tenant.vaults.map((url) => ({
              name: url.hostname,
              client: certificateClient(url, credentialOf(tenant.id)),
            }));
            return keyVaultCertificates({ vaults, tenant, digest: sha256, clock: systemClock });
          }),
        ]),
  ]),
  people: peopleOf(clientFor),
  mailer: mailerOf(settings),
  texts,
  mode: settings.MODE,
  stormCap: settings.STORM_CAP,
  targets: settings.ARM,
  teamMailbox: settings.TEAM_MAILBOX,
});

const sourceOnFirstUse = (
  tenant: TenantId,
  source: Source,
  load: () => Promise<Pick<CredentialSource, 'page' | 'look'>>,
): CredentialSource => ({ tenant, source, ...onFirstUse({ page: true, look: true }, load) });
