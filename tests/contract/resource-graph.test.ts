import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { discoveredVaults } from '../../lib/adapters/resource-graph/discovered-vaults.ts';
import { resourceGraph } from '../../lib/adapters/resource-graph/resource-graph.ts';
import { systemClock } from '../../lib/adapters/system/system-clock.ts';
import type { FoundVaults, Vaults } from '../../lib/ports/vaults.ts';
import type { VaultTemplate } from '../../local/key-vault/templates.ts';
import { aTenant } from '../support/tenants.ts';
import { vaultSource } from '../support/vault-source.ts';
import { type RunningVaultsStandIn, runVaultsStandIn } from '../support/vault-stand-in.ts';
import { allPages, subjectsOf } from './credential-source.contract.ts';

const LARGE = '00000000-0000-4000-8000-00000000000a';
const SMALL = '00000000-0000-4000-8000-00000000000b';
const HIDDEN = '00000000-0000-4000-8000-00000000000c';
const nothingIn = { certificates: [], keys: [], secrets: [] };
const item = { ...nothingIn, secrets: [{ name: 'password', endsIn: 9 }] };

const VAULTS: readonly VaultTemplate[] = [
  ...Array.from({ length: 5000 }, (_, nth) => ({ name: `kv-${nth}`, subscription: LARGE, ...nothingIn })),
  { name: 'all-tags', subscription: SMALL, resourceGroup: 'RG-Apps', tags: { Owner: 'vault-team' }, ...item },
  { name: 'other-tenant', subscription: SMALL, ofTenant: HIDDEN, ...item },
  { name: 'hidden', subscription: HIDDEN, ...item },
];

describe('vaults that the Resource Graph finds', () => {
  let running: RunningVaultsStandIn;
  beforeAll(async () => {
    running = await runVaultsStandIn({
      vaults: VAULTS,
      subscriptions: [
        { id: LARGE, name: 'large' },
        {
          id: SMALL,
          name: 'small',
          tags: { owner: 'subscription-team' },
          resourceGroups: { 'rg-apps': { owner: 'group-team' } },
        },
        { id: HIDDEN, name: 'hidden' },
      ],
      grants: {
        watch: [
          `subscriptions/read@${LARGE}`,
          `subscriptions/read@${SMALL}`,
          'secrets/*',
          'keys/*',
          'certificates/*',
        ],
      },
    });
  }, 60_000);
  afterEach(() => {
    running.vaults.faults.clear();
  });
  afterAll(() => running.stop());

  const resourceManager = () => new URL(running.vaults.resourceManager);
  // The stand-in's tokens are for vaults, unless they say otherwise.
  const credential = () => running.credential('watch', resourceManager().origin);
  const vaultsIn = (subscriptions: readonly string[], listed: readonly string[] = []): Vaults =>
    discoveredVaults({
      ask: resourceGraph(resourceManager(), credential()),
      subscriptions,
      tenant: aTenant().id,
      vaultDomain: 'vault.localhost',
      listed: listed.map((url) => new URL(url)),
      clock: systemClock,
    });
  const findIn = async (...given: Parameters<typeof vaultsIn>): Promise<FoundVaults> => {
    const found = await vaultsIn(...given).find();
    if (!found.ok) throw new Error(found.failure.detail);
    return found.value;
  };

  test('are all found, were they five thousand in one subscription', async () => {
    const { vaults, unread } = await findIn([LARGE]);
    expect(new Set(vaults.map(({ url }) => url.hostname)).size).toBe(5000);
    expect(unread).toEqual([]);
  });

  test('bring the owners that their tags and places name', async () => {
    const { vaults } = await findIn([SMALL]);
    expect(vaults).toEqual([
      {
        url: new URL(running.vaults.urlOf('all-tags')),
        owners: {
          vaultOwnerTag: 'vault-team',
          resourceGroupOwnerTag: 'group-team',
          subscriptionOwnerTag: 'subscription-team',
        },
      },
    ]);
  });

  test('of another tenant are left out', async () => {
    const { vaults } = await findIn([SMALL]);
    expect(vaults.map(({ url }) => url.hostname)).not.toContain('other-tenant.vault.localhost');
  });

  test('of a subscription that is not shown are missed by its name, with the role', async () => {
    expect((await findIn([SMALL, HIDDEN])).unread).toEqual([
      {
        what: `subscriptions/${HIDDEN}`,
        reason: 'It is not shown to us: the role Reader is missing on it, or there is none of this id',
      },
    ]);
  });

  test('stand beside those that are listed, each once', async () => {
    const listed = [running.vaults.urlOf('all-tags'), running.vaults.urlOf('hidden')];
    const { vaults } = await findIn([SMALL], listed);
    expect(vaults.map(({ url }) => url.hostname)).toEqual([
      'all-tags.vault.localhost',
      'hidden.vault.localhost',
    ]);
    expect(vaults[0]?.owners.vaultOwnerTag).toBe('vault-team');
  });

  test('are asked for again only after a while', async () => {
    const vaults = vaultsIn([SMALL]);
    const first = await vaults.find();
    running.vaults.faults.add({ path: 'ResourceGraph', status: 500 });
    expect(await vaults.find()).toEqual(first);
  });

  test('that come in an answer which was cut short are not all, and that is said', async () => {
    const body = { data: [], resultTruncated: 'true' };
    running.vaults.faults.add({
      path: 'ResourceGraph',
      status: 200,
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect((await findIn([SMALL])).unread).toContainEqual({
      what: 'subscriptions',
      reason: 'The Resource Graph cut its answer short',
    });
  });

  test('are not looked for in a circle', async () => {
    const body = { data: [], resultTruncated: 'false', $skipToken: 'again' };
    running.vaults.faults.add({ path: 'ResourceGraph', status: 200, body });
    expect((await findIn([SMALL])).unread).toContainEqual(
      expect.objectContaining({ reason: 'The Resource Graph cut its answer short' }),
    );
  });

  test.each([
    [
      { status: 429, headers: { 'x-ms-user-quota-resets-after': '00:00:05', 'retry-after': '0' } },
      { code: 'THROTTLED', retryAfter: 5000 },
    ],
    [{ status: 503 }, { code: 'UNAVAILABLE' }],
    [{ drop: 'before' as const }, { code: 'UNAVAILABLE' }],
    [{ status: 200, body: 'x' }, { code: 'UNAVAILABLE' }],
  ])('wait while it answers %j', async (fault, failure) => {
    running.vaults.faults.add({ path: 'ResourceGraph', ...fault });
    expect(await vaultsIn([SMALL]).find()).toMatchObject({ ok: false, failure });
  });

  test('leave what is listed to be read where nobody may look for others', async () => {
    running.vaults.faults.add({ path: 'ResourceGraph', status: 403 });
    const { vaults, unread } = await findIn([SMALL], [running.vaults.urlOf('hidden')]);
    expect(vaults).toHaveLength(1);
    expect(unread).toEqual([
      {
        what: 'subscriptions',
        reason: 'The Resource Graph answered 403: the role Reader is missing on the subscriptions',
      },
    ]);
  });

  describe('as a source', () => {
    const sourceIn = (...given: Parameters<typeof vaultsIn>) =>
      vaultSource({
        urls: [],
        credential: running.credential('watch'),
        tenant: aTenant(),
        vaults: vaultsIn(...given),
      });

    test('are read, with the owners of their places as hints', async () => {
      const pages = await allPages(sourceIn([SMALL, HIDDEN]));
      expect(subjectsOf(pages)).toMatchObject([
        {
          nativeId: 'all-tags.vault.localhost/secrets/password',
          ownerHints: { vaultOwnerTag: 'vault-team', subscriptionOwnerTag: 'subscription-team' },
        },
      ]);
      expect(pages.flatMap(({ unread }) => unread)).toMatchObject([{ what: `subscriptions/${HIDDEN}` }]);
    });

    test('are never said to be gone because nobody shows them any more', async () => {
      const looked = await sourceIn([SMALL]).look('gone.vault.localhost/secrets/password');
      expect(looked).toMatchObject({ ok: false });
    });
  });
});
