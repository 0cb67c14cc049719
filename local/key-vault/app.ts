import { randomUUID } from 'node:crypto';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Revocations } from '../stand-in/revocations.ts';
import { authenticate, type TokenRules } from './bearer.ts';
import { certificateRoutes } from './certificate-routes.ts';
import { type Grants, isGranted } from './grants.ts';
import { keyRoutes } from './key-routes.ts';
import { secretRoutes } from './secret-routes.ts';
import type { Vault, VaultEnv, Visit } from './vault.ts';
import { badParameter, errorBody, VaultError } from './vault-error.ts';

/** The vaults of one address and the rules for entering them. */
export interface Site {
  /** The domain below which each vault has its name: `vault.localhost`. */
  readonly domain: string;
  readonly vaults: ReadonlyMap<string, Vault>;
  /** Where callers get their tokens: the login's address with the tenant. */
  readonly authority: string;
  readonly rules: TokenRules;
  readonly grants: Grants | undefined;
  /** Grants that were taken away for now, by the application id of the caller. */
  readonly revoked: Revocations;
}

const API_VERSIONS = new Set(['7.0', '7.1', '7.2', '7.3', '7.4', '7.5', '7.6', '2025-07-01']);

/** The data plane of all vaults, told apart by the host name. */
export const vaultApp = (site: Site): Hono<VaultEnv> => {
  const app = new Hono<VaultEnv>({ getPath });
  app.use(enter(site));
  app.route('/certificates', certificateRoutes());
  app.route('/keys', keyRoutes());
  app.route('/secrets', secretRoutes());
  app.notFound((c) =>
    c.json(errorBody(new VaultError(404, 'NotFound', 'There is nothing at this address.')), 404),
  );
  app.onError((error, c) => {
    const refusal =
      error instanceof VaultError ? error : new VaultError(500, 'InternalServerError', error.message);
    if (refusal.status === 500) console.error(error);
    if (refusal.status === 401) {
      c.header(
        'WWW-Authenticate',
        `Bearer authorization="${site.authority}", resource="${site.rules.resource}"`,
      );
    }
    return c.json(errorBody(refusal), refusal.status);
  });
  return app;
};

/** The SDK leaves a missing version out of the path but not its slash: `/certificates/x/`, `/keys/x//wrapkey`. */
const getPath = (request: Request): string =>
  `/${new URL(request.url).pathname
    .split('/')
    .filter((segment) => segment !== '')
    .join('/')}`;

const enter =
  (site: Site): MiddlewareHandler<VaultEnv> =>
  async (c, next) => {
    c.header('x-ms-request-id', randomUUID());
    c.header('x-ms-keyvault-region', 'local');
    c.header('cache-control', 'no-cache');
    const url = new URL(c.req.url);
    const vault = site.vaults.get(vaultName(url.hostname, site.domain));
    // In Azure this name would not even resolve.
    if (vault === undefined)
      throw new VaultError(404, 'VaultNotFound', `There is no vault at ${url.hostname}.`);

    const caller = await authenticate(c.req.header('authorization'), site.rules);
    requireApiVersion(url);
    const visit: Visit = {
      vault,
      vaultUrl: url.origin,
      url,
      caller,
      permit: (operation) => {
        const isRevoked = site.revoked.has(caller.applicationId, `${operation}@${vault.name}`);
        if (!isRevoked && isGranted(site.grants, caller.applicationId, operation, vault.name)) return;
        throw new VaultError(
          403,
          'Forbidden',
          `Caller is not authorized to perform action on resource. Caller: appid=${caller.applicationId};oid=${caller.objectId} Action: '${operation}' Vault: ${vault.name}`,
          'ForbiddenByRbac',
        );
      },
    };
    if (vault.closed) {
      throw new VaultError(
        403,
        'Forbidden',
        'Public network access is disabled and the request does not come over an approved private link.',
        'ForbiddenByConnection',
      );
    }
    c.set('visit', visit);
    await next();
  };

const vaultName = (hostname: string, domain: string): string =>
  hostname.endsWith(`.${domain}`) ? hostname.slice(0, -domain.length - 1) : '';

/** There is no default; names of parameters come percent-encoded from the SDK (`api%2Dversion`), which URL undoes. */
const requireApiVersion = (url: URL): void => {
  const version = url.searchParams.get('api-version');
  if (version === null) throw badParameter('The query parameter api-version is required.');
  if (!API_VERSIONS.has(version)) throw badParameter(`The API version ${version} is not supported.`);
};
