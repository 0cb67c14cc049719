import fc from 'fast-check';
import { CREDENTIAL_KINDS, CREDENTIAL_ROLES } from '../../../lib/domain/credential.ts';
import type { DeclaredItem } from '../../../lib/domain/declared-item.ts';
import type { KeptItem } from '../../../lib/domain/kept-item.ts';
import { instants, objectIds, tenantIds, texts } from './values.ts';

const lists = fc.array(texts, { maxLength: 3 });

const items: fc.Arbitrary<DeclaredItem> = fc.record(
  {
    id: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/),
    revision: fc.integer({ min: 1, max: 999 }),
    kind: fc.constantFrom(...CREDENTIAL_KINDS),
    name: texts,
    level: fc.constantFrom('namespace' as const, 'relying-party' as const),
    role: fc.constantFrom(...CREDENTIAL_ROLES),
    starts: fc.constant('2026-01-01'),
    expires: fc.constantFrom('2027-03-01', '2027-03-01T12:00:00+01:00', 'never', 'unknown'),
    thumbprint: fc.constant('9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B'),
    partners: lists,
    endpoint: texts,
    owner: texts,
    team: texts,
    dependents: fc.array(
      fc.record({ name: texts, what: texts, accepts: lists }, { requiredKeys: ['name'] }),
      { maxLength: 3 },
    ),
    labels: lists,
  },
  { requiredKeys: ['id', 'revision', 'kind', 'name', 'expires'] },
);

/** Anything that was declared over the API. */
export const keptItems: fc.Arbitrary<KeptItem> = fc.record({
  tenant: tenantIds,
  item: items,
  changedAt: instants,
  changedBy: fc.record({ tenant: tenantIds, objectId: objectIds }),
  isRemoved: fc.boolean(),
});
