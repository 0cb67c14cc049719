import { Hono } from 'hono';
import type { Directory } from '../directory.ts';
import { demandReadApplications } from './caller.ts';
import { type GraphEnv, odataContext } from './context.ts';
import { nextLink, page } from './paging.ts';
import { queryOptions } from './query-options.ts';

/** Small, so that few assignments are several pages. */
const MOST = 2;

/** Who has which application permission on a service principal. Only Graph itself gives any here. */
export const appRoleRoutes = ({ tenant }: Directory): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>();

  app.get('/servicePrincipals/:key/appRoleAssignedTo', (c) => {
    demandReadApplications(c.get('caller'));
    const url = new URL(c.req.url);
    const { top, skipToken } = queryOptions(url);
    const index = tenant.principalIndex(c.req.param('key'));
    const all = index === undefined ? [] : tenant.appRolesAssignedTo(index);
    const size = Math.min(top ?? MOST, MOST);
    const { from, to, next } = page({ total: all.length, size, skipToken });
    return c.json({
      '@odata.context': odataContext(c, 'appRoleAssignments'),
      ...(next === undefined ? {} : { '@odata.nextLink': nextLink(url, next) }),
      value: all.slice(from, to),
    });
  });

  return app;
};
