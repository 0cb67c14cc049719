import { plus, seconds } from '../../lib/domain/time.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeDirectory } from '../support/fakes/directory.ts';
import { aTenant } from '../support/tenants.ts';
import { lastUseContract } from './last-use.contract.ts';

lastUseContract('the directory in memory', () => {
  const clock = fakeClock();
  const directory = fakeDirectory({ tenant: aTenant(), clock, pageSize: 1 });
  const { tenant, nativeId, credentials } = directory.addApplication({
    name: 'payroll',
    credentials: [{ name: 'old' }, { name: 'new' }],
  });
  const [used, unused] = credentials.map(({ keyId }) => keyId);
  if (used === undefined || unused === undefined) throw new Error('Two credentials were made.');
  const namesake = directory.addApplication({ name: 'copy', credentials: [{ keyId: used }] });
  const other = directory.addApplication({ name: 'other', credentials: [{ name: 'one' }] });
  directory.noteUse(other.nativeId, other.credentials[0]?.keyId ?? '', clock.now());
  return Promise.resolve({
    lastUse: directory.lastUse,
    holder: { tenant, nativeId },
    used,
    unused,
    namesake: { tenant, nativeId: namesake.nativeId },
    signIn: () => {
      clock.wait(seconds(1));
      directory.noteUse(nativeId, used, clock.now());
      return Promise.resolve(plus(clock.now(), seconds(0)));
    },
    goAway: directory.goAway,
    deny: directory.deny,
    comeBack: directory.comeBack,
    stop: () => Promise.resolve(),
  });
});
