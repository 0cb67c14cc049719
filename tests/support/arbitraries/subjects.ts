import fc from 'fast-check';
import {
  CONCERNS,
  CREDENTIAL_KINDS,
  CREDENTIAL_ROLES,
  type Credential,
  SOURCES,
  type Subject,
  SUBJECT_KINDS,
} from '../../../lib/domain/credential.ts';
import type { CredentialId, SilenceId, SubjectId } from '../../../lib/domain/ids.ts';
import { OWNER_LINKS } from '../../../lib/domain/owner-evidence.ts';
import type { Judged } from '../../../lib/domain/judged.ts';
import type { SubjectState } from '../../../lib/ports/subjects.ts';
import { instants, objectIds, perhaps, shortIds, tenantIds, texts } from './values.ts';

const credentials: fc.Arbitrary<Credential> = fc.record({
  id: shortIds<CredentialId>('cr'),
  kind: fc.constantFrom(...CREDENTIAL_KINDS),
  keyId: texts,
  name: perhaps(texts),
  startsAt: perhaps(instants),
  expiresAt: perhaps(instants),
  thumbprint: perhaps(texts),
  hint: perhaps(texts),
  enabled: fc.boolean(),
  renewsItself: fc.boolean(),
  managedBy: perhaps(texts),
  renewsAt: perhaps(instants),
  lastUsedAt: perhaps(instants),
  role: perhaps(fc.constantFrom(...CREDENTIAL_ROLES)),
  expiryUnknown: perhaps(fc.boolean()),
  concerns: perhaps(
    fc.array(fc.record({ what: fc.constantFrom(...CONCERNS), detail: texts }), { maxLength: 2 }),
  ),
  dependents: perhaps(
    fc.array(fc.record({ name: texts, what: texts, accepts: perhaps(fc.array(texts, { maxLength: 2 })) }), {
      maxLength: 2,
    }),
  ),
});

const facts: fc.Arbitrary<Subject> = fc.record({
  id: shortIds<SubjectId>('sb'),
  tenant: tenantIds,
  environment: texts,
  source: fc.constantFrom(...SOURCES),
  kind: fc.constantFrom(...SUBJECT_KINDS),
  nativeId: texts,
  appId: perhaps(texts),
  name: texts,
  labels: fc.array(texts, { maxLength: 4 }),
  ownerHints: fc.record({
    serviceManagementReference: perhaps(texts),
    ownerTag: perhaps(texts),
    vaultOwnerTag: perhaps(texts),
    resourceGroupOwnerTag: perhaps(texts),
    subscriptionOwnerTag: perhaps(texts),
  }),
  enabled: fc.boolean(),
  privileged: perhaps(fc.boolean()),
  principalType: perhaps(texts),
  ownerOrganization: perhaps(texts),
  credentials: fc.array(credentials, { maxLength: 4 }),
});

const causes = fc.constantFrom('stage', 'reminder', 'exception-half-time', 'exception-ended');

const judgeds: fc.Arbitrary<Judged> = fc.record({
  firstSeenAt: instants,
  expiresAt: perhaps(instants),
  announced: perhaps(texts),
  announcedFrom: perhaps(instants),
  saidAt: perhaps(instants),
  findings: fc.subarray([
    'no-expiry',
    'long-expired',
    'over-long',
    'expired-before-start',
    'unused-expired',
  ] as const),
  exceptions: fc.array(
    fc.record({ silence: shortIds<SilenceId>('sl'), what: fc.constantFrom('half-time', 'ended') }),
    { maxLength: 2 },
  ),
  notice: perhaps(
    fc.record({
      stage: texts,
      cause: causes,
      to: fc.subarray(['owner', 'second-owner', 'manager', 'security-contact'] as const),
      attempts: fc.nat(),
      nextTryAt: instants,
      takenUntil: perhaps(instants),
      delivered: fc.array(texts, { maxLength: 3 }),
      exceptionUntil: perhaps(instants),
    }),
  ),
  remindAt: perhaps(instants),
  told: fc.array(
    fc.record({ at: instants, stage: texts, cause: causes, to: fc.array(texts, { maxLength: 2 }) }),
    { maxLength: 3 },
  ),
});

const credentialIds = shortIds<CredentialId>('cr');

/** Any state of a subject. */
export const subjectStates: fc.Arbitrary<SubjectState> = fc.record({
  facts,
  factsHash: texts,
  observedAt: instants,
  goneAt: perhaps(instants),
  judged: fc.dictionary(credentialIds, judgeds, { maxKeys: 4, noNullPrototype: true }),
  successors: perhaps(
    fc.dictionary(
      credentialIds,
      fc.record({
        expiresAt: perhaps(instants),
        by: credentialIds,
        what: fc.constantFrom('renewed', 'replaced'),
      }),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
  departed: perhaps(fc.array(fc.record({ credential: credentials, at: instants }), { maxLength: 3 })),
  owners: perhaps(
    fc.record({
      askedAt: instants,
      reason: perhaps(fc.constantFrom(...OWNER_LINKS, 'team-mailbox' as const)),
      people: fc.array(fc.record({ tenant: tenantIds, objectId: objectIds }), { maxLength: 3 }),
      fingerprint: texts,
      override: perhaps(texts),
    }),
  ),
  sequence: perhaps(fc.nat()),
  claimed: perhaps(fc.array(credentialIds, { maxLength: 3 })),
});
