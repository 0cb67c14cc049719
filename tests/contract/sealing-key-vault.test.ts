import { keyVaultShareUnwrap, keyVaultShareWrap } from '../../lib/adapters/key-vault/link-key.ts';
import { cryptographyClient } from '../../lib/adapters/key-vault/key-client.ts';
import { opener } from '../../lib/adapters/sealing/open.ts';
import { sealer } from '../../lib/adapters/sealing/seal.ts';
import { runVaultsStandIn } from '../support/vault-stand-in.ts';
import { sealingContract } from './sealing.contract.ts';

sealingContract('a seal over Key Vault', async () => {
  const running = await runVaultsStandIn({
    // Who renews only wraps, who opens links only unwraps: no more than that is needed.
    grants: { renew: ['keys/get', 'keys/wrapKey'], link: ['keys/get', 'keys/unwrapKey'] },
  });
  const { vaults } = running;
  const key = new URL(`${vaults.urlOf('product')}/keys/link-wrap`);
  const wrap = keyVaultShareWrap(() => cryptographyClient(key.href, running.credential('renew')));
  const unwrap = keyVaultShareUnwrap({
    key,
    clientFor: (keyId) => cryptographyClient(keyId, running.credential('link')),
  });
  return {
    sealer: sealer({ wrap }),
    opener: opener({ unwrap }),
    goAway: () => {
      vaults.faults.add({ drop: 'before' });
    },
    comeBack: () => {
      vaults.faults.clear();
    },
    stop: running.stop,
  };
});
