import { DEFAULT_VAULTS } from '../../local/key-vault/default-vaults.ts';
import { aTenant } from '../support/tenants.ts';
import { vaultSource } from '../support/vault-source.ts';
import { runVaultsStandIn } from '../support/vault-stand-in.ts';
import { credentialSourceContract } from './credential-source.contract.ts';

credentialSourceContract('Key Vault', async () => {
  const running = await runVaultsStandIn();
  const { vaults } = running;
  const watched = DEFAULT_VAULTS.filter(({ name }) => name !== 'product');
  const credential = running.credential();
  return {
    source: vaultSource({
      urls: watched.map(({ name }) => vaults.urlOf(name)),
      credential,
      tenant: aTenant(),
    }),
    // What was only asked for and never issued is not listed, and what a certificate brought along is not told apart.
    nativeIds: watched.flatMap(({ name: vault, certificates, secrets, keys }) => [
      ...certificates
        .filter(({ endsIn }) => endsIn !== undefined)
        .map(({ name }) => `${vault}.vault.localhost/certificates/${name}`),
      ...secrets.map(({ name }) => `${vault}.vault.localhost/secrets/${name}`),
      ...keys.map(({ name }) => `${vault}.vault.localhost/keys/${name}`),
    ]),
    missing: 'apps-live.vault.localhost/secrets/never-made',
    unread: 'vaults/behind-firewall',
    values: [],
    goAway: () => {
      vaults.faults.add({ drop: 'before' });
    },
    deny: () => {
      vaults.faults.add({ status: 403, body: { error: { code: 'Forbidden', message: 'No.' } } });
    },
    comeBack: () => {
      vaults.faults.clear();
    },
    stop: running.stop,
  };
});
