import { Hono } from 'hono';
import type { Directory } from '../directory.ts';
import type { User } from '../tenant/graph-types.ts';
import { type Group, groupsWithin, peopleWithin } from '../tenant/groups.ts';
import { demandReadGroups, sightOfUsers } from './caller.ts';
import { type GraphEnv, odataContext } from './context.ts';
import { userJson, usualUser } from './directory-object-json.ts';
import { notFound } from './graph-error.ts';
import { nextLink, page } from './paging.ts';
import { contextOf, mailFilter, queryOptions, selected } from './query-options.ts';

const USUAL_PAGE = 100;

/** Reading groups, and everyone and everything in them however deep. */
export const groupRoutes = ({ tenant }: Directory): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>();

  app.get('/groups', (c) => {
    demandReadGroups(c.get('caller'));
    const url = new URL(c.req.url);
    const { select } = queryOptions(url, ['$filter']);
    const wanted = mailFilter(url);
    const found = tenant.groups.filter(({ mail }) => mail?.toLowerCase() === wanted);
    return c.json({
      '@odata.context': odataContext(c, contextOf('groups', select)),
      value: found.map((group) => selected(groupJson(group), select, 'group')),
    });
  });

  app.get('/groups/:key/transitiveMembers', (c) => {
    demandReadGroups(c.get('caller'));
    const url = new URL(c.req.url);
    const { select, top, skipToken } = queryOptions(url);
    const key = c.req.param('key').toLowerCase();
    const group = tenant.groups.find(({ id }) => id === key);
    if (group === undefined) throw notFound(key);
    const sight = sightOfUsers(c.get('caller'));
    const users = peopleWithin(tenant.groups, group).flatMap(
      (name) => tenant.people.find((person) => person.key === name)?.user ?? [],
    );
    const all = [
      ...groupsWithin(tenant.groups, group).map((inner) => member('group', groupJson(inner), select)),
      ...[...users, ...Array.from({ length: group.others }, (_, n) => other(users[0], n))].map((user) =>
        member('user', userJson(user, sight), select),
      ),
    ];
    const { from, to, next } = page({ total: all.length, size: top ?? USUAL_PAGE, skipToken });
    return c.json({
      '@odata.context': odataContext(c, contextOf('directoryObjects', select)),
      ...(next === undefined ? {} : { '@odata.nextLink': nextLink(url, next) }),
      value: all.slice(from, to),
    });
  });

  return app;
};

const groupJson = ({ id, displayName, mail }: Group): Record<string, unknown> => ({
  id,
  displayName,
  mail,
  mailEnabled: mail !== null,
  securityEnabled: true,
  groupTypes: [],
});

/** Of a property that its type does not have, a list of different things shows nothing. */
const member = (
  type: 'user' | 'group',
  json: Readonly<Record<string, unknown>>,
  select: readonly string[] | undefined,
): Record<string, unknown> => ({
  '@odata.type': `#microsoft.graph.${type}`,
  id: json['id'],
  ...(select === undefined
    ? type === 'user'
      ? usualUser(json)
      : json
    : Object.fromEntries(select.filter((name) => name in json).map((name) => [name, json[name]]))),
});

/** One of many whom nothing else is known of. */
const other = (like: User | undefined, n: number): User => {
  const key = `staff.${String(n).padStart(4, '0')}`;
  const domain = like?.userPrincipalName.split('@').at(-1) ?? 'northwind.example';
  return {
    id: `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`,
    displayName: `Staff ${String(n)}`,
    givenName: 'Staff',
    surname: String(n),
    mail: `${key}@${domain}`,
    userPrincipalName: `${key}@${domain}`,
    accountEnabled: true,
    userType: 'Member',
    department: 'Stores',
    jobTitle: 'Staff',
  };
};
