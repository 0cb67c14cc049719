import * as z from 'zod';
import type { Approval, Decision } from '../../domain/approval.ts';
import type { HandedCertificate } from '../../domain/handed-certificate.ts';
import type { RenewalId } from '../../domain/ids.ts';
import type { VersionProgress } from '../../domain/next-version.ts';
import type { RecipientReason } from '../../domain/owner.ts';
import type { EndingReport } from '../../domain/link-report.ts';
import type {
  ActiveRenewal,
  Cancellation,
  MadeCredential,
  Past,
  Recipient,
  RefusedDecision,
  Renewal,
  RenewalSubject,
  Replacement,
  Ticket,
} from '../../domain/renewal.ts';
import type {
  PostponeCause,
  Postponement,
  RetirementBasis,
  RetirementEvidence,
} from '../../domain/retirement.ts';
import { type IncidentCause, type Tended, UNTENDED } from '../../domain/tended.ts';
import {
  credentialKind,
  instant,
  linkId,
  maybe,
  oneOf,
  person,
  shortId,
  whole,
  recordedCredential,
} from './schema.ts';
import { rollOver } from './roll-over-schema.ts';

export const renewalSubject: z.ZodType<RenewalSubject> = whole({
  ...recordedCredential,
  expiresAt: instant,
  inPlaceOf: maybe(credentialKind),
});

const recipientReason = oneOf<RecipientReason>({
  override: true,
  'owner-tag': true,
  'service-management-reference': true,
  'application-owner': true,
  'service-principal-owner': true,
  'vault-tag': true,
  'resource-group-tag': true,
  'subscription-tag': true,
  'manager-of-leaver': true,
  'team-mailbox': true,
  'named-in-request': true,
});

const place = { vault: z.string(), secret: z.string() };

// Not `whole`: where nothing was said of a vault, nothing is.
const recipient: z.ZodType<Recipient> = z.object({
  person,
  reason: recipientReason,
  // Rows of requests that were made before there were deputies.
  deputies: z.array(person).default([]),
  deposit: z.object(place).optional(),
  askedBy: person.optional(),
});

const decisionKeys = {
  id: z.string(),
  outcome: oneOf<Decision['outcome']>({ approved: true, denied: true }),
  decidedAt: instant,
  justification: maybe(z.string()),
  revision: z.string(),
};
const decision: z.ZodType<Decision> = whole(decisionKeys);
const oneApproval = whole({ ...decisionKeys, by: person });
const approval: z.ZodType<Approval> = whole({
  ...decisionKeys,
  by: person,
  also: maybe(z.array(oneApproval)),
});

const refusedDecision: z.ZodType<RefusedDecision> = whole({
  decisionId: z.string(),
  reason: oneOf<RefusedDecision['reason']>({
    APPROVER_UNKNOWN: true,
    APPROVER_DISABLED: true,
    APPROVER_IS_RECIPIENT: true,
    APPROVER_ASKED_FOR_IT: true,
    OTHER_REVISION: true,
    NO_RECIPIENT: true,
    UNCONFIRMED: true,
    FORM_EDITED: true,
    APPROVER_NOT_NAMED: true,
  }),
});

const madeCredential: z.ZodType<MadeCredential> = z.object({
  attempt: z.int(),
  keyId: z.string(),
  expiresAt: instant,
  linkId: linkId.optional(),
  issuedAt: instant,
  deposited: z.object({ ...place, version: z.string() }).optional(),
});

export const handedCertificate: z.ZodType<HandedCertificate> = whole({
  der: z.base64(),
  thumbprint: z.string(),
  startsAt: instant,
  expiresAt: instant,
});

const ticket: z.ZodType<Ticket> = whole({ id: z.string(), number: z.string() });

const past: z.ZodType<Past> = whole({ attempts: z.int(), tickets: z.array(z.string()) });

const tended: z.ZodType<Tended> = whole({
  nextAt: maybe(instant),
  failures: z.int(),
  stage: maybe(z.string()),
  incident: maybe(
    whole({
      id: z.string(),
      number: z.string(),
      causes: z.array(oneOf<IncidentCause>({ expired: true, stuck: true })),
    }),
  ),
  removalDay: maybe(z.string()),
  dueDate: maybe(z.string()),
  form: maybe(z.string()),
  mailed: maybe(z.array(z.string())),
  answered: maybe(z.array(z.string())),
  notBefore: maybe(instant),
  removeAt: maybe(instant),
  remindedOf: maybe(instant),
  toldOf: maybe(z.string()),
});

const base = {
  id: shortId<RenewalId>(),
  of: renewalSubject,
  recipient: maybe(recipient),
  revision: z.string(),
  seq: z.int(),
  // Rows of before the desk was tended.
  tended: tended.default(UNTENDED),
  past: past.default({ attempts: 0, tickets: [] }),
};
const opened = { ...base, ticket };
const approved = { ...opened, approval };
const made = { ...approved, made: madeCredential };

const askedForCertificate = {
  ...approved,
  attempt: z.int(),
  since: instant,
  linkId: maybe(linkId),
  askedAt: maybe(instant),
  answered: z.array(z.string()),
  leaseUntil: instant,
};

const cancellation: z.ZodType<Cancellation> = whole({
  cause: oneOf<Cancellation['cause']>({
    'renewed-by-others': true,
    'credential-removed': true,
    'ended-by-person': true,
  }),
  keyId: maybe(z.string()),
  by: maybe(z.string()),
});

const postponement: z.ZodType<Postponement> = whole({
  cause: oneOf<PostponeCause>({ 'old-one-in-use': true, 'not-seen-in-use': true }),
  since: instant,
  times: z.int(),
});

const evidence: z.ZodType<RetirementEvidence> = whole({
  basis: oneOf<RetirementBasis>({
    'no-use-known': true,
    'use-unknown': true,
    'on-date': true,
    agreed: true,
    'time-over': true,
    expired: true,
  }),
  oldUsedAt: maybe(instant),
  newUsedAt: maybe(instant),
});

const replacement: z.ZodType<Replacement> = whole({
  keyId: z.string(),
  expiresAt: maybe(instant),
  seenAt: instant,
  how: maybe(z.literal('new-version')),
});

const versionProgress: z.ZodType<VersionProgress> = whole({
  requestId: maybe(z.string()),
  told: z.array(z.string()),
  looks: z.int(),
  refusals: z.int(),
});

export const endingReport = oneOf<EndingReport>({ exposed: true, lost: true, 'not-me': true });

type StateName = ActiveRenewal['state'];

/** One schema for each state; a state that the domain gains and this lacks does not compile. */
const STATES = {
  requesting: whole({ ...base, state: z.literal('requesting'), leaseUntil: instant }),
  requested: whole({
    ...opened,
    state: z.literal('requested'),
    nextLookAt: instant,
    refused: z.array(refusedDecision),
    granted: maybe(z.array(z.string())),
    waiting: maybe(whole({ stage: z.string(), alternates: z.boolean() })),
    askedAt: maybe(instant),
    confirmAfter: maybe(instant),
  }),
  approved: whole({ ...approved, state: z.literal('approved'), attempt: z.int() }),
  denied: whole({ ...opened, state: z.literal('denied'), decision, by: maybe(person) }),
  'by-hand': whole({ ...approved, state: z.literal('by-hand') }),
  'awaiting-certificate': whole({
    ...askedForCertificate,
    state: z.literal('awaiting-certificate'),
    nextLookAt: instant,
  }),
  'placing-certificate': whole({
    ...askedForCertificate,
    state: z.literal('placing-certificate'),
    certificate: handedCertificate,
    keyId: z.string(),
  }),
  'rolling-over': whole({ ...approved, state: z.literal('rolling-over'), rollOver }),
  'renewing-version': whole({
    ...approved,
    state: z.literal('renewing-version'),
    version: versionProgress,
    leaseUntil: instant,
    nextLookAt: instant,
  }),
  issuing: whole({
    ...approved,
    state: z.literal('issuing'),
    attempt: z.int(),
    linkId,
    leaseUntil: instant,
  }),
  issued: whole({ ...made, state: z.literal('issued'), leaseUntil: instant }),
  delivered: whole({ ...made, state: z.literal('delivered'), linkNotAfter: instant }),
  redeemed: whole({
    ...made,
    state: z.literal('redeemed'),
    redeemedAt: instant,
    retireAt: instant,
    postponed: maybe(postponement),
    agreed: maybe(z.boolean()),
  }),
  retired: whole({
    ...made,
    state: z.literal('retired'),
    redeemedAt: instant,
    retiredAt: instant,
    evidence: maybe(evidence),
  }),
  closed: whole({ ...made, state: z.literal('closed'), closedAt: instant }),
  'link-expired': whole({ ...made, state: z.literal('link-expired'), endedAt: instant }),
  'taking-back': whole({ ...made, state: z.literal('taking-back'), because: endingReport, since: instant }),
  revoked: whole({ ...made, state: z.literal('revoked'), because: endingReport, endedAt: instant }),
  replaced: whole({
    ...approved,
    state: z.literal('replaced'),
    by: replacement,
    rollOver: maybe(rollOver),
  }),
  'closed-by-hand': whole({
    ...approved,
    state: z.literal('closed-by-hand'),
    by: replacement,
    rollOver: maybe(rollOver),
    closedAt: instant,
  }),
  cancelling: whole({
    ...base,
    state: z.literal('cancelling'),
    ticket: maybe(ticket),
    linkId: maybe(linkId),
    rollOver: maybe(rollOver),
    because: cancellation,
    notBefore: instant,
  }),
  cancelled: whole({
    ...base,
    state: z.literal('cancelled'),
    ticket: maybe(ticket),
    because: cancellation,
    endedAt: instant,
  }),
} satisfies { readonly [S in StateName]: z.ZodType<Extract<ActiveRenewal, { readonly state: S }>> };

const [firstState, ...otherStates] = Object.values(STATES) as [
  (typeof STATES)[StateName],
  ...(typeof STATES)[StateName][],
];
const activeRenewal = z.discriminatedUnion('state', [firstState, ...otherStates]);

const pausedRenewal = whole({
  state: z.literal('paused'),
  id: shortId<RenewalId>(),
  of: renewalSubject,
  seq: z.int(),
  from: activeRenewal,
  failure: z.string(),
  attempts: z.int(),
  since: instant,
  nextTryAt: instant,
});

/** What a row of Renewals holds. */
export const renewal: z.ZodType<Renewal> = z.discriminatedUnion('state', [activeRenewal, pausedRenewal]);
