import fc from 'fast-check';
import type { GivenDecisions } from '../../../lib/domain/given-decision.ts';
import type { DecisionId, RenewalId, ReportId } from '../../../lib/domain/ids.ts';
import { instants, objectIds, perhaps, shortIds, tenantIds, texts } from './values.ts';

/** What people decided about one renewal by the API. */
export const givenDecisions: fc.Arbitrary<GivenDecisions> = fc.record({
  renewalId: shortIds<RenewalId>('rn'),
  tenant: tenantIds,
  decisions: fc.array(
    fc.record({
      id: shortIds<DecisionId>('dc'),
      by: fc.record({ tenant: tenantIds, objectId: objectIds }),
      outcome: fc.constantFrom('approved', 'denied'),
      revision: texts,
      justification: perhaps(texts),
      decidedAt: instants,
    }),
    { maxLength: 3 },
  ),
  reports: perhaps(
    fc.array(
      fc.record({
        id: shortIds<ReportId>('rp'),
        by: fc.record({ tenant: tenantIds, objectId: objectIds }),
        kind: fc.constantFrom('exposed', 'lost', 'misconfigured', 'unsure'),
        attempt: fc.nat(),
        said: perhaps(texts),
        at: instants,
      }),
      { maxLength: 2 },
    ),
  ),
});
