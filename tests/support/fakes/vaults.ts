import { createHash } from 'node:crypto';
import { sha256 } from '../../../lib/adapters/system/sha256.ts';
import type { Subject } from '../../../lib/domain/credential.ts';
import { credentialId, subjectId } from '../../../lib/domain/ids.ts';
import type { VaultCollection } from '../../../lib/domain/item-place.ts';
import { fail, ok } from '../../../lib/domain/result.ts';
import type { Tenant } from '../../../lib/domain/tenant.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import type { CredentialSource } from '../../../lib/ports/credential-source.ts';
import type { VaultVersions } from '../../../lib/ports/vault-versions.ts';
import { fakeClock } from './clock.ts';
import type { FakeCertificate } from './vault-item.ts';
import { type FakeMaking, fakeVaultVersions } from './vault-versions.ts';

type Collection = VaultCollection;

const KINDS = {
  certificates: 'key-vault-certificate',
  secrets: 'key-vault-secret',
  keys: 'key-vault-key',
} as const;

/** A tenant's vaults in memory. */
export interface FakeVaults {
  readonly source: CredentialSource;
  /** Adds a certificate, or a newer version of one: what has another end has another key id. */
  readonly put: (certificate: FakeCertificate) => Subject;
  readonly delete: (vault: string, name: string) => void;
  /** What is there now. */
  readonly find: (vault: string, collection: Collection, name: string) => FakeCertificate | undefined;
  readonly versions: VaultVersions;
  readonly making: FakeMaking;
  /** This vault can't be read, the others can. */
  readonly close: (vault: string) => void;
  readonly open: (vault: string) => void;
  readonly goAway: () => void;
  readonly comeBack: () => void;
}

/** A part is a vault, as in the real thing. */
export const fakeVaults = (
  tenant: Tenant,
  names: readonly string[],
  clock: Clock = fakeClock(),
): FakeVaults => {
  const vaults = new Map(names.toSorted().map((name) => [name, new Map<string, FakeCertificate>()]));
  const closed = new Set<string>();
  let away = false;
  const AWAY = fail({ code: 'UNAVAILABLE', detail: 'The vaults are away.' });
  const certificatesIn = (vault: string): Map<string, FakeCertificate> => {
    const certificates = vaults.get(vault);
    if (certificates === undefined) throw new Error(`The fakes have no vault ${vault}.`);
    return certificates;
  };

  const find = (vault: string, collection: Collection, name: string) =>
    vaults.get(vault)?.get(`${collection}/${name}`);
  const put = (certificate: FakeCertificate): Subject => {
    certificatesIn(certificate.vault).set(
      `${certificate.in ?? 'certificates'}/${certificate.name}`,
      certificate,
    );
    return subjectOf(certificate, tenant);
  };
  const { versions, making } = fakeVaultVersions({
    find,
    put,
    keyIdOf: (certificate) => subjectOf(certificate, tenant).credentials[0]?.keyId ?? '',
    isAway: () => away,
    isClosed: (vault) => closed.has(vault),
    clock,
  });

  return {
    source: {
      tenant: tenant.id,
      source: 'key-vault',
      watches: (nativeId) => {
        const [host = '', collection] = nativeId.split('/');
        return Object.hasOwn(KINDS, collection ?? '') && vaults.has(host.split('.')[0] ?? '');
      },
      parts: () => Promise.resolve(away ? AWAY : ok([...vaults.keys()].map((name) => `vaults/${name}`))),
      page: (_cursor, part) => {
        if (away) return Promise.resolve(AWAY);
        const vault = part?.replace('vaults/', '') ?? '';
        if (closed.has(vault)) {
          return Promise.resolve(fail({ code: 'FORBIDDEN', detail: 'The vault is closed.' }));
        }
        const subjects = [...certificatesIn(vault).values()].map((one) => subjectOf(one, tenant));
        return Promise.resolve(ok({ subjects, unread: [], next: undefined }));
      },
      look: (nativeId) => {
        if (away) return Promise.resolve(AWAY);
        const [vault = '', ...item] = nativeId.split('/');
        const certificates = vaults.get(vault.split('.')[0] ?? '');
        if (certificates === undefined || closed.has(vault.split('.')[0] ?? '')) {
          return Promise.resolve(fail({ code: 'FORBIDDEN', detail: 'The vault is closed.' }));
        }
        const certificate = certificates.get(item.join('/'));
        return Promise.resolve(ok(certificate === undefined ? undefined : subjectOf(certificate, tenant)));
      },
    },
    put,
    find,
    versions,
    making,
    delete: (vault, name) => void certificatesIn(vault).delete(`certificates/${name}`),
    close: (vault) => void closed.add(vault),
    open: (vault) => void closed.delete(vault),
    goAway: () => void (away = true),
    comeBack: () => void (away = false),
  };
};

const subjectOf = (certificate: FakeCertificate, tenant: Tenant): Subject => {
  const { vault, name, startsAt, expiresAt, owner } = certificate;
  const collection = certificate.in ?? 'certificates';
  const kind = KINDS[collection];
  const nativeId = `${vault}.vault.example/${collection}/${name}`;
  const id = subjectId(sha256, { tenant: tenant.id, source: 'key-vault', nativeId });
  const thumbprint = createHash('sha1')
    .update(JSON.stringify([nativeId, startsAt, expiresAt]))
    .digest('hex')
    .toUpperCase();
  return {
    id,
    tenant: tenant.id,
    environment: tenant.environment,
    source: 'key-vault',
    kind: 'key-vault-item',
    nativeId,
    appId: undefined,
    name,
    labels: owner === undefined ? [] : [`owner:${owner}`],
    ownerHints: { ownerTag: owner, serviceManagementReference: undefined },
    enabled: true,
    credentials: [
      {
        id: credentialId(sha256, id, kind, thumbprint),
        kind,
        keyId: thumbprint,
        name,
        startsAt,
        expiresAt,
        thumbprint,
        hint: undefined,
        enabled: certificate.enabled ?? true,
        renewsItself: certificate.renewsItself ?? false,
        managedBy: undefined,
        ...(certificate.usedBy === undefined
          ? {}
          : { dependents: certificate.usedBy.map((name) => ({ name, what: 'same-certificate' })) }),
      },
    ],
  };
};
