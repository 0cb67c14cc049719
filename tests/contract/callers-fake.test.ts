import { tenantId } from '../../lib/domain/ids.ts';
import { objectId } from '../../lib/domain/person.ts';
import { fakeCallers } from '../support/fakes/callers.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { callersContract } from './callers.contract.ts';

callersContract('the sign-in in memory', () => {
  const clock = fakeClock();
  const callers = fakeCallers(clock);
  const someone = {
    tenant: tenantId('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11'),
    objectId: objectId('0b7e0d52-6f0c-4f7a-8a1e-3c1d8a0e55f0'),
  };
  return Promise.resolve({
    callers,
    clock,
    someone,
    header: (roles, kind) => Promise.resolve(callers.signIn(someone, roles, kind)),
    goAway: () => callers.goAway(),
    comeBack: () => callers.comeBack(),
    stop: () => Promise.resolve(),
  });
});
