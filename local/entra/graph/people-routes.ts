import { type Context, Hono } from 'hono';
import type { Directory } from '../directory.ts';
import type { Person } from '../tenant/people.ts';
import { demandReadManagers, demandReadOrganization, demandReadUsers, sightOfUsers } from './caller.ts';
import { type GraphEnv, odataContext } from './context.ts';
import { userJson, usualUser } from './directory-object-json.ts';
import { notFound } from './graph-error.ts';
import { contextOf, mailFilter, queryOptions, selected } from './query-options.ts';

/** Reading people, their managers, and the organisation itself. */
export const peopleRoutes = ({ tenant }: Directory): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>();

  const personAt = (key: string): Person => {
    const wanted = key.toLowerCase();
    const person = tenant.people.find(
      ({ user }) => user.id === wanted || user.userPrincipalName.toLowerCase() === wanted,
    );
    if (person === undefined) throw notFound(key);
    return person;
  };

  const answer = (c: Context<GraphEnv>, { user }: Person, more: object = {}): Response => {
    const { select } = queryOptions(new URL(c.req.url));
    const json = userJson(user, sightOfUsers(c.get('caller')));
    return c.json({
      '@odata.context': odataContext(c, `${contextOf('users', select)}/$entity`),
      ...more,
      ...(select === undefined ? usualUser(json) : selected(json, select, 'user')),
    });
  };

  app.get('/users', (c) => {
    demandReadUsers(c.get('caller'));
    const url = new URL(c.req.url);
    const { select } = queryOptions(url, ['$filter']);
    const wanted = mailFilter(url);
    const found = tenant.people.filter(({ user }) => user.mail?.toLowerCase() === wanted);
    const sight = sightOfUsers(c.get('caller'));
    return c.json({
      '@odata.context': odataContext(c, contextOf('users', select)),
      value: found.map(({ user }) => {
        const json = userJson(user, sight);
        return select === undefined ? usualUser(json) : selected(json, select, 'user');
      }),
    });
  });

  app.get('/users/:key', (c) => {
    demandReadUsers(c.get('caller'));
    return answer(c, personAt(c.req.param('key')));
  });

  app.get('/users/:key/manager', (c) => {
    demandReadManagers(c.get('caller'));
    const { manager } = personAt(c.req.param('key'));
    const person = tenant.people.find(({ key }) => key === manager);
    if (person === undefined) throw notFound('manager');
    return answer(c, person, { '@odata.type': '#microsoft.graph.user' });
  });

  app.get('/organization', (c) => {
    demandReadOrganization(c.get('caller'));
    const { select } = queryOptions(new URL(c.req.url));
    const organization = {
      id: tenant.id,
      displayName: tenant.displayName,
      tenantType: 'AAD',
      countryLetterCode: 'NO',
      technicalNotificationMails: [`identity@${tenant.domain}`],
      verifiedDomains: [
        { capabilities: 'Email', isDefault: true, isInitial: false, name: tenant.domain, type: 'Managed' },
      ],
    };
    return c.json({
      '@odata.context': odataContext(c, contextOf('organization', select)),
      value: [selected(organization, select, 'organization')],
    });
  });

  return app;
};
