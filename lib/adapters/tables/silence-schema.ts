import * as z from 'zod';
import type { CredentialId, SilenceId, SubjectId } from '../../domain/ids.ts';
import type { KeptSilence, SilenceEnd } from '../../domain/kept-silence.ts';
import type { RecordedCredential } from '../../domain/recorded-credential.ts';
import type { Severity } from '../../domain/severity.ts';
import type { Silence, SilenceKind } from '../../domain/silence.ts';
import { instant, maybe, oneOf, personKey, shortId, tenant, whole, recordedCredential } from './schema.ts';

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

const of: z.ZodType<RecordedCredential> = whole(recordedCredential);

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
