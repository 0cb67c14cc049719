import { isOfDomain } from '../../domain/mail-code.ts';
import * as z from 'zod';
import type { Subject } from '../../domain/credential.ts';
import type { TenantId } from '../../domain/ids.ts';
import { objectId, type Person } from '../../domain/person.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { People, PeopleFailure } from '../../ports/people.ts';
import { pageSchema } from './page-schema.ts';
import type { GraphClient } from './graph-client.ts';
import { type GraphFailure, graphFailure, notUnderstood } from './graph-failure.ts';

type Found<T> = Result<T, PeopleFailure>;

const FIELDS = 'id,displayName,mail,userPrincipalName,accountEnabled,userType';
const OWNER_PAGE = 999;

/** A user with all that makes a person. Without the right to read users Graph leaves out everything but the id. */
const userSchema = z.object({
  id: z.guid(),
  displayName: z.string().nullish(),
  mail: z.string().min(1).nullish(),
  userPrincipalName: z.string().min(1),
  accountEnabled: z.boolean(),
  userType: z.string().nullish(),
});
const ownerSchema = z.object({ '@odata.type': z.string().optional(), id: z.guid() });

/** As directories allow them; a name that begins with a dollar sign would need another path, and none is ever made. */
const ADDRESS = /^[^\s@$/?\\"<>|][^\s@/?\\"<>|]{0,112}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?$/;

/**
 * The people of the tenants that we watch. Where guests are refused they are like people who were disabled: a link that
 * they can't open must not be made for them.
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
  const admitted = (person: GraphPerson): Person => {
    const { isGuest, ...known } = person;
    return {
      ...known,
      enabled: known.enabled && !(isGuest && guests === 'refuse' && !isOfDomain(mailCodeDomains, known.mail)),
    };
  };
  return {
    find: async (tenant, idOrName) => {
      const found = await findUser(clientFor(tenant), tenant, idOrName);
      return found.ok ? ok(found.value && admitted(found.value)) : found;
    },
    managerOf: async ({ tenant, objectId: id }) => {
      const answer = await getUser(clientFor(tenant), `/users/${encode(id)}/manager?$select=${FIELDS}`);
      if (!answer.ok) return answer;
      if (answer.value === undefined) return ok(undefined);
      const manager = personOf(answer.value, tenant);
      return manager.ok ? ok(admitted(manager.value)) : manager;
    },
    ownersOf: async (subject) => {
      const found = await evidenceOf(clientFor(subject.tenant), subject);
      if (!found.ok) return found;
      const { byLabel, applicationOwners, servicePrincipalOwners } = found.value;
      return ok({
        byLabel: byLabel.map(admitted),
        applicationOwners: applicationOwners.map(admitted),
        servicePrincipalOwners: servicePrincipalOwners.map(admitted),
      });
    },
  };
};

type GraphPerson = Person & { readonly isGuest: boolean };

interface Evidence {
  readonly byLabel: readonly GraphPerson[];
  readonly applicationOwners: readonly GraphPerson[];
  readonly servicePrincipalOwners: readonly GraphPerson[];
}

const evidenceOf = async (client: GraphClient, subject: Subject): Promise<Found<Evidence>> => {
  const label = await labelled(client, subject);
  if (!label.ok) return label;
  const byLabel = label.value === undefined ? [] : [label.value];
  if (subject.kind !== 'application') {
    return ok({ byLabel, applicationOwners: [], servicePrincipalOwners: [] });
  }
  const application = await owners(client, subject.tenant, `/applications/${encode(subject.nativeId)}`);
  if (!application.ok) return application;
  const principal =
    subject.appId === undefined
      ? ok([])
      : await owners(client, subject.tenant, `/servicePrincipals(appId='${encode(subject.appId)}')`);
  if (!principal.ok) return principal;
  return ok({ byLabel, applicationOwners: application.value, servicePrincipalOwners: principal.value });
};

/** What stands in a path or between quotes can't end it. */
const encode = (text: string): string => encodeURIComponent(text).replaceAll("'", '%27');

const findUser = async (
  client: GraphClient,
  tenant: TenantId,
  idOrName: string,
): Promise<Found<GraphPerson | undefined>> => {
  if (!z.guid().safeParse(idOrName).success && !ADDRESS.test(idOrName)) return ok(undefined);
  const answer = await getUser(client, `/users/${encode(idOrName)}?$select=${FIELDS}`);
  if (!answer.ok) return answer;
  return answer.value === undefined ? ok(undefined) : personOf(answer.value, tenant);
};

/** The owner label may be a user principal name or a mail address. A mailbox of a team is no person. */
const labelled = async (client: GraphClient, subject: Subject): Promise<Found<GraphPerson | undefined>> => {
  const label = subject.ownerHints.ownerTag;
  if (label === undefined || !ADDRESS.test(label)) return ok(undefined);
  const byName = await findUser(client, subject.tenant, label);
  if (!byName.ok || byName.value !== undefined) return byName;
  const filter = encode(`mail eq '${label.replaceAll("'", "''")}'`);
  const answer = await getUser(client, `/users?$filter=${filter}&$select=${FIELDS}&$top=2`);
  if (!answer.ok) return answer;
  if (answer.value === undefined) return ok(undefined);
  const page = pageSchema.safeParse(answer.value);
  if (!page.success) return fail(toPeople(notUnderstood));
  // Two users with one address: nobody can say which of them is meant.
  return page.data.value.length === 1 ? personOf(page.data.value[0], subject.tenant) : ok(undefined);
};

/** The users among the owners of an object; of one that is gone there are none. */
const owners = async (client: GraphClient, tenant: TenantId, path: string): Promise<Found<GraphPerson[]>> => {
  const people: GraphPerson[] = [];
  let next: string | undefined = `${path}/owners?$select=${FIELDS}&$top=${OWNER_PAGE}`;
  while (next !== undefined) {
    const answer: Found<unknown> = await get(client, next);
    if (!answer.ok) return answer;
    if (answer.value === undefined) break;
    const page = pageSchema.safeParse(answer.value);
    if (!page.success) return fail(toPeople(notUnderstood));
    for (const entry of page.data.value) {
      const person = await ownerOf(client, tenant, entry);
      if (!person.ok) return person;
      if (person.value !== undefined) people.push(person.value);
    }
    next = page.data['@odata.nextLink'];
  }
  return ok(people);
};

/** Lists may leave fields out that the user itself shows; what it does not show either, we have no right to. */
const ownerOf = async (
  client: GraphClient,
  tenant: TenantId,
  entry: unknown,
): Promise<Found<GraphPerson | undefined>> => {
  const owner = ownerSchema.safeParse(entry);
  if (!owner.success) return fail(toPeople(notUnderstood));
  if (owner.data['@odata.type'] !== '#microsoft.graph.user') return ok(undefined);
  const user = userSchema.safeParse(entry);
  return user.success ? personOf(entry, tenant) : findUser(client, tenant, owner.data.id);
};

const personOf = (answer: unknown, tenant: TenantId): Found<GraphPerson> => {
  const user = userSchema.safeParse(answer);
  if (!user.success) {
    return ownerSchema.safeParse(answer).success
      ? fail({ code: 'FORBIDDEN', detail: 'Graph withholds fields of users: User.Read.All is missing.' })
      : fail(toPeople(notUnderstood));
  }
  const { id, displayName, mail, userPrincipalName, accountEnabled, userType } = user.data;
  return ok({
    tenant,
    objectId: objectId(id),
    displayName: displayName ?? userPrincipalName,
    mail: mail ?? undefined,
    userPrincipalName,
    enabled: accountEnabled,
    isGuest: userType === 'Guest',
  });
};

/** What Graph answers; undefined when there is no such thing. */
const get = async (
  client: GraphClient,
  path: string,
  nothing: readonly GraphFailure['code'][] = ['NOT_FOUND'],
): Promise<Found<unknown>> => {
  try {
    return ok(await client.get(path));
  } catch (error) {
    const failure = graphFailure(error);
    if (nothing.includes(failure.code)) return ok(undefined);
    if (failure.code === 'REJECTED') throw new Error('Graph refuses to tell owners.', { cause: error });
    return fail(toPeople(failure));
  }
};

/** Names come from tags and tickets: one that Graph won't even look up is nobody's, and no reason to stop. */
const getUser = (client: GraphClient, path: string): Promise<Found<unknown>> =>
  get(client, path, ['NOT_FOUND', 'REJECTED']);

const toPeople = ({ code, detail }: GraphFailure): PeopleFailure => ({
  code: code === 'FORBIDDEN' ? 'FORBIDDEN' : 'UNAVAILABLE',
  detail,
});
