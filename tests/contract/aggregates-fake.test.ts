import type { Aggregates } from '../../lib/ports/aggregates.ts';
import {
  type AggregateKind,
  armingKind,
  decisionsKind,
  declaredItemKind,
  lastScanKind,
  linkKind,
  metadataKind,
  providerKind,
  renewalKind,
  scanKind,
  overrideKind,
  silenceKind,
  summaryKind,
  subjectKind,
} from '../support/aggregate-kinds.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { type FakeOutbox, fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeOverrides } from '../support/fakes/overrides.ts';
import {
  fakeDecisions,
  fakeDeclaredItems,
  fakeDirectory,
  fakeLastScans,
  fakeLinks,
  fakeMetadata,
  fakeProviders,
  fakeRenewals,
  fakeScans,
  fakeSilences,
  fakeSubjects,
  fakeSummaries,
} from '../support/fakes/stores.ts';
import { aggregatesContract } from './aggregates.contract.ts';

const asked = <Key, State>(
  name: string,
  make: (outbox: FakeOutbox) => Aggregates<Key, State>,
  kind: AggregateKind<Key, State>,
): void => {
  aggregatesContract(`${name} in memory`, () => {
    const outbox = fakeOutbox();
    return Promise.resolve({ ...kind, store: make(outbox), outbox, close: () => Promise.resolve() });
  });
};

asked('subjects', fakeSubjects, subjectKind);
asked('renewals', fakeRenewals, renewalKind);
asked('links', (outbox) => fakeLinks(outbox, fakeClock()), linkKind);
asked('scans', fakeScans, scanKind);
asked('the newest scans', fakeLastScans, lastScanKind);
asked('decisions', fakeDecisions, decisionsKind);
asked('declared items', fakeDeclaredItems, declaredItemKind);
asked('silences', fakeSilences, silenceKind);
asked('overrides', fakeOverrides, overrideKind);
asked('federation metadata', fakeMetadata, metadataKind);
asked('OpenID providers', fakeProviders, providerKind);
asked('summaries', fakeSummaries, summaryKind);
asked('the directory', fakeDirectory, armingKind);
