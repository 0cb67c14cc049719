import fc from 'fast-check';
import type { CredentialId, SilenceId, SubjectId } from '../../../lib/domain/ids.ts';
import type { KeptSilence } from '../../../lib/domain/kept-silence.ts';
import { instants, objectIds, perhaps, shortIds, tenantIds, texts } from './values.ts';

const personKeys = fc.record({ tenant: tenantIds, objectId: objectIds });
const kinds = fc.constantFrom('snooze' as const, 'accepted-risk' as const, 'exception' as const);

/** Any silence, with whatever became of it. */
export const keptSilences: fc.Arbitrary<KeptSilence> = fc.record({
  silence: fc.record({
    id: shortIds<SilenceId>('sl'),
    kind: kinds,
    tenant: tenantIds,
    subjectId: shortIds<SubjectId>('sb'),
    credentialId: shortIds<CredentialId>('cr'),
    reason: texts,
    author: personKeys,
    approver: perhaps(personKeys),
    startsAt: instants,
    until: instants,
    about: fc.record({
      expiresAt: perhaps(instants),
      owners: texts,
      severity: fc.constantFrom('low' as const, 'medium' as const, 'high' as const, 'critical' as const),
    }),
  }),
  of: fc.record({
    tenant: tenantIds,
    environment: texts,
    subjectId: shortIds<SubjectId>('sb'),
    source: fc.constantFrom('entra-applications' as const, 'key-vault' as const),
    subjectKind: fc.constantFrom('application' as const, 'key-vault-item' as const),
    nativeId: texts,
    appId: perhaps(texts),
    ownerTeam: perhaps(texts),
    name: texts,
    credentialId: shortIds<CredentialId>('cr'),
    kind: fc.constantFrom('client-secret' as const, 'key-vault-certificate' as const),
    keyId: texts,
  }),
  ended: perhaps(
    fc.record({
      at: instants,
      cause: fc.constantFrom('end-date' as const, 'ended' as const, 'owners-changed' as const),
      by: perhaps(personKeys),
    }),
  ),
  isPutUp: fc.boolean(),
});
