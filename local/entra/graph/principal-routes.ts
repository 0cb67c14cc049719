import { type Context, Hono } from 'hono';
import type { Directory } from '../directory.ts';
import { demandReadApplications } from './caller.ts';
import { type GraphEnv, odataContext } from './context.ts';
import { isEventual } from './eventual.ts';
import { badRequest, notFound } from './graph-error.ts';
import { ownersPage } from './owners-page.ts';
import { nextLink, page } from './paging.ts';
import { listedPrincipal, wholePrincipal } from './principal-json.ts';
import { contextOf, queryOptions, selected, tagFilter } from './query-options.ts';

const DEFAULT_PAGE = 100;
/** Here every listing breaks off once and goes on with an empty page, as Graph's may. */
const GAP_AT = 45;
const TYPE = 'servicePrincipal';

/** Reading service principals and who owns them. */
export const principalRoutes = (directory: Directory): Hono<GraphEnv> => {
  const { tenant } = directory;
  const app = new Hono<GraphEnv>();

  app.get('/servicePrincipals', (c) => {
    demandReadApplications(c.get('caller'));
    const url = new URL(c.req.url);
    const { select, top, skipToken, count } = queryOptions(url, ['$filter']);
    const tag = tagFilter(url);
    const every = Array.from({ length: tenant.principals }, (_, index) => index);
    const those =
      tag === undefined ? every : every.filter((at) => tenant.principalObjectAt(at).tags.includes(tag));
    const total = those.length;
    const { from, to, next } = page({ total, size: top ?? DEFAULT_PAGE, skipToken, gapAt: GAP_AT });
    return c.json({
      '@odata.context': odataContext(c, contextOf('servicePrincipals', select)),
      ...(count && isEventual(c) ? { '@odata.count': total } : {}),
      ...(next === undefined ? {} : { '@odata.nextLink': nextLink(url, next) }),
      value: those
        .slice(from, to)
        .map((index) => selected(listedPrincipal(directory.readPrincipal(index)), select, TYPE)),
    });
  });

  app.get('/servicePrincipals/$count', (c) => {
    demandReadApplications(c.get('caller'));
    if (!isEventual(c)) {
      throw badRequest("$count needs the header 'ConsistencyLevel: eventual'.", 'Request_BadRequest');
    }
    return c.text(String(tenant.principals));
  });

  const indexOf = (c: Context<GraphEnv>, key: string): number => {
    demandReadApplications(c.get('caller'));
    const index = tenant.principalIndex(key);
    if (index === undefined) throw notFound(key.replace('appId=', ''));
    return index;
  };

  app.get('/servicePrincipals/:key', (c) => {
    const index = indexOf(c, c.req.param('key'));
    const { select } = queryOptions(new URL(c.req.url));
    return c.json({
      '@odata.context': odataContext(c, `${contextOf('servicePrincipals', select)}/$entity`),
      ...selected(wholePrincipal(directory.readPrincipal(index)), select, TYPE),
    });
  });

  app.get('/servicePrincipals/:key/owners', (c) =>
    ownersPage(c, tenant.ownersOfPrincipal(indexOf(c, c.req.param('key')))),
  );

  return app;
};
