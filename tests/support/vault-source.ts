import { listedVaults } from '../../lib/adapters/key-vault/listed-vaults.ts';
import { vaultClients } from '../../lib/adapters/key-vault/vault-clients.ts';
import { keyVault } from '../../lib/adapters/key-vault/vault-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { systemClock } from '../../lib/adapters/system/system-clock.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import type { Vaults } from '../../lib/ports/vaults.ts';
import type { TokenCredential } from '@azure/identity';

interface Listed {
  readonly urls: readonly string[];
  readonly credential: TokenCredential;
  readonly tenant: Tenant;
  /** Where vaults are found, in place of the list. */
  readonly vaults?: Vaults;
  readonly clock?: Clock;
}

/** What is in some running vaults. */
export const vaultSource = ({
  urls,
  credential,
  tenant,
  vaults,
  clock = systemClock,
}: Listed): CredentialSource => {
  const listed = urls.map((url) => new URL(url));
  return keyVault({
    vaults: vaults ?? listedVaults(listed),
    clients: (url) => vaultClients(url, credential),
    watches: (host) =>
      vaults === undefined
        ? listed.some(({ hostname }) => hostname === host)
        : host.endsWith('.vault.localhost'),
    tenant,
    digest: sha256,
    clock,
  });
};
