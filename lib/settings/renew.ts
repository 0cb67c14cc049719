import { type Duration, parseDuration } from '../domain/time.ts';
import { duration, https, linkBase, timeZone } from './types.ts';
import { common, schedule } from './common.ts';
import { APPROVAL } from './approvals.ts';
import { DEPOSITS } from './deposits.ts';
import { desk } from './desk.ts';
import { SIGN_IN_GUESTS } from './guests.ts';
import { MAIL_CODE_DOMAINS } from './mail-codes.ts';
import { mail } from './mail.ts';
import { team } from './team.ts';
import { VERSION_VAULTS } from './version-vaults.ts';

export const renew = {
  ...common,
  ...mail,
  ...team,
  ...desk,
  WRAP_KEY_ID: https.describe('The key that wraps shares of links, without a version.'),
  AUDIT_KEY_ID: https.describe('The key (EC P-256) that signs the record, without a version.'),
  AUDIT_ARCHIVE_URL: https
    .optional()
    .describe(
      'The blob container, immutable by its own policy, that takes a copy of each signed end of the record. Absent: none is kept.',
    ),
  CHECKPOINT_SCHEDULE: schedule.describe('When the end of the record is signed.'),
  VERIFY_SCHEDULE: schedule.describe('When the record is checked; once a day is enough.'),
  LINK_BASE_URL: linkBase.describe('What links in mails begin with: the address of the link role.'),
  SIGN_IN_GUESTS,
  MAIL_CODE_DOMAINS,
  MAIL_TIME_ZONE: timeZone
    .optional()
    .describe(
      'The time zone in which mails with a link say times besides UTC, such as Europe/Berlin; a tenant may have its own.',
    ),
  OVERLAP: duration
    .default(parseDuration('P14D') ?? (0 as Duration))
    .describe('How long old and new stand side by side, at most.'),
  SECRET_LIFETIME: duration
    .default(parseDuration('P180D') ?? (0 as Duration))
    .describe('How long a new secret lives.'),
  CERTIFICATE_REMINDER: duration
    .default(parseDuration('P7D') ?? (0 as Duration))
    .describe(
      'How long a link for handing in a certificate works; its owner is then reminded with another one.',
    ),
  CERTIFICATE_WAIT: duration
    .default(parseDuration('P30D') ?? (0 as Duration))
    .describe(
      'How long an owner’s certificate is waited for after the approval, before the team takes over.',
    ),
  DEPOSITS,
  VERSION_VAULTS,
  APPROVAL,
  POLL_SCHEDULE: schedule.describe('When the service desk is asked which requests were decided.'),
  MISSED_SCHEDULE: schedule.describe(
    'When to look for announced credentials that have no renewal (NCRONTAB, UTC); once a day is enough.',
  ),
  RESUME_SCHEDULE: schedule.describe('When links end and renewals that are due are woken.'),
};
