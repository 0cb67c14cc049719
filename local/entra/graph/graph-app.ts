import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { Handler } from '../../stand-in/serve.ts';
import type { Directory } from '../directory.ts';
import type { Tokens } from '../tokens.ts';
import { appRoleRoutes } from './app-role-routes.ts';
import { applicationRoutes } from './application-routes.ts';
import { batchRoute } from './batch.ts';
import { authenticate } from './caller.ts';
import type { GraphEnv } from './context.ts';
import { credentialRoutes } from './credential-routes.ts';
import { deltaRoutes } from './delta-routes.ts';
import { domainRoutes } from './domain-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { errorBody, GraphError } from './graph-error.ts';
import { groupRoutes } from './group-routes.ts';
import { lastUseRoutes } from './last-use-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { provisioningRoutes } from './provisioning-routes.ts';
import { principalRoutes } from './principal-routes.ts';
import { signingRoutes } from './signing-routes.ts';
import { throttle, type ThrottleOptions } from './throttle.ts';

export interface GraphOptions {
  readonly directory: Directory;
  readonly tokens: Tokens;
  readonly now: () => number;
  readonly throttle?: ThrottleOptions | undefined;
}

/** Microsoft Graph v1.0, as far as credentials of applications and their owners go. */
export const graphApp = ({ directory, tokens, now, throttle: limits }: GraphOptions): Handler => {
  const app = new Hono<GraphEnv>();
  const count = throttle(limits, now);

  app.use(async (c, next) => {
    const requestId = randomUUID();
    c.set('requestId', requestId);
    c.header('request-id', requestId);
    c.header('client-request-id', clientRequestId(c, requestId));
    c.header('x-ms-resource-unit', '1');
    const caller = authenticate(c.req.header('authorization'), tokens, new URL(c.req.url).origin, now());
    c.set('caller', caller);
    // A batch costs what its parts cost.
    if (!c.req.path.endsWith('/$batch')) count(caller.appId);
    await next();
  });

  const handler: Handler = { fetch: (request) => app.fetch(withAlternateKey(request)) };

  app.route('/v1.0', deltaRoutes(directory, now));
  app.route('/v1.0', applicationRoutes(directory));
  app.route('/v1.0', credentialRoutes({ directory, now }));
  app.route('/v1.0', principalRoutes(directory));
  app.route('/v1.0', signingRoutes({ directory, now }));
  app.route('/v1.0', appRoleRoutes(directory));
  app.route('/v1.0', provisioningRoutes(directory));
  app.route('/v1.0', domainRoutes(directory));
  app.route('/v1.0', peopleRoutes(directory));
  app.route('/v1.0', groupRoutes(directory));
  app.route('/v1.0', deviceRoutes(directory, 'v1.0'));
  app.route('/beta', deviceRoutes(directory, 'beta'));
  app.route('/beta', lastUseRoutes(directory));
  app.route(
    '/v1.0',
    batchRoute((request) => handler.fetch(request)),
  );

  app.notFound((c) => {
    const segment = c.req.path.split('/').at(-1) ?? '';
    return fail(
      c,
      new GraphError(400, 'BadRequest', `Resource not found for the segment '${segment}'.`),
      now(),
    );
  });
  app.onError((error, c) => {
    if (error instanceof GraphError) return fail(c, error, now());
    throw error;
  });
  return handler;
};

const clientRequestId = (c: Context<GraphEnv>, requestId: string): string =>
  c.req.header('client-request-id') ?? requestId;

const fail = (c: Context<GraphEnv>, error: GraphError, now: number): Response => {
  const requestId = c.get('requestId');
  return c.json(errorBody(error, requestId, clientRequestId(c, requestId), now), error.status, error.headers);
};

/** `applications(appId='…')` becomes `applications/appId=…`, which a router can read. */
const withAlternateKey = (request: Request): Request => {
  const url = new URL(request.url);
  const path = url.pathname.replace(ALTERNATE_KEY, '$1/appId=$2');
  if (path === url.pathname) return request;
  url.pathname = path;
  return new Request(url, request);
};

const ALTERNATE_KEY = /^(\/v1\.0\/(?:applications|servicePrincipals))\(appId=(?:'|%27)([^'%]*)(?:'|%27)\)/;
