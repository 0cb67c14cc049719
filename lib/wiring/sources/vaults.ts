import { nameIn } from '../../adapters/key-vault/certificate-subject.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { sourceInParts } from './source-on-first-use.ts';
import type { SourceWiring } from './source-wiring.ts';

export const vaultsOf: SourceWiring = ({ settings, credentialOf }) =>
  settings.TENANTS.filter(({ vaults }) => vaults.length > 0).map((tenant) =>
    sourceInParts(
      { tenant: tenant.id, source: 'key-vault', watches: (id) => isIn(tenant.vaults, id) },
      async () => {
        const { keyVaultCertificates } = await import('../../adapters/key-vault/certificates-source.ts');
        const { certificateClient } = await import('../../adapters/key-vault/certificate-client.ts');
        const vaults = tenant.vaults.map((url) => ({
          name: url.hostname,
          client: certificateClient(url, credentialOf(tenant.id)),
        }));
        return keyVaultCertificates({ vaults, tenant, digest: sha256, clock: systemClock });
      },
    ),
  );

const isIn = (vaults: readonly URL[], nativeId: string): boolean =>
  vaults.some(({ origin }) => nameIn(origin, nativeId) !== undefined);
