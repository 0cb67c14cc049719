import { ok } from '../../domain/result.ts';
import type { ServiceNowClient } from './servicenow-client.ts';
import type { CallResult } from './servicenow-failure.ts';
import { equals, isNamed, isSafeValue, query } from './servicenow-query.ts';
import { GROUP_FIELDS, groupRow, many, SYS_ID, USER_FIELDS, userRow } from './servicenow-schema.ts';

/** The desk's key of the person with exactly this user name, if there is one who is active, and only one. */
export const userIdOf = async (
  client: ServiceNowClient,
  name: string,
): Promise<CallResult<string | undefined>> => {
  // A name from the directory that could change the query is nobody the desk knows.
  if (!isSafeValue(name)) return ok(undefined);
  const parameters = {
    sysparm_query: query([equals('user_name', name), equals('active', 'true')], ['sys_id']),
    sysparm_fields: USER_FIELDS,
    sysparm_limit: '2',
    sysparm_no_count: 'true',
  };
  const found = await client.call(
    { method: 'GET', path: '/api/now/table/sys_user', parameters },
    many(userRow),
  );
  if (!found.ok) return found;
  const [user, another] = found.value.result.filter(
    ({ user_name }) => user_name.toLowerCase() === name.toLowerCase(),
  );
  return ok(another === undefined ? user?.sys_id : undefined);
};

/** The first of these people whom the desk knows. */
export const firstKnown = async (
  client: ServiceNowClient,
  names: readonly (string | undefined)[],
): Promise<CallResult<string | undefined>> => {
  for (const name of names) {
    const user = name === undefined ? ok(undefined) : await userIdOf(client, name);
    if (!user.ok || user.value !== undefined) return user;
  }
  return ok(undefined);
};

/** The desk's key of a group, by its name or by that key itself. */
export const groupIdOf = async (
  client: ServiceNowClient,
  name: string,
): Promise<CallResult<string | undefined>> => {
  if (SYS_ID.test(name)) return ok(name);
  const named = isNamed('name', name);
  if (named === undefined) return ok(undefined);
  const parameters = {
    sysparm_query: query([named, equals('active', 'true')], ['sys_id']),
    sysparm_fields: GROUP_FIELDS,
    sysparm_limit: '2',
    sysparm_no_count: 'true',
  };
  const found = await client.call(
    { method: 'GET', path: '/api/now/table/sys_user_group', parameters },
    many(groupRow),
  );
  if (!found.ok) return found;
  const [group, another] = found.value.result.filter((row) => row.name.toLowerCase() === name.toLowerCase());
  return ok(another === undefined ? group?.sys_id : undefined);
};
