import fc from 'fast-check';
import type { LastScan } from '../../../lib/ports/last-scans.ts';
import type { Arming } from '../../../lib/domain/arming.ts';
import type { ScanId, SubjectId } from '../../../lib/domain/ids.ts';
import type { ScanState } from '../../../lib/ports/scans.ts';
import type { SummaryState } from '../../../lib/ports/summaries.ts';
import { instants, objectIds, perhaps, shortIds, tenantIds, texts } from './values.ts';

const sources = fc.constantFrom('entra-applications' as const, 'key-vault' as const);

const coverages = fc.constantFrom('complete' as const, 'partial' as const, 'failed' as const);

/** Any state of a scan. */
export const scanStates: fc.Arbitrary<ScanState> = fc.record({
  tenant: tenantIds,
  source: sources,
  startedAt: instants,
  scope: fc.constantFrom('full' as const, 'changes' as const),
  cursor: perhaps(texts),
  pages: fc.nat(),
  milestone: perhaps(texts),
  mark: perhaps(texts),
  catchingUp: fc.boolean(),
  known: perhaps(fc.nat()),
  subjects: fc.nat(),
  credentials: fc.nat(),
  unread: fc.array(fc.record({ what: texts, reason: texts }), { maxLength: 4 }),
  unreadTotal: fc.nat(),
  attempts: fc.nat(),
  postponed: perhaps(fc.record({ until: instants, reason: texts })),
  slice: perhaps(
    fc.record({ run: shortIds<ScanId>('sc'), index: fc.nat(), parts: fc.array(texts), at: fc.nat() }),
  ),
  plan: perhaps(fc.record({ slices: fc.array(fc.array(texts)), open: fc.array(fc.nat()) })),
  ended: perhaps(fc.record({ at: instants, coverage: fc.constantFrom('complete', 'partial', 'failed') })),
});

/** What the newest scans of any source may have come to. */
export const lastScanStates: fc.Arbitrary<LastScan> = fc.record({
  tenant: tenantIds,
  source: sources,
  endedAt: perhaps(instants),
  coverage: perhaps(coverages),
  completeAt: perhaps(instants),
  full: perhaps(fc.record({ endedAt: instants, subjects: fc.nat(), credentials: fc.nat() })),
  mark: perhaps(texts),
  unread: fc.array(fc.record({ what: texts, reason: texts }), { maxLength: 3 }),
  unreadTotal: fc.nat(),
  latest: fc.array(
    fc.record({
      startedAt: instants,
      endedAt: instants,
      scope: fc.constantFrom('full' as const, 'changes' as const),
      coverage: coverages,
      subjects: fc.nat(),
      unreadTotal: fc.nat(),
    }),
    { maxLength: 3 },
  ),
  started: perhaps(fc.record({ id: shortIds<ScanId>('sc'), at: instants })),
});

/** Any state of a source's arming. */
export const armingStates: fc.Arbitrary<Arming> = fc.record({
  tenant: tenantIds,
  source: sources,
  baselineAt: perhaps(instants),
  armedAt: perhaps(instants),
  said: perhaps(
    fc.record({
      word: fc.constantFrom('arm' as const, 'disarm' as const),
      by: fc.record({ tenant: tenantIds, objectId: objectIds }),
      at: instants,
    }),
  ),
  waking: perhaps(
    fc.record({ policy: texts, after: perhaps(shortIds<SubjectId>('sb')), missed: fc.boolean() }),
  ),
  wokenFor: perhaps(texts),
});

/** Any state of a tenant's summaries. */
export const summaryStates: fc.Arbitrary<SummaryState> = fc.record({
  tenant: tenantIds,
  cappedOn: perhaps(texts),
  daily: perhaps(
    fc.record({
      day: texts,
      at: instants,
      tally: fc.record({
        credentials: fc.nat(),
        new: fc.nat(),
        due: fc.nat(),
        expired: fc.nat(),
        slipped: fc.nat(),
        resolved: fc.nat(),
        silenced: fc.nat(),
        waiting: fc.nat(),
      }),
      open: texts,
      stormCapHit: fc.boolean(),
    }),
  ),
  week: perhaps(texts),
  owed: fc.array(
    fc.record({
      what: fc.constantFrom('daily' as const, 'weekly' as const),
      attempts: fc.nat(),
      nextTryAt: instants,
    }),
    { maxLength: 2 },
  ),
});
