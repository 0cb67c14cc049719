import fc from 'fast-check';
import type { LastScan } from '../../../lib/ports/last-scans.ts';
import type { Arming } from '../../../lib/domain/arming.ts';
import type { SubjectId } from '../../../lib/domain/ids.ts';
import type { ScanState } from '../../../lib/ports/scans.ts';
import type { SummaryState } from '../../../lib/ports/summaries.ts';
import { instants, objectIds, perhaps, shortIds, tenantIds, texts } from './values.ts';

const sources = fc.constantFrom('entra-applications' as const, 'key-vault' as const);

/** Any state of a scan. */
export const scanStates: fc.Arbitrary<ScanState> = fc.record({
  tenant: tenantIds,
  source: sources,
  startedAt: instants,
  cursor: perhaps(texts),
  subjects: fc.nat(),
  credentials: fc.nat(),
  unread: fc.array(fc.record({ what: texts, reason: texts }), { maxLength: 4 }),
  unreadTotal: fc.nat(),
  seen: texts,
  attempts: fc.nat(),
  ended: perhaps(fc.record({ at: instants, coverage: fc.constantFrom('complete', 'partial', 'failed') })),
});

/** What the newest scans of any source may have come to. */
export const lastScanStates: fc.Arbitrary<LastScan> = fc.record({
  tenant: tenantIds,
  source: sources,
  endedAt: instants,
  coverage: fc.constantFrom('complete' as const, 'partial' as const, 'failed' as const),
  completeAt: perhaps(instants),
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
