import { describe, expect, test } from '@jest/globals';
import { chooseOwners } from '../../lib/domain/owner.ts';
import type { SetOverride } from '../../lib/domain/owner-override.ts';
import { DEFAULT_POLICY, type OwnerRules } from '../../lib/domain/policy.ts';
import { type OverrideId, readId } from '../../lib/domain/ids.ts';
import { plus, seconds } from '../../lib/domain/time.ts';
import { ownerEvidence } from '../../lib/use-cases/owner-evidence.ts';
import { aTenant } from '../support/tenants.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeDirectory } from '../support/fakes/directory.ts';

const setting = (rules: Partial<OwnerRules> = {}) => {
  const clock = fakeClock();
  const directory = fakeDirectory({ tenant: aTenant(), clock });
  const set: SetOverride[] = [];
  const evidenceOf = ownerEvidence({
    people: directory.people,
    overrides: { read: () => Promise.resolve(set) },
    policy: { ...DEFAULT_POLICY, owners: { ...DEFAULT_POLICY.owners, ...rules } },
    clock,
    log: () => undefined,
  });
  const [olive, petra, rosa, max] = ['Olive', 'Petra', 'Rosa', 'Max'].map((displayName) =>
    directory.addPerson({ displayName }),
  );
  return {
    clock,
    directory,
    set,
    olive: olive!,
    petra: petra!,
    rosa: rosa!,
    max: max!,
    override: (more: Partial<SetOverride>): SetOverride => ({
      id: readId<OverrideId>(`ov-${'a'.repeat(26)}`),
      tenant: directory.tenant.id,
      scope: { kind: 'name', pattern: '*' },
      owner: { kind: 'mailbox', address: 'set@northwind.example' },
      reason: 'So it is.',
      author: olive!,
      setAt: clock.now(),
      until: undefined,
      ...more,
    }),
    ask: async (subject: Parameters<typeof evidenceOf>[0]) => {
      const evidence = await evidenceOf(subject);
      if (!evidence.ok) throw new Error(evidence.failure.detail);
      return evidence.value;
    },
  };
};

describe('the owner chain', () => {
  test('is asked in its order: override, tag, reference, owners, the places it lies in', async () => {
    const s = setting({
      references: [{ reference: 'CI*', owner: { kind: 'person', who: 'rosa@northwind.example' } }],
    });
    const { directory, olive, petra, max } = s;
    s.set.push(s.override({ owner: { kind: 'person', who: petra.objectId } }));
    const subject = directory.addApplication({
      name: 'rates',
      owners: [olive],
      principalOwners: [max],
      ownerTag: max.mail,
      serviceManagementReference: 'CI0010977',
    });
    const evidence = await s.ask({
      ...subject,
      ownerHints: { ...subject.ownerHints, vaultOwnerTag: petra.mail, subscriptionOwnerTag: olive.mail },
    });
    expect(evidence.links.map(({ link }) => link)).toEqual([
      'override',
      'owner-tag',
      'service-management-reference',
      'application-owner',
      'service-principal-owner',
      'vault-tag',
      'subscription-tag',
    ]);
    expect(chooseOwners(evidence, undefined)).toEqual({
      kind: 'people',
      reason: 'override',
      people: [petra],
    });
  });

  test('what somebody set comes before what the policy says, and ends at its date', async () => {
    const s = setting({
      overrides: [
        {
          scope: { kind: 'name', pattern: 'rates' },
          owner: { kind: 'mailbox', address: 'policy@northwind.example' },
          reason: 'Ours.',
          until: undefined,
        },
      ],
    });
    const subject = s.directory.addApplication({ name: 'rates' });
    const until = plus(s.clock.now(), seconds(60));
    s.set.push(s.override({ until }));
    expect(await s.ask(subject)).toMatchObject({
      override: s.set[0]!.id,
      links: [{ mailbox: 'set@northwind.example' }, {}, {}],
    });
    s.clock.wait(seconds(60));
    expect(await s.ask(subject)).toMatchObject({
      override: 'policy',
      links: [{ mailbox: 'policy@northwind.example' }, {}, {}],
    });
  });

  test('goes on where an override leads to nobody who is still there', async () => {
    const s = setting();
    const subject = s.directory.addApplication({ name: 'rates', owners: [s.olive] });
    s.directory.changePerson(s.petra, { enabled: false });
    s.set.push(s.override({ owner: { kind: 'person', who: s.petra.objectId } }));
    expect(chooseOwners(await s.ask(subject), undefined)).toEqual({
      kind: 'people',
      reason: 'application-owner',
      people: [s.olive],
    });
  });

  test('a reference leads nowhere that the policy does not name', async () => {
    const s = setting({
      references: [{ reference: 'CI9*', owner: { kind: 'mailbox', address: 'a@b.example' } }],
    });
    const subject = s.directory.addApplication({ name: 'rates', serviceManagementReference: 'CI0010977' });
    expect((await s.ask(subject)).links.map(({ link }) => link)).not.toContain(
      'service-management-reference',
    );
  });

  test('members of a group are told, and nobody is meant alone', async () => {
    const s = setting();
    s.directory.addGroup('owners@northwind.example', [s.petra, s.rosa]);
    const subject = s.directory.addApplication({ name: 'rates', ownerTag: 'owners@northwind.example' });
    expect(chooseOwners(await s.ask(subject), undefined)).toEqual({
      kind: 'people',
      reason: 'owner-tag',
      people: [s.petra, s.rosa],
      byGroup: true,
    });
  });
});

describe('the manager of an owner who has left', () => {
  const withLeaver = (isAsked: boolean) => {
    const s = setting({ managerOfLeavers: isAsked });
    s.directory.changePerson(s.olive, { enabled: false });
    s.directory.setManager(s.olive, s.petra);
    s.directory.setManager(s.petra, s.rosa);
    return { ...s, subject: s.directory.addApplication({ name: 'rates', owners: [s.olive] }) };
  };

  test('is asked only where the policy says so', async () => {
    const s = withLeaver(false);
    expect(chooseOwners(await s.ask(s.subject), undefined)).toEqual({ kind: 'missing' });
  });

  test('answers when nobody else is found', async () => {
    const s = withLeaver(true);
    expect(chooseOwners(await s.ask(s.subject), 'team@northwind.example')).toEqual({
      kind: 'people',
      reason: 'manager-of-leaver',
      people: [s.petra],
    });
  });

  test('who has left as well is passed up', async () => {
    const s = withLeaver(true);
    s.directory.changePerson(s.petra, { enabled: false });
    expect(chooseOwners(await s.ask(s.subject), undefined)).toMatchObject({ people: [s.rosa] });
  });

  test('is not asked while somebody is there', async () => {
    const s = withLeaver(true);
    s.directory.changeApplication(s.subject.nativeId, { owners: [s.olive, s.max] });
    const { links } = await s.ask(s.subject);
    expect(links.map(({ link }) => link)).toEqual(['application-owner', 'service-principal-owner']);
  });

  test('who walks in a circle ends', async () => {
    const s = withLeaver(true);
    s.directory.changePerson(s.petra, { enabled: false });
    s.directory.setManager(s.petra, s.olive);
    expect(chooseOwners(await s.ask(s.subject), undefined)).toEqual({ kind: 'missing' });
  });
});
