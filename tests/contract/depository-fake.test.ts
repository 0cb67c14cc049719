import { fakeDepository } from '../support/fakes/depository.ts';
import { depositoryContract } from './depository.contract.ts';

depositoryContract('vaults in memory', () => {
  const vaults = fakeDepository();
  const closed = fakeDepository();
  closed.close();
  return Promise.resolve({
    depository: vaults.depository,
    closed: closed.depository,
    vault: 'https://apps.vault.example',
    hashesIn: ({ vault, secret }) => vaults.versions(vault, secret).map(({ value }) => value),
    hashOf: (value) => value,
    stop: () => Promise.resolve(),
  });
});
