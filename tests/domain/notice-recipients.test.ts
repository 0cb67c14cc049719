import { describe, expect, test } from '@jest/globals';
import type { NoticeTarget } from '../../lib/domain/judged.ts';
import {
  furtherOwners,
  type Ladder,
  needsManagers,
  recipientsOf,
} from '../../lib/domain/notice-recipients.ts';
import type { Owners } from '../../lib/domain/owner.ts';
import { aPerson } from '../support/builders.ts';

const [owner, other, further, manager] = [aPerson('Olive'), aPerson('Otto'), aPerson('Fay'), aPerson('Max')];
const left = aPerson('Left', { enabled: false });
const unreachable = aPerson('Unreachable', { mail: undefined });
const owned: Owners = { kind: 'people', reason: 'application-owner', people: [owner, other] };
const missing: Owners = { kind: 'missing' };
const team: Owners = { kind: 'mailbox', reason: 'team-mailbox', mailbox: 'team@northwind.example' };

const told = (targets: readonly NoticeTarget[], said: Partial<Ladder> = {}) =>
  recipientsOf(targets, {
    owners: owned,
    further: [further],
    managers: [manager],
    securityContact: 'security@northwind.example',
    teamMailbox: 'team@northwind.example',
    ...said,
  });
const asWhat = (...given: Parameters<typeof told>) =>
  told(...given).map(({ address, reason }) => [address.split('@')[0], reason]);

describe('a notice is for', () => {
  test.each<readonly [string, readonly NoticeTarget[], Partial<Ladder>, readonly (readonly string[])[]]>([
    [
      'all owners of the first link',
      ['owner'],
      {},
      [
        ['olive', 'application-owner'],
        ['otto', 'application-owner'],
      ],
    ],
    ['the mailbox of the team, where it owns', ['owner'], { owners: team }, [['team', 'team-mailbox']]],
    ['nobody, where nobody owns', ['owner'], { owners: missing }, []],
    ['further owners', ['second-owner'], {}, [['fay', 'second-owner']]],
    [
      'the manager, where there are no further owners',
      ['second-owner'],
      { further: [] },
      [['max', 'manager']],
    ],
    ['the manager', ['manager'], {}, [['max', 'manager']]],
    [
      'the security contact, where nobody manages',
      ['manager'],
      { managers: [] },
      [['security', 'security-contact']],
    ],
    [
      'the security contact, where the manager has left',
      ['manager'],
      { managers: [left, unreachable] },
      [['security', 'security-contact']],
    ],
    ['the security contact', ['security-contact'], {}, [['security', 'security-contact']]],
    [
      'the team, where there is no security contact',
      ['security-contact'],
      { securityContact: undefined },
      [['team', 'team-mailbox']],
    ],
    [
      'the team, where the whole ladder is empty',
      ['second-owner'],
      { further: [], managers: [], securityContact: undefined },
      [['team', 'team-mailbox']],
    ],
    [
      'nobody, where there is nobody at all',
      ['security-contact'],
      { securityContact: undefined, teamMailbox: undefined },
      [],
    ],
    [
      'each once, as what they are told first',
      ['owner', 'manager'],
      { managers: [owner] },
      [
        ['olive', 'application-owner'],
        ['otto', 'application-owner'],
      ],
    ],
    [
      'each address once, however it is written',
      ['owner', 'security-contact'],
      { securityContact: 'Olive@Northwind.example' },
      [
        ['olive', 'application-owner'],
        ['otto', 'application-owner'],
      ],
    ],
  ])('%s', (_who, targets, ladder, expected) => {
    expect(asWhat(targets, ladder)).toEqual(expected);
  });

  test('people by tenant and object id, mailboxes by what they are', () => {
    const keys = told(['owner', 'security-contact']).map(({ key }) => key);
    expect(keys).toEqual([
      `${owner.tenant}/${owner.objectId}`,
      `${other.tenant}/${other.objectId}`,
      'security-contact',
    ]);
    expect(told(['owner'], { owners: team })[0]?.key).toBe('team-mailbox');
  });
});

describe('further owners', () => {
  const evidence = {
    links: [
      { link: 'owner-tag', people: [owner, left] },
      { link: 'application-owner', people: [other, unreachable] },
      { link: 'service-principal-owner', people: [further, other] },
    ],
  } as const;

  test('are those of other links who can be told, and were not told first', () => {
    const tagged: Owners = { kind: 'people', reason: 'owner-tag', people: [owner] };
    expect(furtherOwners(evidence, tagged)).toEqual([other, further, other]);
    expect(furtherOwners(evidence, owned)).toEqual([further]);
    expect(furtherOwners(evidence, team)).toEqual([owner, other, further, other]);
  });

  test('or managers: those are asked for only where they may be told', () => {
    expect(needsManagers(['owner'], [])).toBe(false);
    expect(needsManagers(['owner', 'security-contact'], [])).toBe(false);
    expect(needsManagers(['owner', 'manager'], [further])).toBe(true);
    expect(needsManagers(['second-owner'], [further])).toBe(false);
    expect(needsManagers(['second-owner'], [])).toBe(true);
  });
});
