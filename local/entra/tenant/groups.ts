import type { Dice } from './dice.ts';
import type { Person } from './people.ts';

/** A group of the tenant. Members are people, by their key, and other groups, by theirs. */
export interface Group {
  readonly key: string;
  readonly id: string;
  readonly displayName: string;
  /** Null for a security group without a mailbox. */
  readonly mail: string | null;
  readonly people: readonly string[];
  readonly groups: readonly string[];
  /** How many more people it has, who are nowhere else in this tenant. */
  readonly others: number;
}

/** All groups, in a fixed order. */
export const groupsOf = (domain: string, dice: Dice, people: readonly Person[]): readonly Group[] => {
  const group = (
    key: string,
    displayName: string,
    members: {
      readonly people?: readonly string[];
      readonly groups?: readonly string[];
      readonly others?: number;
    },
    mail: string | null = `${key}@${domain}`,
  ): Group => ({
    key,
    id: dice.uuid('group', key),
    displayName,
    mail,
    people: members.people ?? [],
    groups: members.groups ?? [],
    others: members.others ?? 0,
  });
  return [
    group('retail-owners', 'Retail owners', {
      people: ['nadia.haddad', 'lee.harper'],
      groups: ['retail-platform'],
    }),
    // Round in a circle, as nested groups are sooner or later.
    group('retail-platform', 'Retail platform', {
      people: ['asha.rao', 'jonas.becker', 'nadia.haddad', 'greta.olsen'],
      groups: ['retail-owners'],
    }),
    group('left-behind', 'Left behind', { people: ['greta.olsen', 'victor.ionescu'] }),
    group('no-one', 'No one', {}),
    group('platform-security', 'Platform security', { people: ['fatima.zahra', 'liam.murphy'] }, null),
    group('all-staff', 'All staff', {
      people: people.map(({ key }) => key),
      others: 800,
    }),
  ];
};

/** The keys of all people in a group and in those within it, each once. */
export const peopleWithin = (groups: readonly Group[], group: Group): readonly string[] => {
  const seen = new Set<string>();
  const people = new Set<string>();
  const enter = (key: string): void => {
    const at = groups.find((one) => one.key === key);
    if (at === undefined || seen.has(key)) return;
    seen.add(key);
    for (const person of at.people) people.add(person);
    for (const inner of at.groups) enter(inner);
  };
  enter(group.key);
  return [...people];
};

/** The groups within a group, but for itself. */
export const groupsWithin = (groups: readonly Group[], group: Group): readonly Group[] => {
  const found = new Set<Group>();
  const enter = (at: Group): void => {
    for (const key of at.groups) {
      const inner = groups.find((one) => one.key === key);
      if (inner === undefined || found.has(inner)) continue;
      found.add(inner);
      enter(inner);
    }
  };
  enter(group);
  found.delete(group);
  return [...found];
};
