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
import { fingerprint } from '../../lib/domain/ids.ts';
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

  test('are members of a group, where nobody is named alone', () => {
    const links = [{ link: 'owner-tag', people: [left], members: [owner, second] }] as const;
    expect(chooseOwners({ links }, undefined)).toEqual({
      kind: 'people',
      reason: 'owner-tag',
      people: [owner, second],
      byGroup: true,
    });
    const named = [{ link: 'owner-tag', people: [tagged], members: [owner] }] as const;
    expect(chooseOwners({ links: named }, undefined)).toEqual({
      kind: 'people',
      reason: 'owner-tag',
      people: [tagged, owner],
    });
  });

  test('are the mailbox of a link, where no person of it can be told, and before all later links', () => {
    const mailbox = 'hr@northwind.example';
    const links = [
      { link: 'override', people: [left], mailbox },
      { link: 'application-owner', people: [owner] },
    ] as const;
    expect(chooseOwners({ links }, 'team@northwind.example')).toEqual({
      kind: 'mailbox',
      reason: 'override',
      mailbox,
    });
    const told = [{ link: 'override', people: [second], mailbox }] as const;
    expect(chooseOwners({ links: told }, undefined)).toMatchObject({ kind: 'people', people: [second] });
  });

  test.each([
    ['override', 'those who run this monitor have entered you for "x"'],
    ['owner-tag', 'a tag on "x" names you as its owner'],
    ['service-management-reference', 'the service management reference of "x" leads to you'],
    ['application-owner', 'you are an owner of the application "x" in Microsoft Entra'],
    ['service-principal-owner', 'you are an owner of the enterprise application "x" in Microsoft Entra'],
    ['vault-tag', 'a tag on the key vault that holds "x" names you as its owner'],
    ['resource-group-tag', 'a tag on the resource group that holds "x" names you as its owner'],
    ['subscription-tag', 'a tag on the subscription that holds "x" names you as its owner'],
    ['manager-of-leaver', 'you are the manager of someone who answered for "x" and has left'],
    ['team-mailbox', 'no owner of "x" could be found, and this mailbox takes what has none'],
    ['named-in-request', 'a request at the service desk about "x" names you as the one for whom it is'],
    ['second-owner', 'you own "x" as well, and those who were told first have not acted'],
    ['manager', 'you are the manager of an owner of "x", and nobody has acted'],
    ['security-contact', 'this mailbox is told when nobody has acted on "x"'],
  ] as const)('are told why it is them: %s', (reason, words) => {
    expect(whyYou(reason, { name: 'x' })).toBe(words);
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

test('the fingerprint is made of the same text as ever, since silences hold it', () => {
  const of = (owners: Owners) => ownersFingerprint(sha256, owners);
  const key = (person: Person) => `${person.tenant}/${person.objectId}`;
  const sorted = [key(owner), key(second)].toSorted();
  expect(of({ kind: 'people', reason: 'owner-tag', people: [owner, second] })).toBe(
    fingerprint(sha256, JSON.stringify(['people', ...sorted])),
  );
  expect(of({ kind: 'mailbox', reason: 'override', mailbox: 'HR@x.example' })).toBe(
    fingerprint(sha256, '["mailbox","hr@x.example"]'),
  );
  expect(of({ kind: 'missing' })).toBe(fingerprint(sha256, '["missing"]'));
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
