import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { discoveredVaults } from '../../lib/adapters/resource-graph/discovered-vaults.ts';
import { resourceGraph } from '../../lib/adapters/resource-graph/resource-graph.ts';
import { tlsEndpoints } from '../../lib/adapters/outside/tls-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Credential } from '../../lib/domain/credential.ts';
import { type Instant, instantOfMs } from '../../lib/domain/time.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import { DEFAULT_SUBSCRIPTIONS } from '../../local/key-vault/default-vaults.ts';
import { DEFAULT_ENDPOINTS } from '../../local/tls-endpoints/endpoints.ts';
import { startTlsEndpoints } from '../../local/tls-endpoints/server.ts';
import { aTenant } from '../support/tenants.ts';
import { aTlsEndpoint } from '../support/tls-endpoint.ts';
import { vaultSource } from '../support/vault-source.ts';
import { runVaultsStandIn } from '../support/vault-stand-in.ts';
import { allPages, subjectsOf } from './credential-source.contract.ts';

/** A day that all ends are counted from, so that every run sees the same. */
const EPOCH = new Date('2027-03-01T00:00:00Z');
const clock = { now: () => instantOfMs(EPOCH.getTime()) };
const DAY = 86_400_000;

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

/** What a source shows of the made-up tenant, and what it says that it could not see. */
const inventoryOf = async (source: CredentialSource): Promise<unknown> => {
  const pages = await allPages(source);
  const subjects = subjectsOf(pages)
    .map(({ nativeId, kind, labels, ownerHints, credentials }) => ({
      nativeId,
      kind,
      labels,
      ownerHints,
      credentials: credentials.map(told),
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
});
