import { mailerOf, texts } from './mail.ts';
import { probeOf } from './probes.ts';
import { deskOf } from './desk.ts';
import type { Tracer } from '../ports/tracer.ts';
import { type ClientFor, type CredentialOf, graphProbe, lastUseOf, peopleOf } from './sign-in.ts';
import type { Tables } from './tables.ts';
import type { TokenCredential } from '@azure/identity';
import type { CheckpointArchive } from '../ports/checkpoint-archive.ts';
import type { CheckpointSigner } from '../ports/checkpoint-signer.ts';
import { sha256Bytes } from '../adapters/system/sha256.ts';
import { x509SignedReader } from '../adapters/x509/certificate-chain.ts';
import { codeMaker } from '../adapters/sealing/code-maker.ts';
import { sealer, type WrapShare } from '../adapters/sealing/seal.ts';
import { x509CertificateReader } from '../adapters/x509/certificate-reader.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { systemRandom } from '../adapters/system/system-random.ts';
import type { RenewSettings } from '../config.ts';
import type { ApplicationCertificates } from '../ports/application-certificates.ts';
import type { CredentialIssuer } from '../ports/credential-issuer.ts';
import type { SigningCertificates } from '../ports/signing-certificates.ts';
import type { CommonDeps, RenewDeps } from '../roles.ts';
import { depositoryOf } from './deposits.ts';
import { onFirstUse } from './on-first-use.ts';
import { vaultVersionsOf } from './vault-versions.ts';

export const wireRenew = (
  settings: RenewSettings,
  common: CommonDeps,
  tables: Tables,
  clientFor: ClientFor,
  credentialOf: CredentialOf,
  home: TokenCredential,
  tracer: Tracer | undefined,
): RenewDeps => {
  const { desk, incidents, deskRequests, attachments } = deskOf(settings, tracer);
  return {
    ...common,
    probes: [
      ...common.probes,
      ...settings.TENANTS.map(({ id }) => graphProbe(clientFor(id))),
      probeOf('service-desk', false, async () => (await desk.decidedSince(systemClock.now())).ok),
    ],
    subjects: tables.subjects,
    renewals: tables.renewals,
    silences: tables.silences,
    decisions: tables.decisions,
    approvalRule: settings.APPROVAL,
    overrides: tables.overrides,
    links: tables.links,
    people: peopleOf(clientFor, settings.SIGN_IN_GUESTS, settings.MAIL_CODE_DOMAINS),
    issuer: onFirstUse<CredentialIssuer>({ held: true, add: true, remove: true }, async () =>
      (await import('../adapters/graph/client-secrets.ts')).graphClientSecrets({ clientFor }),
    ),
    certificates: onFirstUse<ApplicationCertificates>({ held: true, add: true, remove: true }, async () =>
      (await import('../adapters/graph/application-certificates.ts')).graphApplicationCertificates({
        clientFor,
      }),
    ),
    reader: x509CertificateReader(),
    certificateReminder: settings.CERTIFICATE_REMINDER,
    certificateWait: settings.CERTIFICATE_WAIT,
    signing: onFirstUse<SigningCertificates>({ look: true, add: true, use: true, remove: true }, async () =>
      (await import('../adapters/graph/signing-certificates.ts')).graphSigningCertificates({ clientFor }),
    ),
    metadataUrl: (tenant, appId) => {
      const authority = settings.TENANTS.find(({ id }) => id === tenant)?.authority;
      return authority === undefined || appId === undefined
        ? undefined
        : new URL(`/${tenant}/federationmetadata/2007-06/federationmetadata.xml?appid=${appId}`, authority)
            .href;
    },
    lastUse: lastUseOf(settings, clientFor),
    depository: depositoryOf(credentialOf),
    deposits: settings.DEPOSITS,
    vaultVersions: vaultVersionsOf(settings.VERSION_VAULTS, credentialOf),
    versionVaults: settings.VERSION_VAULTS.map(({ hostname }) => hostname),
    codes: codeMaker,
    mailCodeDomains: settings.MAIL_CODE_DOMAINS,
    desk,
    incidents,
    deskRequests,
    attachments,
    signedReader: x509SignedReader(),
    mailer: mailerOf(settings),
    texts,
    sealer: sealer({
      wrap: onFirstUse<{ share: WrapShare }>({ share: true }, async () => {
        const { keyVaultShareWrap } = await import('../adapters/key-vault/link-key.ts');
        const { cryptographyClient } = await import('../adapters/key-vault/key-client.ts');
        return { share: keyVaultShareWrap(() => cryptographyClient(settings.WRAP_KEY_ID.href, home)) };
      }).share,
    }),
    trail: tables.trail,
    archive: settings.AUDIT_ARCHIVE_URL && archiveOf(settings.AUDIT_ARCHIVE_URL, home),
    hash: sha256Bytes,
    signer: signerOf(settings.AUDIT_KEY_ID, home),
    random: systemRandom,
    linkBaseUrl: settings.LINK_BASE_URL,
    environmentNames: settings.DESK_ENVIRONMENTS,
    incidentAfter: settings.INCIDENT_AFTER,
    overlap: settings.OVERLAP,
    secretLifetime: settings.SECRET_LIFETIME,
    teamMailbox: settings.TEAM_MAILBOX,
    timeZone: settings.MAIL_TIME_ZONE,
    team: { name: settings.TEAM_NAME, address: settings.TEAM_ADDRESS },
  };
};

const archiveOf = (url: URL, home: TokenCredential): CheckpointArchive =>
  onFirstUse<CheckpointArchive>({ put: true }, async () =>
    (await import('../adapters/blob-storage/checkpoint-archive.ts')).blobCheckpointArchive(url, home),
  );

const signerOf = (key: URL, home: TokenCredential): CheckpointSigner =>
  onFirstUse<CheckpointSigner>({ sign: true, verifier: true }, async () => {
    const { keyVaultCheckpointKeys } = await import('../adapters/key-vault/checkpoint-keys.ts');
    const { keyVaultCheckpointSigner } = await import('../adapters/key-vault/checkpoint-signing.ts');
    const { cryptographyClient, keyClient } = await import('../adapters/key-vault/key-client.ts');
    const { signedBy } = await import('../adapters/system/es256.ts');
    return keyVaultCheckpointSigner({
      newClient: () => cryptographyClient(key.href, home),
      keysOf: keyVaultCheckpointKeys({ client: keyClient(key, home), key }),
      signedBy,
    });
  });
