import * as z from 'zod';
import type { Credential, Subject } from '../../domain/credential.ts';
import type { CredentialId, SubjectId } from '../../domain/ids.ts';
import type { Finding, Judged, JudgedCredentials } from '../../domain/judging.ts';
import type { SubjectState } from '../../ports/subjects.ts';
import {
  credentialKind,
  instant,
  maybe,
  oneOf,
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
  ownerHints: whole({ serviceManagementReference: maybe(z.string()), ownerTag: maybe(z.string()) }),
  enabled: z.boolean(),
  credentials: z.array(credential),
});

const judged: z.ZodType<Judged> = whole({
  firstSeenAt: instant,
  expiresAt: maybe(instant),
  announced: maybe(z.string()),
  findings: z.array(oneOf<Finding>({ 'no-expiry': true, 'long-expired': true })),
  notice: maybe(
    whole({ stage: z.string(), attempts: z.int(), nextTryAt: instant, takenUntil: maybe(instant) }),
  ),
});

const judgedCredentials: z.ZodType<JudgedCredentials> = z.record(shortId<CredentialId>(), judged);

/** What a row of Subjects holds. */
export const subjectState: z.ZodType<SubjectState> = whole({
  facts: subject,
  factsHash: z.string(),
  observedAt: instant,
  goneAt: maybe(instant),
  judged: judgedCredentials,
});
