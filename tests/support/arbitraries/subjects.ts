import fc from 'fast-check';
import type { Credential, Subject } from '../../../lib/domain/credential.ts';
import type { CredentialId, SubjectId } from '../../../lib/domain/ids.ts';
import type { Judged } from '../../../lib/domain/judging.ts';
import type { SubjectState } from '../../../lib/ports/subjects.ts';
import { instants, perhaps, shortIds, tenantIds, texts } from './values.ts';

const credentials: fc.Arbitrary<Credential> = fc.record({
  id: shortIds<CredentialId>('cr'),
  kind: fc.constantFrom('client-secret', 'client-certificate', 'key-vault-certificate'),
  keyId: texts,
  name: perhaps(texts),
  startsAt: perhaps(instants),
  expiresAt: perhaps(instants),
  thumbprint: perhaps(texts),
  hint: perhaps(texts),
  enabled: fc.boolean(),
  renewsItself: fc.boolean(),
  managedBy: perhaps(texts),
});

const facts: fc.Arbitrary<Subject> = fc.record({
  id: shortIds<SubjectId>('sb'),
  tenant: tenantIds,
  environment: texts,
  source: fc.constantFrom('entra-applications', 'key-vault'),
  kind: fc.constantFrom('application', 'key-vault-item'),
  nativeId: texts,
  appId: perhaps(texts),
  name: texts,
  labels: fc.array(texts, { maxLength: 4 }),
  ownerHints: fc.record({ serviceManagementReference: perhaps(texts), ownerTag: perhaps(texts) }),
  enabled: fc.boolean(),
  credentials: fc.array(credentials, { maxLength: 4 }),
});

const judgeds: fc.Arbitrary<Judged> = fc.record({
  firstSeenAt: instants,
  expiresAt: perhaps(instants),
  announced: perhaps(texts),
  findings: fc.subarray(['no-expiry', 'long-expired'] as const),
  notice: perhaps(
    fc.record({ stage: texts, attempts: fc.nat(), nextTryAt: instants, takenUntil: perhaps(instants) }),
  ),
});

/** Any state of a subject. */
export const subjectStates: fc.Arbitrary<SubjectState> = fc.record({
  facts,
  factsHash: texts,
  observedAt: instants,
  goneAt: perhaps(instants),
  judged: fc.dictionary(shortIds<CredentialId>('cr'), judgeds, { maxKeys: 4, noNullPrototype: true }),
});
