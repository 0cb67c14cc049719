import type { VaultClients } from '../../lib/adapters/key-vault/vault-clients.ts';

/** A line of a list as the SDK gives it. */
export interface ListedItem {
  readonly name: string;
  readonly enabled?: unknown;
  readonly notBefore?: unknown;
  readonly expiresOn?: unknown;
  readonly createdOn?: unknown;
  readonly managed?: unknown;
  readonly tags?: unknown;
  readonly x509Thumbprint?: unknown;
}

interface Lists {
  readonly certificates?: readonly ListedItem[];
  readonly secrets?: readonly ListedItem[];
  readonly keys?: readonly ListedItem[];
}

/** The clients of a vault whose lists are these, whatever is in them. Nobody has a policy. */
export const clientsWith = ({ certificates = [], secrets = [], keys = [] }: Lists): VaultClients => {
  const listing = (items: readonly ListedItem[]) => () => {
    async function* each() {
      yield* await Promise.resolve(items);
    }
    return each() as never;
  };
  const one = (items: readonly ListedItem[]) => (name: string) =>
    listing(items.filter((item) => item.name === name))();
  const none = () =>
    Promise.reject(
      Object.assign(new Error('none'), { name: 'RestError', statusCode: 404, code: 'CertificateNotFound' }),
    );
  return {
    certificates: {
      listPropertiesOfCertificates: listing(certificates),
      getCertificate: none,
      getCertificateOperation: none,
    },
    secrets: { listPropertiesOfSecrets: listing(secrets), listPropertiesOfSecretVersions: one(secrets) },
    keys: {
      listPropertiesOfKeys: listing(keys),
      listPropertiesOfKeyVersions: one(keys),
      getKeyRotationPolicy: none,
    },
  };
};
