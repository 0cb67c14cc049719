import type { Arming, ArmingKey } from '../../../lib/domain/arming.ts';
import type { GivenDecisions } from '../../../lib/domain/given-decision.ts';
import type { LinkId, RenewalId, TenantId } from '../../../lib/domain/ids.ts';
import type { Link } from '../../../lib/domain/link.ts';
import type { LastScan, LastScanKey } from '../../../lib/ports/last-scans.ts';
import { type RenewalSketch, sketchOf } from '../../../lib/domain/renewal-sketch.ts';
import { active, type Renewal } from '../../../lib/domain/renewal.ts';
import { type Duration, type Instant, instantOfMs } from '../../../lib/domain/time.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import type { Links } from '../../../lib/ports/links.ts';
import type { RenewalSketches } from '../../../lib/ports/renewal-sketches.ts';
import type { OpenIdProvider } from '../../../lib/domain/openid-provider.ts';
import type { OpenIdProviders, ProviderKey } from '../../../lib/ports/openid-providers.ts';
import type { KeptMetadata } from '../../../lib/domain/kept-metadata.ts';
import type { MetadataKey, MetadataStore } from '../../../lib/ports/kept-metadata.ts';
import type { ScanKey, ScanState } from '../../../lib/ports/scans.ts';
import type { SeenSubjects } from '../../../lib/ports/seen-subjects.ts';
import type { SubjectKey, Subjects, SubjectState } from '../../../lib/ports/subjects.ts';
import { isHeard, type KeptSilence } from '../../../lib/domain/kept-silence.ts';
import type { SummaryState } from '../../../lib/ports/summaries.ts';
import type { KeptItem } from '../../../lib/domain/kept-item.ts';
import type { DecisionsKey } from '../../../lib/ports/decisions.ts';
import type { DeclaredItemKey, DeclaredItems } from '../../../lib/ports/declared-items.ts';
import type { SilenceKey, Silences } from '../../../lib/ports/silences.ts';
import { type FakeAggregates, fakeAggregates } from './aggregates.ts';
import type { FakeOutbox } from './outbox.ts';

export type FakeSubjects = Subjects & FakeAggregates<SubjectKey, SubjectState>;

/** The inventory in memory. */
export const fakeSubjects = (outbox: FakeOutbox): FakeSubjects => {
  const subjects = fakeAggregates<SubjectKey, SubjectState>({
    table: 'Subjects',
    outbox,
    keyText: ({ tenant, id }) => `${tenant}~${id}`,
  });
  return {
    ...subjects,
    list: async function* (tenant, unreadable, after) {
      // Asks the store, so that an outage is felt here too.
      const isNext = ({ facts }: SubjectState) =>
        facts.tenant === tenant && (after === undefined || facts.id > after);
      for (const { facts } of subjects.all().filter(isNext)) {
        if (subjects.isSpoiled({ tenant, id: facts.id })) {
          unreadable(facts.id);
          continue;
        }
        const stored = await subjects.find({ tenant, id: facts.id });
        if (stored !== undefined) yield stored.state;
      }
    },
    known: async function* (tenant) {
      for (const { facts, factsHash, goneAt } of subjects.all()) {
        if (facts.tenant !== tenant) continue;
        await Promise.resolve();
        yield { id: facts.id, source: facts.source, factsHash, isGone: goneAt !== undefined };
      }
    },
    certificates: async function* (tenant) {
      for (const { facts } of subjects.all().filter((one) => one.facts.tenant === tenant)) {
        await Promise.resolve();
        const thumbprints = facts.credentials.flatMap(({ thumbprint = '' }) =>
          /^[0-9A-F]{40}$/.test(thumbprint) ? [thumbprint] : [],
        );
        if (thumbprints.length > 0) yield { id: facts.id, thumbprints };
      }
    },
    insertAll: async (added, dueAt) => {
      const refused: SubjectState[] = [];
      for (const { state, factsText } of added) {
        if (factsText !== JSON.stringify(state.facts)) throw new Error('This text is not that of its facts.');
        const inserted = await subjects.commit(state.facts, {
          ...{ expected: 'absent', state, dueAt, messages: [] },
        });
        if (!inserted.ok) refused.push(state);
      }
      return refused;
    },
  };
};

/** Renewals in memory. */
export const fakeRenewals = (outbox: FakeOutbox): FakeAggregates<RenewalId, Renewal> =>
  fakeAggregates({ table: 'Renewals', outbox, keyText: (id) => id });

export interface FakeLinks extends FakeAggregates<LinkId, Link>, Pick<Links, 'writtenAt'> {
  /** The store's clock is ahead of the app's by this from now on. */
  skew(by: Duration): void;
}

/** Links in memory, written at the time of this clock. */
export const fakeLinks = (outbox: FakeOutbox, clock: Clock): FakeLinks => {
  const links = fakeAggregates<LinkId, Link>({ table: 'Links', outbox, keyText: (id) => id });
  const written = new Map<LinkId, Instant>();
  let ahead = 0;
  return {
    ...links,
    commit: async (id, change) => {
      const committed = await links.commit(id, change);
      if (committed.ok) written.set(id, instantOfMs(clock.now() + ahead));
      return committed;
    },
    writtenAt: async (id) => {
      await links.find(id); // an outage is felt here too
      return written.get(id);
    },
    skew: (by) => {
      ahead = by;
    },
  };
};

/** What others may see of renewals in memory. */
export const fakeSketches = (renewals: FakeAggregates<RenewalId, Renewal>): RenewalSketches => ({
  read: async (_endedSince, unreadable) => {
    const sketches = new Map<RenewalId, RenewalSketch>();
    for (const { id } of renewals.all().map(active)) {
      if (renewals.isSpoiled(id)) {
        unreadable(id);
        continue;
      }
      const stored = await renewals.find(id);
      if (stored !== undefined) sketches.set(id, sketchOf(stored.state));
    }
    return sketches;
  },
});

/** Scan runs in memory. */
export const fakeScans = (outbox: FakeOutbox): FakeAggregates<ScanKey, ScanState> =>
  fakeAggregates({ table: 'Scans', outbox, keyText: ({ tenant, id }) => `${tenant}~${id}` });

/** What scans met, in memory. */
export const fakeSeenSubjects = (): SeenSubjects & { all(): readonly Float64Array[] } => {
  const pages = new Map<string, Float64Array>();
  const prefixOf = ({ tenant, id }: ScanKey): string => `${tenant}~${id}~`;
  return {
    all: () => [...pages.values()],
    note: async (scan, page, marks) => {
      await Promise.resolve();
      pages.set(`${prefixOf(scan)}${page}`, marks.slice());
    },
    read: async function* (scan) {
      await Promise.resolve();
      for (const [key, marks] of pages) if (key.startsWith(prefixOf(scan))) yield marks.slice();
    },
    forget: async (scan) => {
      await Promise.resolve();
      for (const key of [...pages.keys()]) if (key.startsWith(prefixOf(scan))) pages.delete(key);
    },
  };
};

/** The newest scan of each source, in memory. */
export const fakeLastScans = (outbox: FakeOutbox): FakeAggregates<LastScanKey, LastScan> =>
  fakeAggregates({ table: 'Scans', outbox, keyText: ({ tenant, source }) => `${tenant}~last-${source}` });

/** What is armed, in memory. */
export const fakeDirectory = (outbox: FakeOutbox): FakeAggregates<ArmingKey, Arming> =>
  fakeAggregates({ table: 'Directory', outbox, keyText: ({ tenant, source }) => `${tenant}~${source}` });

/** What was summed up, in memory. */
export const fakeSummaries = (outbox: FakeOutbox): FakeAggregates<TenantId, SummaryState> =>
  fakeAggregates({ table: 'Directory', outbox, keyText: (id) => `${id}~summary` });

export type FakeMetadata = MetadataStore & FakeAggregates<MetadataKey, KeptMetadata>;

/** Declared federation metadata, in memory. */
export const fakeMetadata = (outbox: FakeOutbox): FakeMetadata => {
  const kept = fakeAggregates<MetadataKey, KeptMetadata>({
    table: 'Directory',
    outbox,
    keyText: ({ tenant, id }) => `${tenant}~${id}`,
  });
  return { ...kept, list: listOf(kept) };
};

export type FakeProviders = OpenIdProviders & FakeAggregates<ProviderKey, OpenIdProvider>;

/** Declared OpenID providers, in memory. */
export const fakeProviders = (outbox: FakeOutbox): FakeProviders => {
  const kept = fakeAggregates<ProviderKey, OpenIdProvider>({
    table: 'Directory',
    outbox,
    keyText: ({ tenant, id }) => `${tenant}~${id}`,
  });
  return { ...kept, list: listOf(kept) };
};

/** All of a tenant, those that can't be read named; asks the store, so that an outage is felt here too. */
const listOf = <Id extends string, State extends { readonly tenant: TenantId; readonly id: Id }>(
  kept: FakeAggregates<{ readonly tenant: TenantId; readonly id: Id }, State>,
) =>
  async function* (tenant: TenantId, unreadable: (row: string) => void): AsyncIterable<State> {
    await Promise.resolve();
    if (kept.isAway()) throw new Error('The table is away.');
    for (const { id } of kept.all().filter((one) => one.tenant === tenant)) {
      const key = { tenant, id };
      if (kept.isSpoiled(key)) unreadable(id);
      const stored = kept.isSpoiled(key) ? undefined : await kept.find(key);
      if (stored !== undefined) yield stored.state;
    }
  };

export type FakeDeclaredItems = DeclaredItems & FakeAggregates<DeclaredItemKey, KeptItem>;

/** What was declared over the API, in memory. */
export const fakeDeclaredItems = (outbox: FakeOutbox): FakeDeclaredItems => {
  const items = fakeAggregates<DeclaredItemKey, KeptItem>({
    table: 'Directory',
    outbox,
    keyText: ({ tenant, id }) => `${tenant}~di-${id}`,
  });
  return {
    ...items,
    list: async function* (tenant, unreadable) {
      for (const kept of items.all().filter((one) => one.tenant === tenant)) {
        const key = { tenant, id: kept.item.id };
        if (items.isSpoiled(key)) unreadable(`di-${kept.item.id}`);
        const stored = items.isSpoiled(key) ? undefined : await items.find(key);
        if (stored !== undefined) yield stored.state;
      }
    },
  };
};

export type FakeSilences = Silences & FakeAggregates<SilenceKey, KeptSilence>;

/** Silences in memory. */
export const fakeSilences = (outbox: FakeOutbox): FakeSilences => {
  const silences = fakeAggregates<SilenceKey, KeptSilence>({
    table: 'Directory',
    outbox,
    keyText: ({ tenant, id }) => `${tenant}~${id}`,
  });
  return {
    ...silences,
    read: async (unreadable) => {
      const states = await Promise.all(
        silences.all().map(async ({ silence: { tenant, id } }) => {
          if (!silences.isSpoiled({ tenant, id })) return silences.find({ tenant, id });
          unreadable(id);
          return undefined;
        }),
      );
      return states.flatMap((stored) =>
        stored !== undefined && isHeard(stored.state) ? [stored.state.silence] : [],
      );
    },
    list: async function* (tenant, unreadable) {
      for (const { silence } of silences.all().filter((kept) => kept.silence.tenant === tenant)) {
        const key = { tenant, id: silence.id };
        if (silences.isSpoiled(key)) unreadable(silence.id);
        const stored = silences.isSpoiled(key) ? undefined : await silences.find(key);
        if (stored !== undefined) yield stored.state;
      }
    },
  };
};

/** What people decided by the API, in memory. */
export const fakeDecisions = (outbox: FakeOutbox): FakeAggregates<DecisionsKey, GivenDecisions> =>
  fakeAggregates<DecisionsKey, GivenDecisions>({
    table: 'Directory',
    outbox,
    keyText: ({ tenant, renewalId }) => `${tenant}~dc-${renewalId.slice(3)}`,
  });
