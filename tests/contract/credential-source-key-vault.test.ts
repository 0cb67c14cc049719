import { keyVaultCertificates } from '../../lib/adapters/key-vault/certificates-source.ts';
import { certificateClient } from '../../lib/adapters/key-vault/certificate-client.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { systemClock } from '../../lib/adapters/system/system-clock.ts';
import { DEFAULT_VAULTS } from '../../local/key-vault/default-vaults.ts';
import { aTenant } from '../support/tenants.ts';
import { runVaultsStandIn } from '../support/vault-stand-in.ts';
import { credentialSourceContract } from './credential-source.contract.ts';

credentialSourceContract('Key Vault', async () => {
  const running = await runVaultsStandIn();
  const { vaults } = running;
  const watched = DEFAULT_VAULTS.filter(({ name }) => name !== 'product');
  const credential = running.credential();
  return {
    source: keyVaultCertificates({
      vaults: watched.map(({ name }) => ({
        name,
        client: certificateClient(new URL(vaults.urlOf(name)), credential),
      })),
      tenant: aTenant(),
      digest: sha256,
      clock: systemClock,
    }),
    // What was only asked for and never issued is not listed.
    nativeIds: watched.flatMap(({ name, certificates }) =>
      certificates
        .filter((certificate) => certificate.endsIn !== undefined)
        .map((certificate) => `${name}.vault.localhost/certificates/${certificate.name}`),
    ),
    missing: 'apps-live.vault.localhost/certificates/never-made',
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
