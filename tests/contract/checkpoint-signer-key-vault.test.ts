import { keyVaultCheckpointKeys } from '../../lib/adapters/key-vault/checkpoint-keys.ts';
import { keyVaultCheckpointSigner } from '../../lib/adapters/key-vault/checkpoint-signing.ts';
import { cryptographyClient, keyClient } from '../../lib/adapters/key-vault/key-client.ts';
import { signedBy } from '../../lib/adapters/system/es256.ts';
import { runVaultsStandIn } from '../support/vault-stand-in.ts';
import { checkpointSignerContract } from './checkpoint-signer.contract.ts';

checkpointSignerContract('a signer in Key Vault', async () => {
  const running = await runVaultsStandIn({
    grants: { renew: ['keys/get', 'keys/sign'], operator: ['keys/create'] },
  });
  const { vaults } = running;
  const key = new URL(`${vaults.urlOf('product')}/keys/audit-sign`);
  const credential = running.credential('renew');
  return {
    signer: keyVaultCheckpointSigner({
      newClient: () => cryptographyClient(key.href, credential),
      keysOf: keyVaultCheckpointKeys({ client: keyClient(key, credential), key }),
      signedBy,
    }),
    rotate: async () => {
      const { token } = (await running.credential('operator').getToken(''))!;
      const created = await fetch(`${key.href}/create?api-version=2025-07-01`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ kty: 'EC', crv: 'P-256', key_ops: ['sign', 'verify'] }),
      });
      if (!created.ok) throw new Error(`Rotating failed: ${created.status}`);
    },
    goAway: () => {
      vaults.faults.add({ drop: 'before' });
    },
    comeBack: () => {
      vaults.faults.clear();
    },
    stop: running.stop,
  };
});
