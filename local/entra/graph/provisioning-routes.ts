import { Hono } from 'hono';
import type { Directory } from '../directory.ts';
import { demandRole } from './caller.ts';
import { type GraphEnv, odataContext } from './context.ts';
import { notFound } from './graph-error.ts';

const READ_JOBS = ['Synchronization.Read.All', 'Synchronization.ReadWrite.All'];

/** The jobs by which an enterprise application provisions people. */
export const provisioningRoutes = ({ tenant }: Directory): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>();

  app.get('/servicePrincipals/:key/synchronization/jobs', (c) => {
    demandRole(c.get('caller'), READ_JOBS);
    const key = c.req.param('key');
    const index = tenant.principalIndex(key);
    if (index === undefined) throw notFound(key);
    return c.json({
      '@odata.context': odataContext(c, `servicePrincipals('${key}')/synchronization/jobs`),
      value: tenant.provisioningOf(index),
    });
  });

  return app;
};
