import { days, minus, plus } from '../../lib/domain/time.ts';
import { TENANT } from '../support/app.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeVaults } from '../support/fakes/vaults.ts';
import { vaultVersionsContract } from './vault-versions.contract.ts';

vaultVersionsContract('vaults in memory', () => {
  const clock = fakeClock();
  const now = clock.now();
  const vaults = fakeVaults(TENANT, ['apps'], clock);
  const dates = { vault: 'apps', startsAt: minus(now, days(300)), expiresAt: plus(now, days(5)) };
  vaults.put({ ...dates, name: 'self-issued', issuer: 'Self' });
  vaults.put({ ...dates, name: 'refused-by-issuer', issuer: 'Self', refuses: 'The account is suspended.' });
  vaults.put({ ...dates, name: 'signed-elsewhere' });
  vaults.put({ ...dates, in: 'keys', name: 'ledger' });
  vaults.put({ ...dates, in: 'keys', name: 'rotates-itself', rotatesAt: plus(now, days(1)) });
  vaults.put({ ...dates, in: 'secrets', name: 'random', generate: '40' });
  vaults.put({ ...dates, in: 'secrets', name: 'plain' });
  const closed = fakeVaults(TENANT, ['apps'], clock);
  closed.close('apps');
  return Promise.resolve({
    versions: vaults.versions,
    closed: closed.versions,
    host: 'apps.vault.example',
    sign: (csr) => Promise.resolve([csr]),
    valuesIn: (secret) => vaults.making.values(`secrets/${secret}`),
    hashOf: (value) => value,
    issued: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  });
});
