import { expect, test } from '@jest/globals';
import { days, plus } from '../../lib/domain/time.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeDirectory } from '../support/fakes/directory.ts';
import { aTenant } from '../support/tenants.ts';
import { credentialIssuerContract } from './credential-issuer.contract.ts';

const open = () => {
  const clock = fakeClock();
  const directory = fakeDirectory({ tenant: aTenant(), clock });
  const { nativeId, tenant } = directory.addApplication({
    name: 'payroll',
    credentials: [{ name: 'old', expiresAt: plus(clock.now(), days(5)) }],
  });
  return { clock, directory, holder: { tenant, nativeId } };
};

credentialIssuerContract('the directory in memory', () => {
  const { clock, directory, holder } = open();
  return Promise.resolve({
    issuer: directory.issuer,
    holder,
    nobody: { ...holder, nativeId: '00000000-0000-4000-8000-000000000000' },
    now: clock.now(),
    signsIn: (value) => Promise.resolve(directory.signsIn(holder.nativeId, value)),
    goAway: directory.goAway,
    deny: directory.deny,
    comeBack: directory.comeBack,
    loseNextAnswer: directory.loseNextAnswer,
    stop: () => Promise.resolve(),
  });
});

test('a directory in memory that lags hides what is new from its lists, and not from sign-in', async () => {
  const { clock, directory, holder } = open();
  directory.lag();
  const added = await directory.issuer.add(holder, 'new #1', plus(clock.now(), days(9)));
  if (!added.ok) throw new Error(added.failure.detail);
  const looked = async () => {
    const subject = await directory.applications.look(holder.nativeId);
    return subject.ok ? subject.value?.credentials.map(({ name }) => name).toSorted() : undefined;
  };
  expect(await looked()).toEqual(['old']);
  expect(directory.signsIn(holder.nativeId, added.value.value)).toBe(true);
  directory.catchUp();
  expect(await looked()).toEqual(['new #1', 'old']);
});

test('a secret in memory no longer signs in at the very millisecond of its end', async () => {
  const { clock, directory, holder } = open();
  const expiresAt = plus(clock.now(), days(1));
  const added = await directory.issuer.add(holder, 'short #1', expiresAt);
  if (!added.ok) throw new Error(added.failure.detail);
  clock.wait(days(1));
  expect(directory.signsIn(holder.nativeId, added.value.value)).toBe(false);
});
