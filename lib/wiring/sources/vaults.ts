import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { listedVaults } from '../../adapters/key-vault/listed-vaults.ts';
import { isVaultItem } from '../../adapters/key-vault/vault-item.ts';
import { sourceInParts } from './source-on-first-use.ts';
import type { SourceWiring } from './source-wiring.ts';

export const vaultsOf: SourceWiring = ({ settings, credentialOf }) =>
  settings.TENANTS.filter(({ vaults }) => vaults.length > 0).map((tenant) => {
    const hosts = new Set(tenant.vaults.map(({ hostname }) => hostname));
    const watches = (host: string): boolean => hosts.has(host);
    return sourceInParts(
      { tenant: tenant.id, source: 'key-vault', watches: (id) => isVaultItem(id, watches) },
      async () => {
        const { keyVault } = await import('../../adapters/key-vault/vault-source.ts');
        const { vaultClients } = await import('../../adapters/key-vault/vault-clients.ts');
        return keyVault({
          vaults: listedVaults(tenant.vaults),
          clients: (url) => vaultClients(url, credentialOf(tenant.id)),
          watches,
          tenant,
          digest: sha256,
          clock: systemClock,
        });
      },
    );
  });
