import * as z from 'zod';
import { CONCERNS, CREDENTIAL_ROLES, type Credential, type Subject } from '../../domain/credential.ts';
import type { CredentialId, SilenceId, SubjectId } from '../../domain/ids.ts';
import type {
  Finding,
  Judged,
  JudgedCredentials,
  NoticeCause,
  NoticeTarget,
  SaidException,
} from '../../domain/judged.ts';
import type { KnownOwners } from '../../domain/owner.ts';
import type { Departed, SaidSuccessor, SaidSuccessors } from '../../domain/passing.ts';
import type { SubjectState } from '../../ports/subjects.ts';
import {
  credentialKind,
  instant,
  maybe,
  oneOf,
  ownerReason,
  personKey,
  shortId,
  source,
  subjectKind,
  tenant,
  whole,
} from './schema.ts';

const credential: z.ZodType<Credential> = whole({
  id: shortId<CredentialId>(),
  kind: credentialKind,
  keyId: z.string(),
  name: maybe(z.string()),
  startsAt: maybe(instant),
  expiresAt: maybe(instant),
  thumbprint: maybe(z.string()),
  hint: maybe(z.string()),
  enabled: z.boolean(),
  renewsItself: z.boolean(),
  managedBy: maybe(z.string()),
  renewsAt: maybe(instant),
  lastUsedAt: maybe(instant),
  role: maybe(z.enum(CREDENTIAL_ROLES)),
  expiryUnknown: maybe(z.boolean()),
  concerns: maybe(z.array(whole({ what: z.enum(CONCERNS), detail: z.string() }))),
  dependents: maybe(
    z.array(whole({ name: z.string(), what: z.string(), accepts: maybe(z.array(z.string())) })),
  ),
});

const subject: z.ZodType<Subject> = whole({
  id: shortId<SubjectId>(),
  tenant,
  environment: z.string(),
  source,
  kind: subjectKind,
  nativeId: z.string(),
  appId: maybe(z.string()),
  name: z.string(),
  labels: z.array(z.string()),
  ownerHints: whole({
    serviceManagementReference: maybe(z.string()),
    ownerTag: maybe(z.string()),
    vaultOwnerTag: maybe(z.string()),
    resourceGroupOwnerTag: maybe(z.string()),
    subscriptionOwnerTag: maybe(z.string()),
  }),
  enabled: z.boolean(),
  privileged: maybe(z.boolean()),
  principalType: maybe(z.string()),
  ownerOrganization: maybe(z.string()),
  credentials: z.array(credential),
});

const cause = oneOf<NoticeCause>({
  stage: true,
  reminder: true,
  'exception-half-time': true,
  'exception-ended': true,
});

const target = oneOf<NoticeTarget>({
  owner: true,
  'second-owner': true,
  manager: true,
  'security-contact': true,
});

const judged: z.ZodType<Judged> = whole({
  firstSeenAt: instant,
  expiresAt: maybe(instant),
  announced: maybe(z.string()),
  announcedFrom: maybe(instant),
  saidAt: maybe(instant),
  findings: z.array(
    oneOf<Finding>({
      'no-expiry': true,
      'long-expired': true,
      'over-long': true,
      'expired-before-start': true,
      'unused-expired': true,
      'issuance-failed': true,
      'renewal-overdue': true,
      'next-missing': true,
      'metadata-mismatch': true,
      'notification-list-empty': true,
      'provisioning-quarantined': true,
      'token-lifetime-changed': true,
      unreachable: true,
      'issuer-mismatch': true,
      'late-renewal-threshold': true,
      'connector-inactive': true,
      'end-not-declared': true,
    }),
  ),
  exceptions: z.array(
    z.object({
      silence: shortId<SilenceId>(),
      what: oneOf<SaidException['what']>({ 'half-time': true, ended: true }),
    }),
  ),
  notice: maybe(
    whole({
      stage: z.string(),
      cause,
      to: z.array(target),
      attempts: z.int(),
      nextTryAt: instant,
      takenUntil: maybe(instant),
      delivered: z.array(z.string()),
      exceptionUntil: maybe(instant),
    }),
  ),
  remindAt: maybe(instant),
  told: z.array(z.object({ at: instant, stage: z.string(), cause, to: z.array(z.string()) })),
});

const judgedCredentials: z.ZodType<JudgedCredentials> = z.record(shortId<CredentialId>(), judged);

const successors: z.ZodType<SaidSuccessors> = z.record(
  shortId<CredentialId>(),
  whole({
    expiresAt: maybe(instant),
    by: shortId<CredentialId>(),
    what: oneOf<SaidSuccessor['what']>({ renewed: true, replaced: true }),
  }),
);

const departed: z.ZodType<Departed> = whole({ credential, at: instant });

const owners: z.ZodType<KnownOwners> = whole({
  askedAt: instant,
  reason: maybe(ownerReason),
  people: z.array(personKey),
  fingerprint: z.string(),
  override: maybe(z.string()),
});

/** What a row of Subjects holds. */
export const subjectState: z.ZodType<SubjectState> = whole({
  facts: subject,
  factsHash: z.string(),
  observedAt: instant,
  goneAt: maybe(instant),
  judged: judgedCredentials,
  successors: maybe(successors),
  departed: maybe(z.array(departed)),
  owners: maybe(owners),
  sequence: maybe(z.int().nonnegative()),
  claimed: maybe(z.array(shortId<CredentialId>())),
});
