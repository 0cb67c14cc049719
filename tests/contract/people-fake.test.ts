import { fakeClock } from '../support/fakes/clock.ts';
import { fakeDirectory } from '../support/fakes/directory.ts';
import { aTenant } from '../support/tenants.ts';
import { peopleContract } from './people.contract.ts';

peopleContract('the directory in memory', () => {
  const directory = fakeDirectory({ tenant: aTenant(), clock: fakeClock() });
  const people = Array.from({ length: 25 }, (_, nth) =>
    directory.addPerson({ displayName: `Person ${nth}` }),
  );
  const [someone] = people;
  const whoLeft = directory.addPerson({ displayName: 'Greta Olsen', enabled: false });
  const crowd = Array.from({ length: 51 }, (_, nth) => directory.addPerson({ displayName: `Crowd ${nth}` }));
  directory.addGroup('owners@northwind.example', people.slice(0, 3));
  directory.addGroup('everyone@northwind.example', crowd);
  const manager = directory.addPerson({ displayName: 'Magda Chief' });
  directory.setManager(someone!, manager);
  return Promise.resolve({
    manager,
    people: directory.people,
    tenant: directory.tenant.id,
    someone: someone!,
    whoLeft,
    stranger: {
      objectId: '00000000-0000-4000-8000-000000000000',
      userPrincipalName: 'nobody@elsewhere.example',
    },
    wellOwned: { subject: directory.addApplication({ name: 'shared', owners: people }), owners: 25 },
    byPrincipal: {
      subject: directory.addApplication({ name: 'rates', principalOwners: [someone!] }),
      owner: someone!,
    },
    unowned: directory.addApplication({ name: 'unowned' }),
    group: { mail: 'owners@northwind.example', members: people.slice(0, 3) },
    largeGroup: 'everyone@northwind.example',
    goAway: directory.goAway,
    deny: directory.deny,
    comeBack: directory.comeBack,
    stop: () => Promise.resolve(),
  });
});
