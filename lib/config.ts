import * as z from 'zod';
import { type Duration, parseDuration } from './domain/time.ts';
import { duration, https, json, linkBase, onThisMachine } from './setting-types.ts';
import { tenantSetting } from './tenant-setting.ts';
import { tenantId } from './domain/ids.ts';
import { DEFAULT_POLICY } from './domain/policy.ts';
import { policySchema } from './policy-schema.ts';

const role = z.enum(['watch', 'renew', 'link', 'all']);
export type Role = z.infer<typeof role>;

const source = z.enum(['entra-applications', 'key-vault']);

const schedule = z.string().min(1);

/** What every role needs. Schedules are read by the Functions host; they stand here so that a missing one is named. */
const common = {
  APP_ROLE: role.describe('Which part this app plays. `all` is for one machine.'),
  TENANTS: json(
    z
      .array(tenantSetting)
      .min(1)
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, {
        error: 'each tenant may stand there once',
      }),
  ).describe('The tenants to watch, as JSON.'),
  TABLES_URL: https.describe('The table endpoint of the storage account.'),
  SERVICE_BUS: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A connection string, for an emulator where there is no identity to sign in with. Either this or the namespace.',
    ),
  SERVICE_BUS__fullyQualifiedNamespace: z
    .string()
    .min(1)
    .optional()
    .describe('The Service Bus namespace, such as example.servicebus.windows.net.'),
  AZURE_CLIENT_ID: z
    .guid()
    .optional()
    .describe('The client id of the user-assigned identity; absent: the system-assigned one.'),
  OUTBOX_SCHEDULE: schedule.describe('When unsent messages are sent and scans that lie still are woken.'),
  STEP_LEASE: duration
    .default(parseDuration('PT5M') ?? (0 as Duration))
    .describe('How long whoever began a step may be silent before another takes it over.'),
  FIRST_RETRY: duration
    .default(parseDuration('PT30S') ?? (0 as Duration))
    .describe('The first wait after an outage; each further one is twice as long, up to an hour.'),
  REQUEST_TIMEOUT: duration
    .default(parseDuration('PT30S') ?? (0 as Duration))
    .describe('How long one request to Graph, ServiceNow or SendGrid may take.'),
  POLICY: json(policySchema)
    .default(DEFAULT_POLICY)
    .describe('Stages before expiry and what is done at each, as JSON.'),
};

const mail = {
  SENDGRID_API_KEY: z
    .string()
    .startsWith('SG.', 'must begin with SG.')
    .describe('A SendGrid API key that may send mail.'),
  SENDGRID_URL: https.default(new URL('https://api.sendgrid.com')).describe('The address of SendGrid.'),
  MAIL_FROM: z.email().describe('The sender of every mail. SendGrid must know it as verified.'),
  TEAM_MAILBOX: z.email().optional().describe('Takes what has no owner.'),
};

const watch = {
  ...common,
  ...mail,
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
  STORM_CAP: z.coerce
    .number()
    .int()
    .positive()
    .default(50)
    .describe('How many statements one run of the judge may make; the rest stays due.'),
  SCAN_SCHEDULE: schedule.describe('When every source of every tenant is scanned.'),
  JUDGE_SCHEDULE: schedule.describe('When what is due is judged and announced.'),
};

const renew = {
  ...common,
  ...mail,
  SERVICENOW_URL: https.describe('The address of the ServiceNow instance.'),
  SERVICENOW_CLIENT_ID: z.string().min(1).describe('The OAuth client that signs in to ServiceNow.'),
  SERVICENOW_CLIENT_SECRET: z.string().min(1).describe('Its secret.'),
  SERVICENOW_CATALOG_ITEM: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be a sys_id: 32 hexadecimal digits')
    .describe('The sys_id of the catalogue item that people know as the renewal form.'),
  SERVICENOW_STEWARD: z
    .string()
    .min(1)
    .optional()
    .describe('The desk user in whose name a request is opened when no person was found for it.'),
  WRAP_KEY_ID: https.describe('The key that wraps shares of links, without a version.'),
  LINK_BASE_URL: linkBase.describe('What links in mails begin with: the address of the link role.'),
  OVERLAP: duration
    .default(parseDuration('P14D') ?? (0 as Duration))
    .describe('How long old and new stand side by side, at most.'),
  SECRET_LIFETIME: duration
    .default(parseDuration('P180D') ?? (0 as Duration))
    .describe('How long a new secret lives.'),
  POLL_SCHEDULE: schedule.describe('When the service desk is asked which requests were decided.'),
  MISSED_SCHEDULE: schedule.describe(
    'When to look for announced credentials that have no renewal (NCRONTAB, UTC); once a day is enough.',
  ),
  RESUME_SCHEDULE: schedule.describe('When links end and renewals that are due are woken.'),
};

const link = {
  ...common,
  WRAP_KEY_ID: https.describe('The key that unwraps shares of links, without a version.'),
  LINK_BASE_URL: linkBase
    .refine(onThisMachine, {
      error: 'must be on localhost: this role does not sign recipients in yet, so it does not face a network',
    })
    .describe('The address of this role. Only localhost is accepted, since recipients do not sign in yet.'),
  SERVICENOW_WEBHOOK_KEY: z
    .string()
    .min(32, 'must have at least 32 characters')
    .describe('Shared with the service desk, which signs its webhooks with it.'),
};

/** The settings of each role, by name; each says what it is for. */
export const SETTINGS = { watch, renew, link, all: { ...watch, ...renew, ...link } };

const hasServiceBus = (s: {
  SERVICE_BUS?: string | undefined;
  SERVICE_BUS__fullyQualifiedNamespace?: string | undefined;
}) => (s.SERVICE_BUS === undefined) !== (s.SERVICE_BUS__fullyQualifiedNamespace === undefined);
const oneServiceBus = {
  error:
    'set either SERVICE_BUS (a connection string) or SERVICE_BUS__fullyQualifiedNamespace, and only one of them',
  path: ['SERVICE_BUS'],
  when: () => true,
};

const armsWhatIsWatched = ({
  ARM,
  TENANTS,
}: {
  readonly ARM: readonly { readonly tenant: string }[];
  readonly TENANTS: readonly { readonly id: string }[];
}) => ARM.every((target) => TENANTS.some(({ id }) => id === target.tenant));
const armed = { error: 'names a tenant that is not in TENANTS', path: ['ARM'] };

const schemas = {
  watch: z.object(SETTINGS.watch).refine(hasServiceBus, oneServiceBus).refine(armsWhatIsWatched, armed),
  renew: z.object(SETTINGS.renew).refine(hasServiceBus, oneServiceBus),
  link: z.object(SETTINGS.link).refine(hasServiceBus, oneServiceBus),
  all: z.object(SETTINGS.all).refine(hasServiceBus, oneServiceBus).refine(armsWhatIsWatched, armed),
};

export type WatchSettings = z.infer<typeof schemas.watch>;
export type RenewSettings = z.infer<typeof schemas.renew>;
export type LinkSettings = z.infer<typeof schemas.link>;
export type CommonSettings = z.infer<z.ZodObject<typeof common>>;

/** What a role was told. Only the parts of that role are there. */
export interface Config {
  readonly role: Role;
  readonly common: CommonSettings;
  readonly watch: WatchSettings | undefined;
  readonly renew: RenewSettings | undefined;
  readonly link: LinkSettings | undefined;
}

/**
 * Every setting, parsed once. All faults are named in one error: names and what to do, never values, since a value may
 * be a secret.
 */
export const loadConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  // An app setting that was left empty is one that was not set.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const known = role.safeParse(given['APP_ROLE']);
  if (!known.success) throw invalid([NO_ROLE, ...faultsOfWhatIsSet(given)]);
  const parsed = schemas[known.data].safeParse(given);
  if (!parsed.success) throw invalid(faults(parsed.error));
  const is = (r: Role) => known.data === r || known.data === 'all';
  return {
    role: known.data,
    common: parsed.data,
    watch: is('watch') ? (parsed.data as WatchSettings) : undefined,
    renew: is('renew') ? (parsed.data as RenewSettings) : undefined,
    link: is('link') ? (parsed.data as LinkSettings) : undefined,
  };
};

const NO_ROLE = '  APP_ROLE: must be watch, renew, link or all';

const invalid = (lines: readonly string[]): Error => new Error(`Invalid settings:\n${lines.join('\n')}`);

/** Without a role nobody knows what is missing, but what is there can be malformed all the same. */
const faultsOfWhatIsSet = (given: Readonly<Record<string, unknown>>): readonly string[] => {
  const parsed = schemas.all.safeParse(given);
  if (parsed.success) return [];
  return faults(parsed.error).filter((line) => {
    const name = /^ {2}(\w+)/.exec(line)?.[1] ?? '';
    return name !== 'APP_ROLE' && name in given;
  });
};

const faults = (error: z.ZodError): string[] => [
  ...new Set(
    error.issues.map(({ code, path, message, ...issue }) => {
      const missing =
        code === 'invalid_type' && path.length === 1 && 'expected' in issue && issue.expected === 'string';
      return `  ${path.join('.')}: ${missing ? 'is not set' : message}`;
    }),
  ),
];
