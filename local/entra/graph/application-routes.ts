import { Hono } from 'hono';
import type { Directory } from '../directory.ts';
import { listedApplication, wholeApplication } from './application-json.ts';
import { demandReadApplications } from './caller.ts';
import { applicationIndex, type GraphEnv, odataContext } from './context.ts';
import { isEventual } from './eventual.ts';
import { badRequest } from './graph-error.ts';
import { ownersPage } from './owners-page.ts';
import { nextLink, page } from './paging.ts';
import { contextOf, queryOptions, selected } from './query-options.ts';

const DEFAULT_PAGE = 100;
/** Here every listing breaks off once and goes on with an empty page, as Graph's may. */
const GAP_AT = 60;

/** Reading applications and who owns them. */
export const applicationRoutes = (directory: Directory): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>();
  const { tenant } = directory;

  app.get('/applications', (c) => {
    demandReadApplications(c.get('caller'));
    const url = new URL(c.req.url);
    const { select, top, skipToken, count } = queryOptions(url);
    const { from, to, next } = page({
      total: tenant.apps,
      size: top ?? DEFAULT_PAGE,
      skipToken,
      gapAt: GAP_AT,
    });
    const value = Array.from({ length: to - from }, (_, nth) =>
      selected(listedApplication(directory.read(from + nth)), select, 'application'),
    );
    return c.json({
      '@odata.context': odataContext(c, contextOf('applications', select)),
      ...(count && isEventual(c) ? { '@odata.count': tenant.apps } : {}),
      ...(next === undefined ? {} : { '@odata.nextLink': nextLink(url, next) }),
      value,
    });
  });

  app.get('/applications/$count', (c) => {
    demandReadApplications(c.get('caller'));
    if (!isEventual(c)) {
      throw badRequest("$count needs the header 'ConsistencyLevel: eventual'.", 'Request_BadRequest');
    }
    return c.text(String(tenant.apps));
  });

  app.get('/applications/:key', (c) => {
    const index = applicationIndex(directory, c, c.req.param('key'));
    const { select } = queryOptions(new URL(c.req.url));
    return c.json({
      '@odata.context': odataContext(c, `${contextOf('applications', select)}/$entity`),
      ...selected(wholeApplication(directory.read(index)), select, 'application'),
    });
  });

  app.get('/applications/:key/owners', (c) =>
    ownersPage(c, tenant.ownersAt(applicationIndex(directory, c, c.req.param('key')))),
  );

  return app;
};
