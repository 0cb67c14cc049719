import { days, plus } from '../../lib/domain/time.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeDirectory } from '../support/fakes/directory.ts';
import { fakeVaults } from '../support/fakes/vaults.ts';
import { aTenant } from '../support/tenants.ts';
import { credentialSourceContract } from './credential-source.contract.ts';

const stop = () => Promise.resolve();

credentialSourceContract('the directory in memory', () => {
  const clock = fakeClock();
  const directory = fakeDirectory({ tenant: aTenant(), clock, pageSize: 2 });
  const applications = [1, 2, 3, 4, 5].map((nth) =>
    directory.addApplication({
      name: `application ${nth}`,
      credentials: [
        { name: 'secret', expiresAt: plus(clock.now(), days(nth)) },
        { kind: 'client-certificate', name: 'CN=it', expiresAt: plus(clock.now(), days(nth)) },
      ],
    }),
  );
  directory.unread([{ what: 'applications/x/passwordCredentials/0', reason: 'endDateTime: not an instant' }]);
  const nativeIds = applications.map(({ nativeId }) => nativeId);
  return Promise.resolve({
    source: directory.applications,
    nativeIds,
    missing: '00000000-0000-4000-8000-000000000000',
    unread: 'applications/x',
    values: nativeIds.flatMap((nativeId) =>
      directory.credentialsOf(nativeId).flatMap(({ value }) => value ?? []),
    ),
    goAway: directory.goAway,
    deny: directory.deny,
    comeBack: directory.comeBack,
    stop,
  });
});

credentialSourceContract('the vaults in memory', () => {
  const clock = fakeClock();
  const vaults = fakeVaults(aTenant(), ['apps-live', 'apps-nle', 'behind-firewall']);
  const certificates = [
    vaults.put({
      vault: 'apps-live',
      name: 'web-tls',
      expiresAt: plus(clock.now(), days(9)),
      owner: 'web-team',
    }),
    vaults.put({ vault: 'apps-live', name: 'no-end' }),
    vaults.put({ vault: 'apps-nle', name: 'web-tls', expiresAt: plus(clock.now(), days(9)) }),
  ];
  vaults.close('behind-firewall');
  return Promise.resolve({
    source: vaults.source,
    nativeIds: certificates.map(({ nativeId }) => nativeId),
    missing: 'apps-live.vault.example/certificates/never-made',
    unread: 'vaults/behind-firewall',
    values: [],
    goAway: vaults.goAway,
    deny: () => {
      vaults.close('apps-live');
    },
    comeBack: () => {
      vaults.comeBack();
      vaults.open('apps-live');
    },
    stop,
  });
});
