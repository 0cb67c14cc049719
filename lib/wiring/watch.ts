import { callersOf } from './callers.ts';
import { mailerOf, texts } from './mail.ts';
import { type ClientFor, type CredentialOf, graphProbe, peopleOf } from './sign-in.ts';
import type { Tables } from './tables.ts';
import { isObjectId } from '../adapters/graph/object-id.ts';
import { nameIn } from '../adapters/key-vault/certificate-subject.ts';
import { sha256 } from '../adapters/system/sha256.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { WatchSettings } from '../config.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { CommonDeps, WatchDeps } from '../roles.ts';
import { onFirstUse } from './on-first-use.ts';

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
  probes: [...common.probes, ...settings.TENANTS.map(({ id }) => graphProbe(clientFor(id)))],
  callers: callersOf(settings),
  subjects: tables.subjects,
  scans: tables.scans,
  lastScans: tables.lastScans,
  seen: tables.seen,
  fullScanEvery: settings.FULL_SCAN_EVERY,
  shrinkLimit: settings.SHRINK_LIMIT,
  heartbeatWithin: settings.HEARTBEAT_WITHIN,
  directory: tables.directory,
  silences: tables.silences,
  summaries: tables.summaries,
  renewals: tables.renewals,
  sketches: tables.sketches,
  sources: settings.TENANTS.flatMap((tenant) => [
    sourceOnFirstUse({ tenant: tenant.id, source: 'entra-applications', watches: isObjectId }, async () => {
      const { graphApplications } = await import('../adapters/graph/applications-source.ts');
      return graphApplications({ client: clientFor(tenant.id), tenant, digest: sha256 });
    }),
    ...(tenant.vaults.length === 0
      ? []
      : [
          sourceInParts(
            { tenant: tenant.id, source: 'key-vault', watches: (id) => isIn(tenant.vaults, id) },
            async () => {
              const { keyVaultCertificates } = await import('../adapters/key-vault/certificates-source.ts');
              const { certificateClient } = await import('../adapters/key-vault/certificate-client.ts');
              const vaults = tenant.vaults.map((url) => ({
                name: url.hostname,
                client: certificateClient(url, credentialOf(tenant.id)),
              }));
              return keyVaultCertificates({ vaults, tenant, digest: sha256, clock: systemClock });
            },
          ),
        ]),
  ]),
  people: peopleOf(clientFor),
  mailer: mailerOf(settings),
  texts,
  mode: settings.MODE,
  stormCap: settings.STORM_CAP,
  targets: settings.ARM,
  putUpBudget: PUT_UP_BUDGET,
  teamMailbox: settings.TEAM_MAILBOX,
  securityContact: settings.SECURITY_CONTACT,
});

const isIn = (vaults: readonly URL[], nativeId: string): boolean =>
  vaults.some(({ origin }) => nameIn(origin, nativeId) !== undefined);

type Known = Pick<CredentialSource, 'tenant' | 'source' | 'watches'>;

const sourceOnFirstUse = (
  known: Known,
  load: () => Promise<Pick<CredentialSource, 'page' | 'look'>>,
): CredentialSource => ({ ...known, ...onFirstUse({ page: true, look: true }, load) });

/** The same for a source that is read part by part. */
const sourceInParts = (
  known: Known,
  load: () => Promise<Pick<Required<CredentialSource>, 'page' | 'look' | 'parts'>>,
): CredentialSource => ({ ...known, ...onFirstUse({ page: true, look: true, parts: true }, load) });
