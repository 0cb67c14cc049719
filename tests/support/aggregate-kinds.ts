import fc from 'fast-check';
import type { Arming, ArmingKey } from '../../lib/domain/arming.ts';
import type { GivenDecisions } from '../../lib/domain/given-decision.ts';
import type {
  LinkId,
  OverrideId,
  MetadataId,
  ProviderId,
  RenewalId,
  ScanId,
  SilenceId,
  SubjectId,
  TenantId,
} from '../../lib/domain/ids.ts';
import type { KeptSilence } from '../../lib/domain/kept-silence.ts';
import type { KeptItem } from '../../lib/domain/kept-item.ts';
import type { Link } from '../../lib/domain/link.ts';
import type { KeptOverride } from '../../lib/domain/owner-override.ts';
import type { Renewal } from '../../lib/domain/renewal.ts';
import type { DecisionsKey } from '../../lib/ports/decisions.ts';
import type { DeclaredItemKey } from '../../lib/ports/declared-items.ts';
import type { LastScan, LastScanKey } from '../../lib/ports/last-scans.ts';
import type { OverrideKey } from '../../lib/ports/overrides.ts';
import type { OpenIdProvider } from '../../lib/domain/openid-provider.ts';
import type { ProviderKey } from '../../lib/ports/openid-providers.ts';
import type { KeptMetadata } from '../../lib/domain/kept-metadata.ts';
import type { MetadataKey } from '../../lib/ports/kept-metadata.ts';
import type { ScanKey, ScanState } from '../../lib/ports/scans.ts';
import type { SummaryState } from '../../lib/ports/summaries.ts';
import type { SilenceKey } from '../../lib/ports/silences.ts';
import type { SubjectKey, SubjectState } from '../../lib/ports/subjects.ts';
import { givenDecisions } from './arbitraries/decisions.ts';
import { keptMetadatas } from './arbitraries/metadata.ts';
import { keptItems } from './arbitraries/declared.ts';
import { openIdProviderStates } from './arbitraries/providers.ts';
import { links } from './arbitraries/links.ts';
import { keptOverrides } from './arbitraries/overrides.ts';
import { renewals } from './arbitraries/renewals.ts';
import { keptSilences } from './arbitraries/silences.ts';
import { subjectStates } from './arbitraries/subjects.ts';
import { linkIds, shortIds, tenantIds } from './arbitraries/values.ts';
import { armingStates, lastScanStates, scanStates, summaryStates } from './arbitraries/watching.ts';
import { frozenCopy } from './fakes/deep-copy.ts';

/** Keys and states of one kind of aggregate, each number always the same one. */
export interface AggregateKind<Key, State> {
  key(n: number): Key;
  state(n: number): State;
}

const nth = <T>(values: fc.Arbitrary<T>, n: number): T =>
  frozenCopy(fc.sample(values, { seed: n, numRuns: 1 })[0]!);

/** The tenants that the keys below belong to. */
export const TENANTS: readonly TenantId[] = Array.from({ length: 12 }, (_, n) => nth(tenantIds, n));
/** For what there is one of in each tenant. */
export const MANY_TENANTS: readonly TenantId[] = Array.from({ length: 30 }, (_, n) => nth(tenantIds, n));
const [TENANT] = TENANTS as readonly [TenantId, ...TenantId[]];

export const subjectKind: AggregateKind<SubjectKey, SubjectState> = {
  key: (n) => ({ tenant: TENANT, id: nth(shortIds<SubjectId>('sb'), n) }),
  state: (n) => nth(subjectStates, n),
};
export const renewalKind: AggregateKind<RenewalId, Renewal> = {
  key: (n) => nth(shortIds<RenewalId>('rn'), n),
  state: (n) => nth(renewals, n),
};
export const linkKind: AggregateKind<LinkId, Link> = {
  key: (n) => nth(linkIds, n),
  state: (n) => nth(links, n),
};
export const decisionsKind: AggregateKind<DecisionsKey, GivenDecisions> = {
  key: (n) => ({ tenant: TENANT, renewalId: nth(shortIds<RenewalId>('rn'), n) }),
  state: (n) => nth(givenDecisions, n),
};
export const scanKind: AggregateKind<ScanKey, ScanState> = {
  key: (n) => ({ tenant: TENANT, id: nth(shortIds<ScanId>('sc'), n) }),
  state: (n) => nth(scanStates, n),
};
/** Two for each tenant, so that they run out after 24. */
export const lastScanKind: AggregateKind<LastScanKey, LastScan> = {
  key: (n) => armingKind.key(n),
  state: (n) => nth(lastScanStates, n),
};
/** Two for each tenant, so that they run out after 24. */
export const armingKind: AggregateKind<ArmingKey, Arming> = {
  key: (n) => ({ tenant: TENANTS[n >> 1]!, source: n % 2 === 0 ? 'entra-applications' : 'key-vault' }),
  state: (n) => nth(armingStates, n),
};
export const silenceKind: AggregateKind<SilenceKey, KeptSilence> = {
  key: (n) => ({ tenant: TENANT, id: nth(shortIds<SilenceId>('sl'), n) }),
  state: (n) => nth(keptSilences, n),
};
export const overrideKind: AggregateKind<OverrideKey, KeptOverride> = {
  key: (n) => ({ tenant: TENANT, id: nth(shortIds<OverrideId>('ov'), n) }),
  state: (n) => nth(keptOverrides, n),
};
export const metadataKind: AggregateKind<MetadataKey, KeptMetadata> = {
  key: (n) => ({ tenant: TENANT, id: nth(shortIds<MetadataId>('fm'), n) }),
  state: (n) => nth(keptMetadatas, n),
};
export const declaredItemKind: AggregateKind<DeclaredItemKey, KeptItem> = {
  key: (n) => ({ tenant: TENANT, id: `item-${n}` }),
  state: (n) => nth(keptItems, n),
};
export const providerKind: AggregateKind<ProviderKey, OpenIdProvider> = {
  key: (n) => ({ tenant: TENANT, id: nth(shortIds<ProviderId>('op'), n) }),
  state: (n) => nth(openIdProviderStates, n),
};
/** One for each tenant, so that they run out after as many. */
export const summaryKind: AggregateKind<TenantId, SummaryState> = {
  key: (n) => MANY_TENANTS[n]!,
  state: (n) => nth(summaryStates, n),
};
