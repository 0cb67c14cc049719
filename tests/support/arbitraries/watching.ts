import fc from 'fast-check';
import type { Arming } from '../../../lib/domain/arming.ts';
import type { SubjectId } from '../../../lib/domain/ids.ts';
import type { ScanState } from '../../../lib/ports/scans.ts';
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
