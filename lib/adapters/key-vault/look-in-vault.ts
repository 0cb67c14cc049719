import type { Subject } from '../../domain/credential.ts';
import type { VaultCollection } from '../../domain/item-place.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { seconds } from '../../domain/time.ts';
import { certificatePart, certificateSchema } from './certificate-item.ts';
import { type FoldedItem, foldedSchema } from './folded-item.ts';
import { isNearEnd } from './near-end.ts';
import type { Reading } from './read-vault.ts';
import { type Renewal, renewalOfCertificate, renewalOfKey } from './renewal-of.ts';
import type { VaultClients } from './vault-clients.ts';
import { type VaultFailure, vaultFailure } from './vault-failure.ts';
import { subjectOf, type VaultPlace } from './vault-item.ts';
import { versionKey } from './version-key.ts';

const TIMEOUT = seconds(20);

type Looked = Result<Subject | undefined, VaultFailure>;

/** One item, as a scan would show it; undefined when it is not there, or is the twin of a certificate. */
export const lookInVault = async (
  clients: VaultClients,
  collection: VaultCollection,
  name: string,
  place: VaultPlace,
  reading: Reading,
): Promise<Looked> => {
  try {
    return collection === 'certificates'
      ? await lookAtCertificate(clients, name, place, reading)
      : await lookAtVersions(clients, collection, name, place, reading);
  } catch (error) {
    const failure = vaultFailure(error);
    return failure.code === 'NOT_FOUND' ? ok(undefined) : fail(failure);
  }
};

const lookAtCertificate = async (
  { certificates }: VaultClients,
  name: string,
  place: VaultPlace,
  reading: Reading,
): Promise<Looked> => {
  const { properties } = await certificates.getCertificate(name, timed());
  const certificate = certificateSchema.safeParse(properties);
  if (!certificate.success) return fail(NOT_UNDERSTOOD);
  const renewal = isNearEnd(certificate.data, reading.clock.now())
    ? await renewalOfCertificate(certificates, certificate.data)
    : ok({});
  if (!renewal.ok) return renewal;
  const part = certificatePart(certificate.data);
  // Its first version is still asked for: lists do not show it either.
  if (part === undefined) return ok(undefined);
  return ok(subjectOf(certificate.data, 'certificates', { ...part, ...renewal.value }, place, reading));
};

/** Never the secret itself, since that would be its value: the newest of its versions, as lists tell of them. */
const lookAtVersions = async (
  { secrets, keys }: VaultClients,
  collection: 'secrets' | 'keys',
  name: string,
  place: VaultPlace,
  reading: Reading,
): Promise<Looked> => {
  let newest: FoldedItem | undefined;
  const versions =
    collection === 'secrets'
      ? secrets.listPropertiesOfSecretVersions(name, timed())
      : keys.listPropertiesOfKeyVersions(name, timed());
  for await (const version of versions) {
    const parsed = foldedSchema.safeParse(version);
    if (!parsed.success) return fail(NOT_UNDERSTOOD);
    if (newest === undefined || (parsed.data.createdOn ?? 0) >= (newest.createdOn ?? 0)) newest = parsed.data;
  }
  if (newest === undefined || newest.managed) return ok(undefined);
  const renewal: Result<Partial<Renewal>, VaultFailure> = collection === 'keys' &&
  isNearEnd(newest, reading.clock.now())
    ? await renewalOfKey(keys, newest)
    : ok({});
  if (!renewal.ok) return renewal;
  return ok(subjectOf(newest, collection, { keyId: versionKey(newest), ...renewal.value }, place, reading));
};

const NOT_UNDERSTOOD: VaultFailure = { code: 'UNAVAILABLE', detail: "The vault's answer is not understood." };

const timed = () => ({ abortSignal: AbortSignal.timeout(TIMEOUT) });
