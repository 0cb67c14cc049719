import { type Context, Hono } from 'hono';
import type { Directory } from '../directory.ts';
import { graphTime } from '../tenant/graph-time.ts';
import type { KeyCredential, PasswordCredential } from '../tenant/graph-types.ts';
import { demandReadAuditLog } from './caller.ts';
import type { GraphEnv } from './context.ts';
import { badRequest } from './graph-error.ts';
import { nextLink, page } from './paging.ts';
import { queryOptions } from './query-options.ts';

/** Applications to a page, whose entries are one for each credential that ever signed in. */
const PAGE = 100;
const PATH = 'reports/appCredentialSignInActivities';

/** When each credential of an application last signed in. In beta alone. */
export const lastUseRoutes = (directory: Directory): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>();
  const { tenant } = directory;

  app.get(`/${PATH}`, (c) => {
    demandReadAuditLog(c.get('caller'));
    const url = new URL(c.req.url);
    const { top, skipToken } = queryOptions(url, ['$filter']);
    const wanted = keyIdIn(url);
    const size = wanted === undefined ? (top ?? PAGE) : tenant.apps;
    const { from, to, next } = page({ total: tenant.apps, size, skipToken });
    const value = Array.from({ length: to - from }, (_, nth) => entriesAt(from + nth)).flat();
    return c.json({
      '@odata.context': contextOf(c),
      ...(next === undefined ? {} : { '@odata.nextLink': nextLink(url, next) }),
      value: value.filter(({ keyId }) => wanted === undefined || keyId === wanted),
    });
  });

  const entriesAt = (index: number) => {
    const application = directory.read(index);
    const entry = (keyType: string, credential: PasswordCredential | KeyCredential) => {
      const usedAt = directory.lastUsed(index, credential.keyId);
      if (usedAt === undefined) return [];
      const at = graphTime(usedAt);
      return [
        {
          id: Buffer.from(`${application.appId}|${credential.keyId}`).toString('base64url'),
          keyId: credential.keyId,
          keyType,
          keyUsage: 'usage' in credential ? credential.usage.toLowerCase() : 'verify',
          appId: application.appId,
          appObjectId: application.id,
          servicePrincipalObjectId: tenant.principalAt(index).id,
          resourceId: '00000003-0000-0000-c000-000000000000',
          credentialOrigin: 'application',
          createdDateTime: credential.startDateTime,
          expirationDateTime: credential.endDateTime,
          signInActivity: {
            lastSignInDateTime: at,
            lastSignInRequestId: application.id,
            lastNonInteractiveSignInDateTime: null,
            lastSuccessfulSignInDateTime: at,
          },
        },
      ];
    };
    return [
      ...application.passwordCredentials.flatMap((credential) => entry('clientSecret', credential)),
      ...application.keyCredentials.flatMap((credential) => entry('certificate', credential)),
    ];
  };

  return app;
};

const contextOf = (c: Context<GraphEnv>): string => `${new URL(c.req.url).origin}/beta/$metadata#${PATH}`;

const keyIdIn = (url: URL): string | undefined => {
  const filter = url.searchParams.get('$filter');
  if (filter === null) return undefined;
  const written = /^keyId eq '([0-9a-fA-F-]{36})'$/.exec(filter)?.[1];
  if (written === undefined) throw badRequest('Invalid filter clause.', 'Request_UnsupportedQuery');
  return written.toLowerCase();
};
