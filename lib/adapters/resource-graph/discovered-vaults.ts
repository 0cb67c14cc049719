import * as z from 'zod';
import { ownerTagOf } from '../../domain/owner-tag.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { type Instant, minutes, plus } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SourceFailure } from '../../ports/credential-source.ts';
import type { Unread } from '../../ports/scans.ts';
import type { FoundVault, FoundVaults, Vaults } from '../../ports/vaults.ts';
import type { AskResourceGraph } from './resource-graph.ts';

interface Settings {
  readonly ask: AskResourceGraph;
  readonly subscriptions: readonly string[];
  /** Vaults whose people and programs belong to another tenant are none of this one's. */
  readonly tenant: string;
  /** The domain below which all vaults of this cloud are: our token goes nowhere else. */
  readonly vaultDomain: string;
  /** Vaults that the settings name themselves, found or not. */
  readonly listed: readonly URL[];
  readonly clock: Clock;
}

const VAULTS =
  "resources | where type =~ 'microsoft.keyvault/vaults'" +
  ' | project id, subscriptionId, resourceGroup, tags, vaultUri = tostring(properties.vaultUri), tenantId = tostring(properties.tenantId)' +
  ' | order by id asc';
const PLACES =
  "resourcecontainers | where type =~ 'microsoft.resources/subscriptions'" +
  " or (type =~ 'microsoft.resources/subscriptions/resourcegroups' and isnotempty(tags))" +
  ' | project id, type, subscriptionId, name, tags | order by id asc';

/** A vault that was made since then is found by a later scan. */
const KEPT = minutes(10);

const tags = z
  .record(z.string(), z.string())
  .nullish()
  .catch(undefined)
  .transform((known) => known ?? {});
const vaultRow = z.object({
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  tags,
  vaultUri: z.url({ protocol: /^https$/ }).transform((text) => new URL(text)),
  tenantId: z.string(),
});
const placeRow = z.object({ type: z.string(), subscriptionId: z.string(), name: z.string(), tags });

/**
 * The vaults of some subscriptions, as the Resource Graph shows them, with those that are listed. A subscription that is not
 * shown is simply not in its answers, so each is asked for by name and missed by name.
 */
export const discoveredVaults = (settings: Settings): Vaults => {
  let kept: { readonly found: FoundVaults; readonly until: Instant } | undefined;
  return {
    find: async () => {
      const now = settings.clock.now();
      if (kept !== undefined && now < kept.until) return ok(kept.found);
      const found = await ask(settings);
      if (found.ok) kept = { found: found.value, until: plus(now, KEPT) };
      return found;
    },
  };
};

const ask = async (settings: Settings): Promise<Result<FoundVaults, SourceFailure>> => {
  const { subscriptions, listed } = settings;
  const own = listed.map((url) => ({ url, owners: {} }));
  const answers = [await settings.ask(VAULTS, subscriptions), await settings.ask(PLACES, subscriptions)];
  const refused = answers.find((answer) => !answer.ok);
  // What is listed can be read without it.
  if (refused?.ok === false)
    return refused.failure.code === 'FORBIDDEN'
      ? ok({ vaults: own, unread: [{ what: 'subscriptions', reason: refused.failure.detail }] })
      : fail(refused.failure);
  const [vaults, places] = answers.map((answer) => (answer.ok ? answer.value : NOTHING));
  const { ownersOf, missing } = readPlaces(places?.rows ?? [], subscriptions);
  const { found, unread } = readVaults(vaults?.rows ?? [], ownersOf, settings);
  const truncated = [vaults, places].some((answer) => answer?.isTruncated === true)
    ? [{ what: 'subscriptions', reason: 'The Resource Graph cut its answer short' }]
    : [];
  const hosts = new Set(found.map(({ url }) => url.hostname));
  return ok({
    vaults: [...found, ...own.filter(({ url }) => !hosts.has(url.hostname))],
    unread: [...truncated, ...missing, ...unread],
  });
};

const NOTHING = { rows: [], isTruncated: false };

type OwnersOf = (row: z.infer<typeof vaultRow>) => FoundVault['owners'];

const readPlaces = (
  rows: readonly unknown[],
  subscriptions: readonly string[],
): { readonly ownersOf: OwnersOf; readonly missing: readonly Unread[] } => {
  const owners = new Map<string, string | undefined>();
  for (const row of rows) {
    const { data } = placeRow.safeParse(row);
    if (data === undefined) continue;
    const group = /\/resourcegroups$/i.test(data.type) ? data.name : undefined;
    owners.set(placeKey(data.subscriptionId, group), ownerTagOf(data.tags));
  }
  const missing = subscriptions
    .filter((id) => !owners.has(placeKey(id)))
    .map((id) => ({
      what: `subscriptions/${id}`,
      reason: 'It is not shown to us: the role Reader is missing on it, or there is none of this id',
    }));
  return {
    missing,
    ownersOf: ({ subscriptionId, resourceGroup, tags: own }) => ({
      vaultOwnerTag: ownerTagOf(own),
      resourceGroupOwnerTag: owners.get(placeKey(subscriptionId, resourceGroup)),
      subscriptionOwnerTag: owners.get(placeKey(subscriptionId)),
    }),
  };
};

const placeKey = (subscription: string, group = ''): string => `${subscription}/${group}`.toLowerCase();

const readVaults = (
  rows: readonly unknown[],
  ownersOf: OwnersOf,
  { tenant, vaultDomain }: Settings,
): { readonly found: readonly FoundVault[]; readonly unread: readonly Unread[] } => {
  const found = new Map<string, FoundVault>();
  const unread: Unread[] = [];
  for (const row of rows) {
    const { data } = vaultRow.safeParse(row);
    if (data === undefined) {
      unread.push({ what: 'subscriptions', reason: 'A vault in the answer is not understood' });
      continue;
    }
    const { vaultUri: url, tenantId } = data;
    if (tenantId.toLowerCase() !== tenant.toLowerCase()) continue;
    if (url.hostname.endsWith(`.${vaultDomain}`)) found.set(url.hostname, { url, owners: ownersOf(data) });
    else unread.push({ what: `vaults/${url.hostname}`, reason: `Its address is not below ${vaultDomain}` });
  }
  return { found: [...found.values()], unread };
};
