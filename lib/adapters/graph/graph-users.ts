import * as z from 'zod';
import type { TenantId } from '../../domain/ids.ts';
import { objectId, type Person } from '../../domain/person.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { PeopleFailure } from '../../ports/people.ts';
import { pageSchema } from './page-schema.ts';
import type { GraphClient } from './graph-client.ts';
import { type GraphFailure, graphFailure, notUnderstood } from './graph-failure.ts';

export type Found<T> = Result<T, PeopleFailure>;
export type GraphPerson = Person & { readonly isGuest: boolean };

export const USER_FIELDS = 'id,displayName,mail,userPrincipalName,accountEnabled,userType';

/** A user with all that makes a person. Without the right to read users Graph leaves out everything but the id. */
const userSchema = z.object({
  id: z.guid(),
  displayName: z.string().nullish(),
  mail: z.string().min(1).nullish(),
  userPrincipalName: z.string().min(1),
  accountEnabled: z.boolean(),
  userType: z.string().nullish(),
});
const objectSchema = z.object({ '@odata.type': z.string().optional(), id: z.guid() });

/** As directories allow them; a name that begins with a dollar sign would need another path, and none is ever made. */
const ADDRESS = /^[^\s@$/?\\"<>|][^\s@/?\\"<>|]{0,112}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?$/;
export const isAddress = (text: string): boolean => ADDRESS.test(text);
export const isGuid = (text: string): boolean => z.guid().safeParse(text).success;

/** What stands in a path or between quotes can't end it. */
export const encode = (text: string): string => encodeURIComponent(text).replaceAll("'", '%27');

/** Where things of one kind with this mail address are listed. */
export const byMail = (kind: 'users' | 'groups', address: string, fields: string): string => {
  const filter = encode(`mail eq '${address.replaceAll("'", "''")}'`);
  return `/${kind}?$filter=${filter}&$select=${fields}&$top=2`;
};

export const userPath = (idOrName: string): string => `/users/${encode(idOrName)}?$select=${USER_FIELDS}`;

/** By object id or user principal name. */
export const findUser = async (
  client: GraphClient,
  tenant: TenantId,
  idOrName: string,
): Promise<Found<GraphPerson | undefined>> => {
  if (!isGuid(idOrName) && !isAddress(idOrName)) return ok(undefined);
  const answer = await getNamed(client, userPath(idOrName));
  if (!answer.ok) return answer;
  return answer.value === undefined ? ok(undefined) : personOf(answer.value, tenant);
};

/** By user principal name, or the mail address that stands for it. */
export const findByAddress = async (
  client: GraphClient,
  tenant: TenantId,
  address: string,
): Promise<Found<GraphPerson | undefined>> => {
  const byName = await findUser(client, tenant, address);
  if (!byName.ok || byName.value !== undefined) return byName;
  const answer = await getNamed(client, byMail('users', address, USER_FIELDS));
  if (!answer.ok) return answer;
  const only = onlyOne(answer.value);
  return only.ok && only.value !== undefined ? personOf(only.value, tenant) : (only as Found<undefined>);
};

/** The one entry of a page. With two of one address nobody can say which is meant. */
export const onlyOne = (answer: unknown): Found<unknown> => {
  if (answer === undefined) return ok(undefined);
  const page = pageSchema.safeParse(answer);
  if (!page.success) return fail(toPeople(notUnderstood));
  return ok(page.data.value.length === 1 ? page.data.value[0] : undefined);
};

/** An entry of a list of directory objects; undefined for what is no user. */
export const entryOf = async (
  client: GraphClient,
  tenant: TenantId,
  entry: unknown,
): Promise<Found<GraphPerson | { readonly type: string | undefined } | undefined>> => {
  const object = objectSchema.safeParse(entry);
  if (!object.success) return fail(toPeople(notUnderstood));
  const { '@odata.type': type, id } = object.data;
  if (type !== '#microsoft.graph.user') return ok({ type });
  // Lists may leave fields out that the user itself shows; what it does not show either, we have no right to.
  return userSchema.safeParse(entry).success ? personOf(entry, tenant) : findUser(client, tenant, id);
};

export const personOf = (answer: unknown, tenant: TenantId): Found<GraphPerson> => {
  const user = userSchema.safeParse(answer);
  if (!user.success) {
    return objectSchema.safeParse(answer).success
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
export const get = async (
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
export const getNamed = (client: GraphClient, path: string): Promise<Found<unknown>> =>
  get(client, path, ['NOT_FOUND', 'REJECTED']);

export const toPeople = ({ code, detail }: GraphFailure): PeopleFailure => ({
  code: code === 'FORBIDDEN' ? 'FORBIDDEN' : 'UNAVAILABLE',
  detail,
});
