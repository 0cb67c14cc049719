import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { discoveredVaults } from '../../lib/adapters/resource-graph/discovered-vaults.ts';
import { resourceGraph } from '../../lib/adapters/resource-graph/resource-graph.ts';
import { federationMetadata } from '../../lib/adapters/outside/metadata-source.ts';
import { openIdProviders } from '../../lib/adapters/outside/openid-source.ts';
import { tlsEndpoints } from '../../lib/adapters/outside/tls-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Credential } from '../../lib/domain/credential.ts';
import { metadataId, providerId } from '../../lib/domain/ids.ts';
import { newProvider } from '../../lib/domain/openid-provider.ts';
import { type Instant, instantOfMs } from '../../lib/domain/time.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import { DEFAULT_SUBSCRIPTIONS } from '../../local/key-vault/default-vaults.ts';
import { MADE_UP } from '../../local/identity-provider/made-up.ts';
import { DEFAULT_ENDPOINTS } from '../../local/tls-endpoints/endpoints.ts';
import { startTlsEndpoints } from '../../local/tls-endpoints/server.ts';
import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeMetadata, fakeProviders, fakeSubjects } from '../support/fakes/stores.ts';
import { runIdps } from '../support/idp-stand-in.ts';
import { declared } from '../support/metadata.ts';
import { aTenant } from '../support/tenants.ts';
import { aTlsEndpoint } from '../support/tls-endpoint.ts';
import { vaultSource } from '../support/vault-source.ts';
import { runVaultsStandIn } from '../support/vault-stand-in.ts';
import { allPages, subjectsOf } from './credential-source.contract.ts';

/** A day that all ends are counted from, so that every run sees the same. */
const EPOCH = new Date('2027-03-01T00:00:00Z');
const clock = { now: () => instantOfMs(EPOCH.getTime()) };
const DAY = 86_400_000;
const NEW = { expected: 'absent', dueAt: undefined, messages: [] } as const;

const inDays = (at: Instant | undefined): number | undefined =>
  at === undefined ? undefined : Math.floor((at - EPOCH.getTime()) / DAY);

/** A credential without what is drawn anew in each run. */
const told = ({
  kind,
  name,
  expiresAt,
  renewsAt,
  enabled,
  renewsItself,
  concerns,
  dependents,
}: Credential) => ({
  kind,
  name,
  endsIn: inDays(expiresAt),
  ...(enabled ? {} : { enabled }),
  ...(renewsItself ? { renewsIn: inDays(renewsAt) } : {}),
  concerns,
  dependents,
});

type Told = readonly ReturnType<typeof told>[];
const asFound = (all: Told): Told => all;
/** Where ids of certificates are drawn anew in each run, and their order with them. */
const byWords = (all: Told): Told => all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** What a source shows of the made-up tenant, and what it says that it could not see. */
const inventoryOf = async (source: CredentialSource, inOrder = asFound): Promise<unknown> => {
  const pages = await allPages(source);
  const subjects = subjectsOf(pages)
    .map(({ nativeId, kind, labels, ownerHints, credentials }) => ({
      nativeId,
      kind,
      labels,
      ownerHints,
      credentials: inOrder(credentials.map(told)),
    }))
    .toSorted((a, b) => (a.nativeId < b.nativeId ? -1 : 1));
  const unread = pages.flatMap((page) => page.unread);
  return JSON.parse(JSON.stringify({ subjects, unread }));
};

const golden = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8'));

describe('the made-up tenant is seen as it was written down', () => {
  test('in its vaults, as the Resource Graph finds them', async () => {
    const running = await runVaultsStandIn({ epoch: EPOCH });
    const resourceManager = new URL(running.vaults.resourceManager);
    const seen = await inventoryOf(
      vaultSource({
        urls: [],
        credential: running.credential(),
        tenant: aTenant(),
        clock,
        vaults: discoveredVaults({
          ask: resourceGraph(resourceManager, running.credential('someone', resourceManager.origin)),
          subscriptions: DEFAULT_SUBSCRIPTIONS.map(({ id }) => id),
          tenant: aTenant().id,
          vaultDomain: 'vault.localhost',
          listed: [],
          clock,
        }),
      }),
    );
    await running.stop();
    expect(seen).toEqual(golden('key-vault'));
  }, 30_000);

  test('at its endpoints that speak TLS', async () => {
    const running = await startTlsEndpoints({ epoch: EPOCH });
    const seen = await inventoryOf(
      tlsEndpoints({
        endpoints: DEFAULT_ENDPOINTS.map(({ name }) =>
          aTlsEndpoint({ host: name, port: running.port, private: true, owner: 'web-team' }),
        ),
        tenant: aTenant(),
        digest: sha256,
        resolve: () => Promise.resolve(['127.0.0.1']),
      }),
    );
    await running.stop();
    expect(JSON.parse(JSON.stringify(seen).replaceAll(`:${running.port}`, ':PORT'))).toEqual(
      golden('tls-endpoints'),
    );
  }, 30_000);

  test('in the metadata of the providers around it', async () => {
    const running = await runIdps(MADE_UP, EPOCH);
    const tenant = aTenant();
    const kept = fakeMetadata(fakeOutbox());
    for (const { name } of MADE_UP) {
      const id = metadataId(sha256, tenant.id, name);
      const state = declared({ tenant: tenant.id, name, url: running.idps.metadataUrl(name) });
      await kept.commit({ tenant: tenant.id, id }, { state, ...NEW });
    }
    const subjects = fakeSubjects(fakeOutbox());
    const seen = await inventoryOf(
      federationMetadata({ tenant, kept, subjects, outside: running.outside(), digest: sha256, clock }),
      byWords,
    );
    await running.stop();
    expect(seen).toEqual(golden('federation-metadata'));
  }, 30_000);

  test('at the OpenID providers around it', async () => {
    const running = await runIdps(MADE_UP, EPOCH);
    const tenant = aTenant();
    const providers = fakeProviders(fakeOutbox());
    for (const { name } of MADE_UP.filter(({ side }) => side === 'identity-provider')) {
      const id = providerId(sha256, tenant.id, { name, credentials: 'Travel' });
      const url = running.idps.discoveryUrl(name);
      const state = newProvider(
        { id, tenant: tenant.id, name, credentials: 'Travel' },
        {
          clientId: `client of ${name}`,
          addresses: { kind: 'discovery', url, issuer: undefined },
          usedBy: ['Travel portal'],
        },
      );
      await providers.commit({ tenant: tenant.id, id }, { state, ...NEW });
    }
    const seen = await inventoryOf(
      openIdProviders({ tenant, providers, outside: running.outside(), digest: sha256, clock }),
      byWords,
    );
    await running.stop();
    expect(seen).toEqual(golden('openid-providers'));
  }, 30_000);
});
