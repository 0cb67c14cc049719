import { type Context, Hono } from 'hono';
import type { Directory } from '../directory.ts';
import { demandRole } from './caller.ts';
import { type GraphEnv, odataContext } from './context.ts';
import { notFound } from './graph-error.ts';
import { contextOf, queryOptions, selected } from './query-options.ts';

const READ_DOMAINS = ['Domain.Read.All', 'Domain.ReadWrite.All', 'Directory.Read.All'];
const READ_FEDERATION = ['Domain-InternalFederation.Read.All', 'Domain-InternalFederation.ReadWrite.All'];
const READ_POLICIES = ['Policy.Read.All', 'Policy.ReadWrite.ApplicationConfiguration'];

/** How people sign in: domains, whom they trust, and for how long tokens hold. */
export const domainRoutes = ({ tenant }: Directory): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>();

  const list = (c: Context<GraphEnv>, set: string, type: string, value: readonly object[]): Response => {
    const { select } = queryOptions(new URL(c.req.url));
    return c.json({
      '@odata.context': odataContext(c, contextOf(set, select)),
      value: value.map((entry) => selected(entry, select, type)),
    });
  };

  app.get('/domains', (c) => {
    demandRole(c.get('caller'), READ_DOMAINS);
    return list(
      c,
      'domains',
      'domain',
      tenant.domains.map(({ domain }) => domain),
    );
  });

  app.get('/domains/:name/federationConfiguration', (c) => {
    demandRole(c.get('caller'), READ_FEDERATION);
    const name = c.req.param('name');
    const known = tenant.domains.find(({ domain }) => domain.id === name.toLowerCase());
    if (known === undefined) throw notFound(name);
    const value = known.federation === undefined ? [] : [known.federation];
    return list(c, `domains('${name}')/federationConfiguration`, 'internalDomainFederation', value);
  });

  app.get(
    '/directory/federationConfigurations/:cast{(microsoft\\.)?graph\\.samlOrWsFedExternalDomainFederation}',
    (c) => {
      demandRole(c.get('caller'), READ_DOMAINS);
      return list(
        c,
        'directory/federationConfigurations',
        'samlOrWsFedExternalDomainFederation',
        tenant.partnerFederations,
      );
    },
  );

  app.get('/policies/tokenLifetimePolicies', (c) => {
    demandRole(c.get('caller'), READ_POLICIES);
    return list(c, 'policies/tokenLifetimePolicies', 'tokenLifetimePolicy', tenant.tokenLifetimePolicies);
  });

  app.get('/policies/tokenLifetimePolicies/:id', (c) => {
    demandRole(c.get('caller'), READ_POLICIES);
    const id = c.req.param('id');
    const policy = tenant.tokenLifetimePolicies.find((one) => one.id === id.toLowerCase());
    if (policy === undefined) throw notFound(id);
    return c.json({ '@odata.context': odataContext(c, 'policies/tokenLifetimePolicies/$entity'), ...policy });
  });

  return app;
};
