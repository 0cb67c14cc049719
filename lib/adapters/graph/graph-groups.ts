import * as z from 'zod';
import type { TenantId } from '../../domain/ids.ts';
import { fail, ok } from '../../domain/result.ts';
import { pageSchema } from './page-schema.ts';
import type { GraphClient } from './graph-client.ts';
import { notUnderstood } from './graph-failure.ts';
import {
  byMail,
  encode,
  entryOf,
  type Found,
  getNamed,
  type GraphPerson,
  isAddress,
  isGuid,
  onlyOne,
  toPeople,
  USER_FIELDS,
} from './graph-users.ts';

/** Who owns something is known by name: a group of more is no owner, and all of it is not to be written to. */
const MOST_MEMBERS = 50;
/** Room for what is in a group besides its people: nested groups, devices, programs. */
const MEMBER_PAGE = 200;

const groupSchema = z.object({ id: z.guid() });

/** What became of a group: `none` when there is no such group. */
export type Members = readonly GraphPerson[] | 'none' | 'too many' | 'unreadable';

/**
 * The people of a group, by its object id or mail address, with those of all groups within it: Graph flattens them. That we
 * may not read groups is no outage: whoever is named otherwise still answers for the thing.
 */
export const membersOf = async (
  client: GraphClient,
  tenant: TenantId,
  idOrMail: string,
): Promise<Found<Members>> => {
  const id = await groupId(client, idOrMail);
  if (!id.ok) return withoutRight(id);
  if (id.value === undefined) return ok('none');
  const answer = await getNamed(
    client,
    `/groups/${encode(id.value)}/transitiveMembers?$select=${USER_FIELDS}&$top=${MEMBER_PAGE}`,
  );
  if (!answer.ok) return withoutRight(answer);
  if (answer.value === undefined) return ok('none');
  const page = pageSchema.safeParse(answer.value);
  if (!page.success) return fail(toPeople(notUnderstood));
  if (page.data['@odata.nextLink'] !== undefined) return ok('too many');
  const people: GraphPerson[] = [];
  for (const entry of page.data.value) {
    const member = await entryOf(client, tenant, entry);
    if (!member.ok) return member;
    if (member.value !== undefined && 'objectId' in member.value) people.push(member.value);
    if (people.length > MOST_MEMBERS) return ok('too many');
  }
  return ok(people);
};

const groupId = async (client: GraphClient, idOrMail: string): Promise<Found<string | undefined>> => {
  if (isGuid(idOrMail)) return ok(idOrMail);
  if (!isAddress(idOrMail)) return ok(undefined);
  const answer = await getNamed(client, byMail('groups', idOrMail, 'id'));
  if (!answer.ok) return answer;
  const only = onlyOne(answer.value);
  if (!only.ok || only.value === undefined) return only as Found<undefined>;
  const group = groupSchema.safeParse(only.value);
  return group.success ? ok(group.data.id) : fail(toPeople(notUnderstood));
};

const withoutRight = (failed: Extract<Found<never>, { ok: false }>): Found<Members> =>
  failed.failure.code === 'FORBIDDEN' ? ok('unreadable') : failed;
