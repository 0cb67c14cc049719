import { expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { tenantId } from '../../lib/domain/ids.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import type { People } from '../../lib/ports/people.ts';
import { beginJudgingRun } from '../../lib/use-cases/judging-run.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeDirectory as fakeTenant } from '../support/fakes/directory.ts';
import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeOverrides } from '../support/fakes/overrides.ts';
import {
  fakeDirectory,
  fakeRenewals,
  fakeSilences,
  fakeSketches,
  fakeSubjects,
} from '../support/fakes/stores.ts';
import { aTenant } from '../support/tenants.ts';

test('a tenant that does not say who owns what keeps no other from being asked', async () => {
  const clock = fakeClock();
  const outbox = fakeOutbox();
  const [away, there] = ['away', 'there'].map((name, nth) =>
    fakeTenant({
      tenant: { ...aTenant(), name, id: tenantId(`00000000-0000-4000-8000-00000000000${nth}`) },
      clock,
    }),
  ) as [ReturnType<typeof fakeTenant>, ReturnType<typeof fakeTenant>];
  const of = (tenant: string): People => (tenant === away.tenant.id ? away : there).people;
  const logged: string[] = [];
  const run = beginJudgingRun({
    directory: fakeDirectory(outbox),
    sketches: fakeSketches(fakeRenewals(outbox)),
    silences: fakeSilences(outbox),
    overrides: fakeOverrides(outbox),
    people: {
      find: (tenant, name) => of(tenant).find(tenant, name),
      named: (tenant, contact) => of(tenant).named(tenant, contact),
      managerOf: (person) => of(person.tenant).managerOf(person),
      ownersOf: (subject) => of(subject.tenant).ownersOf(subject),
    },
    lastUse: there.lastUse,
    subjects: fakeSubjects(outbox),
    policy: DEFAULT_POLICY,
    teamMailbox: undefined,
    clock,
    log: (code) => void logged.push(code),
    digest: sha256,
    mode: 'act',
  });
  const owner = there.addPerson({ displayName: 'Olive' });
  away.goAway();
  for (let n = 0; n < 6; n += 1)
    expect(await run.ownersOf(away.addApplication({ name: `away ${n}` }), undefined)).toBeUndefined();
  const known = await run.ownersOf(there.addApplication({ name: 'there', owners: [owner] }), undefined);
  expect(known).toMatchObject({ reason: 'application-owner', people: [{ objectId: owner.objectId }] });
  // Three failures in a row are enough of one tenant.
  expect(logged).toEqual(['OWNERS_UNKNOWN', 'OWNERS_UNKNOWN', 'OWNERS_UNKNOWN']);
});
