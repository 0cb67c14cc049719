import { type OpenIdProvider, providerTitle } from '../domain/openid-provider.ts';
import type { Tenant } from '../domain/tenant.ts';
import { toIso } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { OpenIdProviders } from '../ports/openid-providers.ts';
import { unreadable } from './each-due.ts';

interface Deps {
  readonly providers: OpenIdProviders;
  readonly tenants: readonly Tenant[];
  readonly log: Log;
}

/** All OpenID providers that are declared, by title. */
export const listProviders = (deps: Deps) => async () => {
  const all: OpenIdProvider[] = [];
  for (const { id } of deps.tenants)
    for await (const provider of deps.providers.list(id, unreadable(deps.log)))
      if (provider.removedAt === undefined) all.push(provider);
  return all.map(providerView).toSorted((a, b) => (a.title < b.title ? -1 : 1));
};

/** What people are told of one. What the provider says of itself is hostile text. */
export const providerView = (provider: OpenIdProvider) => {
  const { addresses, trouble } = provider;
  return {
    id: provider.id,
    tenant: provider.tenant,
    title: providerTitle(provider),
    name: provider.name,
    credentials: provider.credentials,
    clientId: provider.clientId,
    addresses:
      addresses.kind === 'by-hand' || addresses.issuer !== undefined
        ? { ...addresses }
        : { kind: addresses.kind, url: addresses.url },
    usedBy: [...provider.usedBy],
    status: provider.status,
    keys: provider.keys.map(({ keyId, certificate }) => ({
      keyId,
      ...(certificate === undefined
        ? {}
        : {
            thumbprint: certificate.thumbprint,
            startsAt: toIso(certificate.startsAt),
            expiresAt: toIso(certificate.expiresAt),
          }),
    })),
    ...(trouble === undefined ? {} : { trouble: { ...trouble } }),
    checks: provider.checks.map(({ at, ...check }) => ({ timestamp: toIso(at), ...check })),
  };
};
