import { isOfDomain } from '../../domain/mail-code.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Named } from '../../domain/owner-evidence.ts';
import type { Person } from '../../domain/person.ts';
import { ok } from '../../domain/result.ts';
import type { People } from '../../ports/people.ts';
import type { GraphClient } from './graph-client.ts';
import {
  encode,
  findByAddress,
  findUser,
  getNamed,
  type GraphPerson,
  isGuid,
  personOf,
  USER_FIELDS,
} from './graph-users.ts';
import { type GraphNamed, inGroup, ownerLinks } from './owner-links.ts';

/**
 * The people of the tenants that we watch. Where guests are refused they are like people who were disabled: a link that
 * they can't open must not be made for them; among owners they are counted and left out.
 */
export const graphPeople = ({
  clientFor,
  guests = 'allow',
  mailCodeDomains = [],
}: {
  readonly clientFor: (tenant: TenantId) => GraphClient;
  readonly guests?: 'refuse' | 'allow';
  /** Guests of these mail domains may be recipients all the same: they need no account. */
  readonly mailCodeDomains?: readonly string[];
}): People => {
  const isRefused = ({ isGuest, mail }: GraphPerson): boolean =>
    isGuest && guests === 'refuse' && !isOfDomain(mailCodeDomains, mail);
  const admitted = (person: GraphPerson): Person => {
    const { isGuest: _, ...known } = person;
    return { ...known, enabled: known.enabled && !isRefused(person) };
  };
  const admittedOf = ({ people, members, leftOut = {} }: GraphNamed): Named => {
    const all = [...people, ...(members ?? [])];
    const stay = (some: readonly GraphPerson[]) => some.filter((one) => !isRefused(one)).map(admitted);
    return {
      people: stay(people),
      ...(members === undefined ? {} : { members: stay(members) }),
      leftOut: { ...leftOut, guests: all.filter(isRefused).length },
    };
  };
  return {
    find: async (tenant, idOrName) => {
      const found = await findUser(clientFor(tenant), tenant, idOrName);
      return found.ok ? ok(found.value && admitted(found.value)) : found;
    },
    managerOf: async ({ tenant, objectId: id }) => {
      const path = `/users/${encode(id)}/manager?$select=${USER_FIELDS}`;
      const answer = await getNamed(clientFor(tenant), path);
      if (!answer.ok) return answer;
      if (answer.value === undefined) return ok(undefined);
      const manager = personOf(answer.value, tenant);
      return manager.ok ? ok(admitted(manager.value)) : manager;
    },
    named: async (tenant, contact) => {
      const client = clientFor(tenant);
      if (contact.kind === 'mailbox') return ok({ people: [], mailbox: contact.address });
      if (contact.kind === 'group') {
        const group = await inGroup(client, tenant, contact.which);
        return group.ok ? ok(admittedOf(group.value)) : group;
      }
      const { who } = contact;
      const person = await (isGuid(who) ? findUser : findByAddress)(client, tenant, who);
      if (!person.ok) return person;
      return ok(
        person.value === undefined
          ? { people: [], leftOut: { unknown: 1 } }
          : admittedOf({ people: [person.value] }),
      );
    },
    ownersOf: async (subject) => {
      const found = await ownerLinks(clientFor(subject.tenant), subject);
      return found.ok
        ? ok({ links: found.value.map((link) => ({ link: link.link, ...admittedOf(link) })) })
        : found;
    },
  };
};
