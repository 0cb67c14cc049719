import * as z from 'zod';
import { SOURCES } from '../domain/credential.ts';
import { tenantId } from '../domain/ids.ts';
import { type Duration, parseDuration } from '../domain/time.ts';
import { api } from './api.ts';
import { SIGN_IN_GUESTS } from './guests.ts';
import { duration, https, json } from './types.ts';
import { common, schedule } from './common.ts';
import { declaredText } from './declared.ts';
import { packageFile } from './package-file.ts';
import { ownCredentials } from './own-credentials.ts';
import { mail } from './mail.ts';

const source = z.enum(SOURCES);

export const watch = {
  ...common,
  ...mail,
  ...api,
  MODE: z
    .enum(['observe', 'act'])
    .default('observe')
    .describe('A ceiling over all that is armed: `observe` announces nothing.'),
  ARM: json(
    z.array(
      z.strictObject({
        tenant: z.guid().transform(tenantId).describe('A tenant of TENANTS.'),
        source: source.describe('Which of its sources speaks.'),
      }),
    ),
  )
    .default([])
    .describe('Sources to arm once their baseline is known, as JSON.'),
  DECLARED: declaredText
    .optional()
    .describe('What no API shows and ends all the same, as JSON, YAML or CSV.'),
  DECLARED_FILE: packageFile
    .pipe(declaredText)
    .optional()
    .describe('A file of the package with such a list, beside `DECLARED`: `declared.csv`.'),
  DECLARED_URL: https
    .optional()
    .describe('A blob with such a list, which is read with our identity at every scan.'),
  OWN_CREDENTIALS: json(ownCredentials)
    .default({})
    .describe(
      'When the credentials that the monitor itself lives by end, as JSON. What is used and not named here is a finding.',
    ),
  STORM_CAP: z.coerce
    .number()
    .int()
    .positive()
    .default(50)
    .describe('How many statements one run of the judge may make; the rest stays due.'),
  OUTSIDE_TIMEOUT: duration
    .default(parseDuration('PT10S') ?? (0 as Duration))
    .describe('How long the metadata or the discovery document of another party may take to come.'),
  PRIVATE_HOSTS: json(z.array(z.string().min(1).toLowerCase()))
    .default([])
    .describe(
      'Names of hosts, as JSON, whose metadata and discovery documents may be fetched from a private network. All others have to be public.',
    ),
  SCAN_SCHEDULE: schedule.describe('When every source of every tenant is scanned.'),
  FULL_SCAN_EVERY: duration
    .default(parseDuration('P7D') ?? (0 as Duration))
    .describe(
      'How old the last scan that read everything may be; younger, a source that can tell what changed is asked for that alone.',
    ),
  SHRINK_LIMIT: z.coerce
    .number()
    .min(1)
    .max(100)
    .default(20)
    .describe(
      'By how many percent a source may shrink from one scan to the next; what shrinks by more is held back and alarmed.',
    ),
  HEARTBEAT_SCHEDULE: schedule.describe('When the monitor says that it is at work.'),
  HEARTBEAT_WITHIN: duration
    .default(parseDuration('PT1H') ?? (0 as Duration))
    .describe('By when each heartbeat promises the next one; longer than HEARTBEAT_SCHEDULE takes.'),
  COUNT_SCHEDULE: schedule.describe(
    'When credentials are counted by stage for the workbook (NCRONTAB, UTC); it reads the whole inventory.',
  ),
  SUMMARY_SCHEDULE: schedule.describe(
    'When the day is summed up for the team (NCRONTAB, UTC). The first run of a day makes the summary, the first of a week the list of what is silent; further runs send what could not be sent.',
  ),
  SECURITY_CONTACT: z
    .email()
    .optional()
    .describe('Is told by mail when nobody has acted, at stages of the policy that say so.'),
  SIGN_IN_GUESTS,
  JUDGE_SCHEDULE: schedule.describe('When what is due is judged and announced.'),
};
