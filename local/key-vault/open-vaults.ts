import { join } from 'node:path';
import { persistent } from '../stand-in/state.ts';
import {
  type Attributes,
  type CertificatePool,
  certificatesOf,
  type Origin,
  versionId,
} from './certificates.ts';
import { certificateRequests } from './certificate-requests.ts';
import type { CurrentVersion } from './events.ts';
import { type KeyStore, keyStore, type StoredKeys } from './key-store.ts';
import { type MadeVersions, type NewVersions, newVersions } from './new-versions.ts';
import { secretStore, type StoredSecrets } from './secret-store.ts';
import type { KeyTemplate, SecretTemplate, VaultTemplate } from './templates.ts';
import type { Secret, Vault } from './vault.ts';

const DAY = 86_400;
/** Old enough to be there before any monitor looked for the first time. */
const AGE_DAYS = 200;

/** Builds the vaults as the templates describe them, with what an earlier run left in `stateDir`. */
export const openVaults = async (
  templates: readonly VaultTemplate[],
  origin: Origin,
  stateDir: string | undefined,
  told: (vault: string, current: CurrentVersion) => void = () => undefined,
): Promise<{ readonly vaults: ReadonlyMap<string, Vault>; readonly versions: NewVersions }> => {
  const fileOf = (name: string) => (stateDir === undefined ? undefined : join(stateDir, name));
  const pool: CertificatePool = persistent(fileOf('vault-certificates.json'), () => ({}));
  const storedSecrets = persistent<StoredSecrets>(fileOf('vault-secrets.json'), () => ({}));
  const storedKeys = persistent<StoredKeys>(fileOf('vault-keys.json'), () => ({}));

  const byName = new Map<string, Vault>();
  const made: MadeVersions = persistent(fileOf('vault-versions.json'), () => []);
  const versions = newVersions(byName, pool, made, told);
  const requests = certificateRequests(
    persistent(fileOf('vault-requests.json'), () => ({})),
    versions.put,
  );
  for (const template of templates) {
    const keys = keyStore(storedKeys, template.name);
    await Promise.all(template.keys.map((key) => ensureKey(keys, key, template.name, origin)));
    byName.set(template.name, {
      name: template.name,
      closed: template.closed ?? false,
      certificates: await certificatesOf(template, origin, pool),
      secrets: new Map(
        template.secrets.map((secret) => [secret.name, secretOf(secret, template.name, origin)]),
      ),
      deposits: secretStore(storedSecrets, template.name),
      keys,
      requests,
      told: (current) => {
        told(template.name, current);
      },
      rotations: new Map(
        template.keys.flatMap(({ name, rotates }) => (rotates === undefined ? [] : [[name, rotates]])),
      ),
      deleted: new Set(),
    });
  }
  pool.save();
  await versions.restore();
  for (const { name, certificates } of byName.values())
    for (const certificate of certificates.values())
      if (certificate.template.requestOpen === true && requests.of(name, certificate.name) === undefined)
        await requests.ask(name, certificate);
  return { vaults: byName, versions };
};

/** A key that is there already stays as it is: things were sealed with it. */
const ensureKey = async (
  keys: KeyStore,
  template: KeyTemplate,
  vault: string,
  origin: Origin,
): Promise<void> => {
  if (keys.versions(template.name).length > 0) return;
  await keys.create(template.name, {
    version: versionId(origin, vault, 'keys', template.name),
    kind: template.kind,
    operations: template.operations,
    tags: template.tags ?? {},
    attributes: attributesOf(template, origin),
  });
};

const secretOf = (template: SecretTemplate, vault: string, origin: Origin): Secret => ({
  name: template.name,
  contentType: template.contentType ?? 'text/plain',
  versions: [
    {
      version: versionId(origin, vault, 'secrets', template.name),
      attributes: attributesOf(template, origin),
    },
  ],
  tags: template.tags ?? {},
});

const attributesOf = (
  { endsIn, enabled, madeDaysAgo }: KeyTemplate | SecretTemplate,
  { epoch }: Origin,
): Attributes => {
  const start = Math.floor(epoch.getTime() / 1000);
  const made = start - (madeDaysAgo ?? AGE_DAYS) * DAY;
  return {
    enabled: enabled ?? true,
    ...(endsIn === undefined ? {} : { exp: start + endsIn * DAY }),
    created: made,
    updated: made,
  };
};
