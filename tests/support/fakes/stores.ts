import type { Arming, ArmingKey } from '../../../lib/domain/arming.ts';
import type { LinkId, RenewalId } from '../../../lib/domain/ids.ts';
import type { Link } from '../../../lib/domain/link.ts';
import { type RenewalSketch, sketchOf } from '../../../lib/domain/renewal-sketch.ts';
import { active, type Renewal } from '../../../lib/domain/renewal.ts';
import type { RenewalSketches } from '../../../lib/ports/renewal-sketches.ts';
import type { ScanKey, ScanState } from '../../../lib/ports/scans.ts';
import type { SubjectKey, Subjects, SubjectState } from '../../../lib/ports/subjects.ts';
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
  };
};

/** Renewals in memory. */
export const fakeRenewals = (outbox: FakeOutbox): FakeAggregates<RenewalId, Renewal> =>
  fakeAggregates({ table: 'Renewals', outbox, keyText: (id) => id });

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

/** Links in memory. */
export const fakeLinks = (outbox: FakeOutbox): FakeAggregates<LinkId, Link> =>
  fakeAggregates({ table: 'Links', outbox, keyText: (id) => id });

/** Scan runs in memory. */
export const fakeScans = (outbox: FakeOutbox): FakeAggregates<ScanKey, ScanState> =>
  fakeAggregates({ table: 'Scans', outbox, keyText: ({ tenant, id }) => `${tenant}~${id}` });

/** What is armed, in memory. */
export const fakeDirectory = (outbox: FakeOutbox): FakeAggregates<ArmingKey, Arming> =>
  fakeAggregates({ table: 'Directory', outbox, keyText: ({ tenant, source }) => `${tenant}~${source}` });
