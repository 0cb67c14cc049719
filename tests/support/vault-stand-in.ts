import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenCredential } from '@azure/identity';
import { openAuthority } from '../../local/certificates/authority.ts';
import {
  type KeyVault,
  type KeyVaultOptions,
  startKeyVault,
  VAULT_RESOURCE,
} from '../../local/key-vault/server.ts';
import { aTenant } from './tenants.ts';
import { trusting } from './trusting.ts';

/** Running vaults, with a way to sign in to them. */
export interface RunningVaultsStandIn {
  readonly vaults: KeyVault;
  /** Midnight of today: what the vaults count their days from. */
  readonly epoch: Date;
  /** Whom the vaults take for this application. */
  readonly credential: (appId?: string, resource?: string) => TokenCredential;
  readonly stop: () => Promise<void>;
}

/** Starts the vaults on ports of the system's choice, and makes this process trust them and find them. */
export const runVaultsStandIn = async (
  options: Partial<KeyVaultOptions> = {},
): Promise<RunningVaultsStandIn> => {
  const dir = await mkdtemp(join(tmpdir(), 'vaults-'));
  const authority = await openAuthority(dir);
  const distrust = trusting(authority.caPem);
  const epoch = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000);
  const tenantId = aTenant().id;
  const vaults = await startKeyVault({
    tls: await authority.issue(['*.vault.localhost', 'management.localhost']),
    seed: 'contract',
    epoch,
    loginUrl: 'https://login.localhost:1',
    tenantId,
    ...options,
  });
  return {
    vaults,
    epoch,
    credential: (appid = 'someone', resource = VAULT_RESOURCE) => ({
      getToken: () => {
        const exp = Math.floor(Date.now() / 1000) + 3600;
        const token = unsigned({ aud: resource, tid: tenantId, appid, exp });
        return Promise.resolve({ token, expiresOnTimestamp: exp * 1000 });
      },
    }),
    stop: async () => {
      distrust();
      await vaults.stop();
      await rm(dir, { recursive: true });
    },
  };
};

/** Without a login's keys the vaults believe claims alone. */
const unsigned = (claims: object): string =>
  [{ alg: 'none', typ: 'JWT' }, claims, {}]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
