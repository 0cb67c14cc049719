import fc from 'fast-check';
import type { OverrideId, SubjectId } from '../../../lib/domain/ids.ts';
import type { OwnerContact } from '../../../lib/domain/owner-contact.ts';
import type { KeptOverride, OverrideScope } from '../../../lib/domain/owner-override.ts';
import { instants, objectIds, perhaps, shortIds, tenantIds, texts } from './values.ts';

const personKeys = fc.record({ tenant: tenantIds, objectId: objectIds });

const scopes: fc.Arbitrary<OverrideScope> = fc.oneof(
  fc.record({ kind: fc.constant('subject' as const), id: shortIds<SubjectId>('sb') }),
  fc.record({ kind: fc.constant('application' as const), id: texts }),
  fc.record({ kind: fc.constantFrom('name' as const, 'label' as const), pattern: texts }),
);
const owners: fc.Arbitrary<OwnerContact> = fc.oneof(
  fc.record({ kind: fc.constant('person' as const), who: texts }),
  fc.record({ kind: fc.constant('group' as const), which: texts }),
  fc.record({ kind: fc.constant('mailbox' as const), address: texts }),
);

/** Any override, with whatever became of it. */
export const keptOverrides: fc.Arbitrary<KeptOverride> = fc.record({
  override: fc.record({
    id: shortIds<OverrideId>('ov'),
    tenant: tenantIds,
    scope: scopes,
    owner: owners,
    reason: texts,
    author: personKeys,
    setAt: instants,
    until: perhaps(instants),
  }),
  ended: perhaps(
    fc.record({
      at: instants,
      cause: fc.constantFrom('end-date' as const, 'ended' as const),
      by: perhaps(personKeys),
    }),
  ),
});
