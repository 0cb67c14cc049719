import * as z from 'zod';
import type { CredentialId, SilenceId, SubjectId } from '../../domain/ids.ts';
import type { KeptSilence, SilencedCredential, SilenceEnd } from '../../domain/kept-silence.ts';
import type { Severity } from '../../domain/severity.ts';
import type { Silence, SilenceKind } from '../../domain/silence.ts';
import {
  credentialKind,
  instant,
  maybe,
  oneOf,
  personKey,
  shortId,
  source,
  subjectKind,
  tenant,
  whole,
} from './schema.ts';

const silence: z.ZodType<Silence> = whole({
  id: shortId<SilenceId>(),
  kind: oneOf<SilenceKind>({ snooze: true, 'accepted-risk': true, exception: true }),
  tenant,
  subjectId: shortId<SubjectId>(),
  credentialId: shortId<CredentialId>(),
  reason: z.string(),
  author: personKey,
  approver: maybe(personKey),
  startsAt: instant,
  until: instant,
  about: whole({
    expiresAt: maybe(instant),
    owners: z.string(),
    severity: oneOf<Severity>({ low: true, medium: true, high: true, critical: true }),
  }),
});

const of: z.ZodType<SilencedCredential> = whole({
  tenant,
  environment: z.string(),
  subjectId: shortId<SubjectId>(),
  source,
  subjectKind,
  nativeId: z.string(),
  appId: maybe(z.string()),
  ownerTeam: maybe(z.string()),
  name: z.string(),
  credentialId: shortId<CredentialId>(),
  kind: credentialKind,
  keyId: z.string(),
});

const cause = oneOf<SilenceEnd>({
  'end-date': true,
  ended: true,
  'never-approved': true,
  'credential-gone': true,
  'expiry-changed': true,
  'owners-changed': true,
  'severity-changed': true,
});

/** What a silence's row of Directory holds. */
export const keptSilence: z.ZodType<KeptSilence> = whole({
  silence,
  of,
  ended: maybe(whole({ at: instant, cause, by: maybe(personKey) })),
  isPutUp: z.boolean(),
});
