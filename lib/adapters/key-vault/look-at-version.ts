import type { KeyRotationPolicy } from '@azure/keyvault-keys';
import type { ItemPlace } from '../../domain/item-place.ts';
import {
  type CurrentVersion,
  GENERATE_TAG,
  type VaultView,
  type VersionRequest,
} from '../../domain/next-version.ts';
import { seconds } from '../../domain/time.ts';
import { certificatePart, certificateSchema } from './certificate-item.ts';
import { type CertificateRequest, certificateRequest, refusalOf } from './certificate-request.ts';
import { hasIssuer, rotationPlan } from './renewal-plan.ts';
import { itemSchema, type VaultItem } from './vault-item.ts';
import { vaultFailure } from './vault-failure.ts';
import type { VersionClients } from './version-clients.ts';
import { versionKey } from './version-key.ts';

const TIMEOUT = seconds(20);

/** What is read of a version. */
export const versionSchema = itemSchema.pick({ createdOn: true, expiresOn: true, enabled: true });

/** An item as its vault has it now. Throws what the SDK throws. */
export const lookAtVersion = (clients: VersionClients, item: ItemPlace): Promise<VaultView> => {
  switch (item.collection) {
    case 'certificates':
      return lookAtCertificate(clients, item.name);
    case 'keys':
      return lookAtKey(clients, item.name);
    case 'secrets':
      return lookAtSecret(clients, item.name);
  }
};

const lookAtCertificate = async ({ certificates }: VersionClients, name: string): Promise<VaultView> => {
  // The request first: one that is completed after this has its version in what is read next.
  const request = await certificateRequest(certificates, name);
  const { policy, properties } = await certificates.getCertificate(name, timed());
  const item = certificateSchema.parse(properties);
  return {
    kind: 'certificate',
    current: currentOf(item, certificatePart(item)?.keyId ?? ''),
    hasIssuer: hasIssuer(policy),
    request: request === undefined ? undefined : requestOf(request),
  };
};

const STATUSES: Readonly<Record<string, VersionRequest['status']>> = {
  inprogress: 'in-progress',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
};

const requestOf = (request: CertificateRequest): VersionRequest => {
  const status = request.error ? 'failed' : STATUSES[(request.status ?? '').toLowerCase()];
  return {
    id: request.request_id ?? 'unnamed',
    // A word that we do not know ends nothing.
    status: status ?? 'in-progress',
    said: status === 'failed' ? refusalOf(request) : undefined,
    csr: request.csr,
  };
};

const lookAtKey = async ({ keys }: VersionClients, name: string): Promise<VaultView> => {
  const newest = await newestOf(keys.listPropertiesOfKeyVersions(name, timed()), 'KeyNotFound');
  const policy = await rotationPolicyOf(keys, name);
  return {
    kind: 'key',
    current: currentOf(newest, versionKey(newest)),
    rotatesAt: policy === undefined ? undefined : rotationPlan(policy, newest).renewsAt,
  };
};

/** A key without a policy of its own has one that rotates nothing, or none at all. */
const rotationPolicyOf = async (
  keys: VersionClients['keys'],
  name: string,
): Promise<KeyRotationPolicy | undefined> => {
  try {
    return await keys.getKeyRotationPolicy(name, timed());
  } catch (error) {
    if (vaultFailure(error).code === 'NOT_FOUND') return undefined;
    throw error;
  }
};

const lookAtSecret = async ({ secrets }: VersionClients, name: string): Promise<VaultView> => {
  const newest = await newestOf(secrets.listPropertiesOfSecretVersions(name, timed()), 'SecretNotFound');
  const tags = newest.tags ?? {};
  return {
    kind: 'secret',
    current: currentOf(newest, versionKey(newest)),
    generate: tags[GENERATE_TAG],
    // As `secret-deposit` writes them.
    depositOf: tags['keyId'] === undefined ? undefined : tags['renewal'],
  };
};

const newestOf = async (versions: AsyncIterable<unknown>, missing: string): Promise<VaultItem> => {
  let newest: VaultItem | undefined;
  for await (const version of versions) {
    const item = itemSchema.parse(version);
    if (newest === undefined || (item.createdOn ?? 0) >= (newest.createdOn ?? 0)) newest = item;
  }
  // A name that nobody has has no versions, and that is no error of the vault's.
  if (newest === undefined)
    throw Object.assign(new Error('No versions.'), { name: 'RestError', statusCode: 404, code: missing });
  return newest;
};

const currentOf = ({ expiresOn, enabled }: VaultItem, keyId: string): CurrentVersion => ({
  keyId,
  expiresAt: expiresOn,
  enabled: enabled ?? true,
});

const timed = () => ({ abortSignal: AbortSignal.timeout(TIMEOUT) });
