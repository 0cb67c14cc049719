import fc from 'fast-check';
import type { Decision } from '../../../lib/domain/approval.ts';
import type { CredentialId, RenewalId, SubjectId } from '../../../lib/domain/ids.ts';
import type {
  ActiveRenewal,
  Cancellation,
  PausedRenewal,
  Renewal,
  RenewalSubject,
} from '../../../lib/domain/renewal.ts';
import type { IncidentCause } from '../../../lib/domain/tended.ts';
import { instants, linkIds, people, perhaps, shortIds, tenantIds, texts } from './values.ts';
import { rollOvers } from './roll-overs.ts';

/** Anything that may be renewed. */
export const renewalSubjects: fc.Arbitrary<RenewalSubject> = fc.record({
  tenant: tenantIds,
  environment: texts,
  subjectId: shortIds<SubjectId>('sb'),
  source: fc.constantFrom('entra-applications', 'key-vault'),
  subjectKind: fc.constantFrom('application', 'key-vault-item'),
  nativeId: texts,
  appId: perhaps(texts),
  ownerTeam: perhaps(texts),
  name: texts,
  credentialId: shortIds<CredentialId>('cr'),
  kind: fc.constantFrom('client-secret', 'client-certificate', 'key-vault-certificate'),
  keyId: texts,
  expiresAt: instants,
  inPlaceOf: perhaps(fc.constantFrom('client-secret' as const, 'symmetric-key' as const)),
});

const decision = {
  id: texts,
  outcome: fc.constantFrom<Decision['outcome'][]>('approved', 'denied'),
  decidedAt: instants,
  justification: perhaps(texts),
  revision: texts,
};

const base = {
  id: shortIds<RenewalId>('rn'),
  of: renewalSubjects,
  recipient: perhaps(
    fc.record(
      {
        person: people,
        reason: fc.constantFrom(
          'owner-tag',
          'application-owner',
          'service-principal-owner',
          'team-mailbox',
          'named-in-request',
        ),
        deputies: fc.array(people, { maxLength: 2 }),
        deposit: fc.record({ vault: texts, secret: texts }),
        askedBy: people,
      },
      { requiredKeys: ['person', 'reason', 'deputies'] },
    ),
  ),
  revision: texts,
  seq: fc.nat(),
  tended: fc.record({
    nextAt: perhaps(instants),
    failures: fc.nat(),
    stage: perhaps(texts),
    incident: perhaps(
      fc.record({ id: texts, number: texts, causes: fc.subarray<IncidentCause>(['expired', 'stuck']) }),
    ),
    removalDay: perhaps(texts),
    dueDate: perhaps(texts),
    notBefore: perhaps(instants),
    removeAt: perhaps(instants),
    remindedOf: perhaps(instants),
    toldOf: perhaps(texts),
    form: perhaps(texts),
    mailed: perhaps(fc.array(texts, { maxLength: 2 })),
    answered: perhaps(fc.array(texts, { maxLength: 2 })),
  }),
  past: fc.record({ attempts: fc.nat(), tickets: fc.array(texts, { maxLength: 2 }) }),
};
const ticket = fc.record({ id: texts, number: texts });
const opened = { ...base, ticket };
const oneApproval = fc.record({ ...decision, by: people });
const approval = fc.record({
  ...decision,
  by: people,
  also: perhaps(fc.array(oneApproval, { maxLength: 2 })),
});
const approved = { ...opened, approval };
const asked = {
  ...approved,
  attempt: fc.nat(),
  since: instants,
  linkId: perhaps(linkIds),
  askedAt: perhaps(instants),
  answered: fc.array(texts, { maxLength: 2 }),
  leaseUntil: instants,
};
/** A certificate that was handed in. */
export const handed = fc.record({
  der: fc.base64String(),
  thumbprint: texts,
  startsAt: instants,
  expiresAt: instants,
});
const made = {
  ...approved,
  made: fc.record(
    {
      attempt: fc.nat(),
      keyId: texts,
      expiresAt: instants,
      linkId: linkIds,
      issuedAt: instants,
      deposited: fc.record({ vault: texts, secret: texts, version: texts }),
    },
    { requiredKeys: ['attempt', 'keyId', 'expiresAt', 'issuedAt'] },
  ),
};
const refused = fc.record({
  decisionId: texts,
  reason: fc.constantFrom('APPROVER_UNKNOWN', 'APPROVER_IS_RECIPIENT', 'OTHER_REVISION', 'NO_RECIPIENT'),
});

/** A report that ends a link. */
export const endingReports = fc.constantFrom('exposed' as const, 'lost' as const, 'not-me' as const);

const because = fc.record({
  cause: fc.constantFrom<Cancellation['cause'][]>(
    'renewed-by-others',
    'credential-removed',
    'ended-by-person',
  ),
  keyId: perhaps(texts),
  by: perhaps(texts),
});
const by = fc.record({
  keyId: texts,
  expiresAt: perhaps(instants),
  seenAt: instants,
  how: perhaps(fc.constant('new-version' as const)),
});

const state = <Name extends ActiveRenewal['state']>(name: Name) => fc.constant(name);

const activeRenewals: fc.Arbitrary<ActiveRenewal> = fc.oneof(
  fc.record({ ...base, state: state('requesting'), leaseUntil: instants }),
  fc.record({
    ...opened,
    state: state('requested'),
    nextLookAt: instants,
    refused: fc.array(refused, { maxLength: 3 }),
    confirmAfter: perhaps(instants),
    granted: perhaps(fc.array(texts, { maxLength: 2 })),
    askedAt: perhaps(instants),
    waiting: perhaps(fc.record({ stage: texts, alternates: fc.boolean() })),
  }),
  fc.record({ ...approved, state: state('approved'), attempt: fc.nat() }),
  fc.record({ ...opened, state: state('denied'), decision: fc.record(decision), by: perhaps(people) }),
  fc.record({ ...approved, state: state('by-hand') }),
  fc.record({ ...asked, state: state('awaiting-certificate'), nextLookAt: instants }),
  fc.record({ ...asked, state: state('placing-certificate'), certificate: handed, keyId: texts }),
  fc.record({ ...approved, state: state('rolling-over'), rollOver: rollOvers }),
  fc.record({
    ...approved,
    state: state('renewing-version'),
    version: fc.record({
      requestId: perhaps(texts),
      told: fc.array(texts, { maxLength: 3 }),
      looks: fc.nat(),
      refusals: fc.nat(),
    }),
    leaseUntil: instants,
    nextLookAt: instants,
  }),
  fc.record({
    ...approved,
    state: state('issuing'),
    attempt: fc.nat(),
    linkId: linkIds,
    leaseUntil: instants,
  }),
  fc.record({ ...made, state: state('issued'), leaseUntil: instants }),
  fc.record({ ...made, state: state('delivered'), linkNotAfter: instants }),
  fc.record({
    ...made,
    state: state('redeemed'),
    redeemedAt: instants,
    retireAt: instants,
    postponed: perhaps(
      fc.record({
        cause: fc.constantFrom('old-one-in-use', 'not-seen-in-use'),
        since: instants,
        times: fc.nat(),
      }),
    ),
    agreed: perhaps(fc.boolean()),
  }),
  fc.record({
    ...made,
    state: state('retired'),
    redeemedAt: instants,
    retiredAt: instants,
    evidence: perhaps(
      fc.record({
        basis: fc.constantFrom('no-use-known', 'use-unknown', 'on-date', 'agreed', 'time-over', 'expired'),
        oldUsedAt: perhaps(instants),
        newUsedAt: perhaps(instants),
      }),
    ),
  }),
  fc.record({ ...made, state: state('closed'), closedAt: instants }),
  fc.record({ ...made, state: state('link-expired'), endedAt: instants }),
  fc.record({ ...made, state: state('taking-back'), because: endingReports, since: instants }),
  fc.record({ ...made, state: state('revoked'), because: endingReports, endedAt: instants }),
  fc.record({ ...approved, state: state('replaced'), by, rollOver: perhaps(rollOvers) }),
  fc.record({
    ...approved,
    state: state('closed-by-hand'),
    by,
    rollOver: perhaps(rollOvers),
    closedAt: instants,
  }),
  fc.record({
    ...base,
    state: state('cancelling'),
    ticket: perhaps(ticket),
    linkId: perhaps(linkIds),
    rollOver: perhaps(rollOvers),
    because,
    notBefore: instants,
  }),
  fc.record({ ...base, state: state('cancelled'), ticket: perhaps(ticket), because, endedAt: instants }),
);

const pausedRenewals: fc.Arbitrary<PausedRenewal> = fc.record({
  state: fc.constant('paused' as const),
  id: shortIds<RenewalId>('rn'),
  of: renewalSubjects,
  seq: fc.nat(),
  from: activeRenewals,
  failure: texts,
  attempts: fc.nat(),
  since: instants,
  nextTryAt: instants,
});

/** A renewal in any state. */
export const renewals: fc.Arbitrary<Renewal> = fc.oneof(activeRenewals, pausedRenewals);
