import type { TokenCredential } from '@azure/identity';
import { listedVaults } from '../../adapters/key-vault/listed-vaults.ts';
import { isVaultItem } from '../../adapters/key-vault/vault-item.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import type { WatchSettings } from '../../config.ts';
import type { Vaults } from '../../ports/vaults.ts';
import { sourceInParts } from './source-on-first-use.ts';
import type { SourceWiring } from './source-wiring.ts';

type TenantSettings = WatchSettings['TENANTS'][number];

export const vaultsOf: SourceWiring = ({ settings, credentialOf }) =>
  settings.TENANTS.filter(
    ({ vaults, vaultDiscovery }) => vaults.length > 0 || vaultDiscovery !== undefined,
  ).map((tenant) => {
    const watches = watchedHosts(tenant);
    return sourceInParts(
      { tenant: tenant.id, source: 'key-vault', watches: (id) => isVaultItem(id, watches) },
      async () => {
        const { keyVault } = await import('../../adapters/key-vault/vault-source.ts');
        const { vaultClients } = await import('../../adapters/key-vault/vault-clients.ts');
        const credential = credentialOf(tenant.id);
        return keyVault({
          vaults: await placesOf(tenant, credential),
          clients: (url) => vaultClients(url, credential),
          watches,
          tenant,
          digest: sha256,
          clock: systemClock,
        });
      },
    );
  });

/** Which vaults are found is not known before somebody asks: any of the cloud may be. */
const watchedHosts = ({ vaults, vaultDiscovery }: TenantSettings): ((host: string) => boolean) => {
  const hosts = new Set(vaults.map(({ hostname }) => hostname));
  return (host) =>
    hosts.has(host) || (vaultDiscovery !== undefined && host.endsWith(`.${vaultDiscovery.vaultDomain}`));
};

const placesOf = async (
  { id, vaults, vaultDiscovery }: TenantSettings,
  credential: TokenCredential,
): Promise<Vaults> => {
  if (vaultDiscovery === undefined) return listedVaults(vaults);
  const { discoveredVaults } = await import('../../adapters/resource-graph/discovered-vaults.ts');
  const { resourceGraph } = await import('../../adapters/resource-graph/resource-graph.ts');
  const { subscriptions, vaultDomain, resourceManager } = vaultDiscovery;
  return discoveredVaults({
    ask: resourceGraph(resourceManager, credential),
    subscriptions,
    tenant: id,
    vaultDomain,
    listed: vaults,
    clock: systemClock,
  });
};
