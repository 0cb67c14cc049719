import type { ItemPlace } from '../../domain/item-place.ts';
import type { CurrentVersion } from '../../domain/next-version.ts';
import type { TenantId } from '../../domain/ids.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { seconds } from '../../domain/time.ts';
import type { VaultVersions, VersionFailure } from '../../ports/vault-versions.ts';
import { askForCertificate } from './certificate-request.ts';
import { lookAtVersion, versionSchema } from './look-at-version.ts';
import type { VersionClients } from './version-clients.ts';
import { vaultFailure } from './vault-failure.ts';
import { versionKey } from './version-key.ts';

const TIMEOUT = seconds(20);
/** Which renewal made a version, for whoever looks at it. Not the tag of a deposit, which has a credential behind it. */
const MADE_BY = 'expiry-monitor-renewal';

/**
 * Makes next versions in Key Vaults.
 * @param clientsFor undefined: versions are not made in a vault of that name
 */
export const keyVaultVersions = (
  clientsFor: (tenant: TenantId, host: string) => VersionClients | undefined,
): VaultVersions => {
  const doing = async <T>(
    tenant: TenantId,
    { host }: ItemPlace,
    act: (clients: VersionClients) => Promise<T>,
  ): Promise<Result<T, VersionFailure>> => {
    const clients = clientsFor(tenant, host);
    if (clients === undefined) return fail({ code: 'CLOSED', detail: 'No versions are made in this vault.' });
    try {
      return ok(await act(clients));
    } catch (error) {
      return fail(versionFailure(error));
    }
  };

  return {
    look: (tenant, item) => doing(tenant, item, (clients) => lookAtVersion(clients, item)),
    ask: (tenant, item) =>
      doing(tenant, item, async ({ certificates }) => {
        await askForCertificate(certificates, item.name);
        return undefined;
      }),
    rotate: (tenant, item) =>
      doing(tenant, item, async ({ keys }) =>
        currentOf((await keys.rotateKey(item.name, timed())).properties),
      ),
    set: (tenant, item, { value, expiresAt, renewalId }) =>
      doing(tenant, item, async ({ secrets }) => {
        const before = await newestSecret(secrets, item.name);
        const { properties } = await secrets.setSecret(item.name, value, {
          ...timed(),
          ...(before?.contentType === undefined ? {} : { contentType: before.contentType }),
          ...(expiresAt === undefined ? {} : { expiresOn: new Date(expiresAt) }),
          tags: { ...before?.tags, [MADE_BY]: renewalId },
        });
        return currentOf(properties);
      }),
    merge: (tenant, item, chain) =>
      doing(tenant, item, async ({ certificates }) => {
        const files = chain.map((der) => new Uint8Array(Buffer.from(der, 'base64')));
        await certificates.mergeCertificate(item.name, files, timed());
        return undefined;
      }),
  };
};

const newestSecret = async (secrets: VersionClients['secrets'], name: string) => {
  let newest;
  for await (const version of secrets.listPropertiesOfSecretVersions(name, timed()))
    if (newest === undefined || (version.createdOn ?? 0) >= (newest.createdOn ?? 0)) newest = version;
  return newest;
};

const currentOf = (properties: unknown): CurrentVersion => {
  const { createdOn, expiresOn, enabled } = versionSchema.parse(properties);
  return { keyId: versionKey({ createdOn }), expiresAt: expiresOn, enabled: enabled ?? true };
};

/** An SDK error may carry the request along, and with it a value: only status and code are repeated. */
const versionFailure = (error: unknown): VersionFailure => {
  const { code, detail } = vaultFailure(error);
  switch (code) {
    case 'REJECTED':
      return { code: 'REFUSED', detail };
    case 'SIGN_IN':
    case 'UNAVAILABLE':
      return { code: 'UNAVAILABLE', detail };
    case 'NOT_FOUND':
    case 'CLOSED':
      return { code, detail };
  }
};

const timed = () => ({ abortSignal: AbortSignal.timeout(TIMEOUT) });
