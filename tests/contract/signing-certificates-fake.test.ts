import { days, minus, plus } from '../../lib/domain/time.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeSigners } from '../support/fakes/signers.ts';
import { aTenant } from '../support/tenants.ts';
import { signingCertificatesContract } from './signing-certificates.contract.ts';

signingCertificatesContract('the directory in memory', () => {
  const clock = fakeClock();
  const tenant = aTenant();
  const signers = fakeSigners({ tenant, clock });
  const notify = ['iam@northwind.example'];
  const nativeId = signers.add({
    ...{ name: 'HR Portal', appId: undefined, notify },
    ...{ startsAt: minus(clock.now(), days(900)), expiresAt: plus(clock.now(), days(20)) },
  });
  const holder = { tenant: tenant.id, nativeId };
  return Promise.resolve({
    ...{ signing: signers.signing, holder, notify, now: clock.now() },
    nobody: { ...holder, nativeId: '00000000-0000-4000-8000-000000000000' },
    ...{ goAway: signers.goAway, deny: signers.deny, comeBack: signers.comeBack },
    loseNextAnswer: () => {
      signers.fault({ call: 'add', what: 'lost' });
    },
    stop: () => Promise.resolve(),
  });
});
