import type { LinkId, RenewalId } from '../../../lib/domain/ids.ts';
import type { Link } from '../../../lib/domain/link.ts';
import type { Renewal } from '../../../lib/domain/renewal.ts';
import type { ArmingKey, ArmingState } from '../../../lib/ports/directory.ts';
import type { LastScan, LastScanKey } from '../../../lib/ports/last-scans.ts';
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
    list: async function* (tenant, unreadable) {
      // Asks the store, so that an outage is felt here too.
      for (const { facts } of subjects.all().filter((state) => state.facts.tenant === tenant)) {
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

/** Links in memory. */
export const fakeLinks = (outbox: FakeOutbox): FakeAggregates<LinkId, Link> =>
  fakeAggregates({ table: 'Links', outbox, keyText: (id) => id });

/** Scan runs in memory. */
export const fakeScans = (outbox: FakeOutbox): FakeAggregates<ScanKey, ScanState> =>
  fakeAggregates({ table: 'Scans', outbox, keyText: ({ tenant, id }) => `${tenant}~${id}` });

/** The newest scan of each source, in memory. */
export const fakeLastScans = (outbox: FakeOutbox): FakeAggregates<LastScanKey, LastScan> =>
  fakeAggregates({ table: 'Scans', outbox, keyText: ({ tenant, source }) => `${tenant}~last-${source}` });

/** What is armed, in memory. */
export const fakeDirectory = (outbox: FakeOutbox): FakeAggregates<ArmingKey, ArmingState> =>
  fakeAggregates({ table: 'Directory', outbox, keyText: ({ tenant, source }) => `${tenant}~${source}` });
