import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { chooseOwners, knownOwners, type Owners, ownersFingerprint, whyYou } from '../../lib/domain/owner.ts';
import {
  canBeTold,
  everyone,
  leadsSomewhere,
  leaversOf,
  type OwnerEvidence,
  reachable,
} from '../../lib/domain/owner-evidence.ts';
import type { Person } from '../../lib/domain/person.ts';
import { aPerson, NOW } from '../support/builders.ts';

const [tagged, owner, second, principal] = ['Tag', 'Owner', 'Second', 'Principal'].map((name) =>
  aPerson(name),
) as [
  ReturnType<typeof aPerson>,
  ReturnType<typeof aPerson>,
  ReturnType<typeof aPerson>,
  ReturnType<typeof aPerson>,
];
const left = aPerson('Left', { enabled: false });
const unreachable = aPerson('Unreachable', { mail: undefined });
interface Said {
  readonly byLabel?: readonly Person[];
  readonly applicationOwners?: readonly Person[];
  readonly servicePrincipalOwners?: readonly Person[];
}
const evidence = (said: Said = {}): OwnerEvidence => ({
  links: [
    { link: 'owner-tag', people: said.byLabel ?? [] },
    { link: 'application-owner', people: said.applicationOwners ?? [] },
    { link: 'service-principal-owner', people: said.servicePrincipalOwners ?? [] },
  ],
});
const all = { byLabel: [tagged], applicationOwners: [owner], servicePrincipalOwners: [principal] };

describe('whom a link shows', () => {
  const again = { ...owner, displayName: 'Owner, by a group' };

  test('is each once, those who are named one by one before the members of groups', () => {
    expect(everyone({ people: [owner, second], members: [again, principal, second] })).toEqual([
      owner,
      second,
      principal,
    ]);
    expect(everyone({ people: [owner] })).toEqual([owner]);
    expect(everyone({ people: [], members: [principal] })).toEqual([principal]);
  });

  test('can be told who is there and has an address', () => {
    expect([owner, left, unreachable].map(canBeTold)).toEqual([true, false, false]);
    expect(reachable({ people: [left, owner], members: [unreachable, second] })).toEqual([owner, second]);
  });

  test.each<[string, Parameters<typeof leadsSomewhere>[0], boolean]>([
    ['a mailbox', [{ people: [], mailbox: 'team@northwind.example' }], true],
    ['a member of a group', [{ people: [left], members: [owner] }], true],
    ['the second link', [{ people: [] }, { people: [owner] }], true],
    ['nobody who could be told', [{ people: [left, unreachable] }], false],
    ['nothing', [], false],
  ])('leads to %s: %s', (_what, links, expected) => {
    expect(leadsSomewhere(links)).toBe(expected);
  });

  test('has left who is there no more, each once over all links', () => {
    const gone = aPerson('Gone', { enabled: false });
    expect(leaversOf([{ people: [left, owner] }, { people: [unreachable], members: [left, gone] }])).toEqual([
      left,
      gone,
    ]);
  });
});

describe('the owners', () => {
  test.each([
    ['a tag, before all others', evidence(all), 'owner-tag', [tagged]],
    [
      'the application, when no tag names one',
      evidence({ ...all, byLabel: [] }),
      'application-owner',
      [owner],
    ],
    [
      'the application, when who is tagged has left',
      evidence({ ...all, byLabel: [left] }),
      'application-owner',
      [owner],
    ],
    [
      'the service principal, when the owners can not be written to',
      evidence({ ...all, byLabel: [], applicationOwners: [left, unreachable] }),
      'service-principal-owner',
      [principal],
    ],
    [
      'the application: all who are enabled, in its order',
      evidence({ applicationOwners: [left, owner, unreachable, second] }),
      'application-owner',
      [owner, second],
    ],
  ])('are those of %s', (_what, given, reason, people) => {
    expect(chooseOwners(given, 'team@northwind.example')).toEqual({ kind: 'people', reason, people });
  });

  test.each([
    ['nobody is named', evidence()],
    [
      'all have left',
      evidence({ byLabel: [left], applicationOwners: [left], servicePrincipalOwners: [left] }),
    ],
  ])('are the mailbox of the team when %s, and missing without one', (_when, given) => {
    const mailbox = 'team@northwind.example';
    expect(chooseOwners(given, mailbox)).toEqual({ kind: 'mailbox', reason: 'team-mailbox', mailbox });
    expect(chooseOwners(given, undefined)).toEqual({ kind: 'missing' });
  });

  test('are told why, by the name of the application and in words of their own', () => {
    const reasons = [
      'owner-tag',
      'application-owner',
      'service-principal-owner',
      'team-mailbox',
      'second-owner',
      'manager',
      'security-contact',
    ] as const;
    const said = reasons.map((reason) => whyYou(reason, { name: 'payroll-sync' }));
    expect(said.every((text) => text.includes('"payroll-sync"'))).toBe(true);
    expect(new Set(said).size).toBe(7);
  });
});

describe('the fingerprint of owners', () => {
  const people = (...some: readonly [typeof owner, ...(typeof owner)[]]): Owners => ({
    kind: 'people',
    reason: 'application-owner',
    people: some,
  });
  const mailbox = (address: string): Owners => ({
    kind: 'mailbox',
    reason: 'team-mailbox',
    mailbox: address,
  });
  const print = (owners: Owners) => ownersFingerprint(sha256, owners);

  test('is the same in whatever order a directory tells them, and whatever they are called', () => {
    expect(print(people(owner, second))).toBe(print(people(second, { ...owner, displayName: 'Married' })));
    expect(print(mailbox('Team@northwind.example'))).toBe(print(mailbox('team@northwind.example')));
  });

  test('is another one for other owners, and says nothing of who they are', () => {
    const prints = [
      people(owner),
      people(second),
      people(owner, second),
      mailbox('a@x.example'),
      mailbox('b@x.example'),
      { kind: 'missing' } as const,
    ].map(print);
    expect(new Set(prints).size).toBe(6);
    expect(prints.every((text) => /^[a-z2-7]{26}$/.test(text))).toBe(true);
  });
});

describe('owners that are remembered', () => {
  const known = (owners: Owners) => knownOwners(sha256, owners, NOW);
  const key = { tenant: owner.tenant, objectId: owner.objectId };

  test('are remembered by who they are and why, without a name or an address', () => {
    const owners: Owners = { kind: 'people', reason: 'owner-tag', people: [owner] };
    expect(known(owners)).toEqual({
      askedAt: NOW,
      reason: 'owner-tag',
      people: [key],
      fingerprint: ownersFingerprint(sha256, owners),
    });
  });

  test('are a mailbox, or nobody', () => {
    const team: Owners = { kind: 'mailbox', reason: 'team-mailbox', mailbox: 'team@northwind.example' };
    expect(known(team)).toMatchObject({ reason: 'team-mailbox', people: [] });
    expect(known({ kind: 'missing' })).toMatchObject({ reason: undefined, people: [] });
  });
});
