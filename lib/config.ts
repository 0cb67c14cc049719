import * as z from 'zod';
import { type Duration, parseDuration } from './domain/time.ts';
import { tenantId } from './domain/ids.ts';
import { testingAllowedByDefault } from './domain/tenant.ts';
import { DEFAULT_POLICY } from './domain/policy.ts';
import { policySchema } from './policy-schema.ts';

const role = z.enum(['watch', 'renew', 'link', 'all']);
export type Role = z.infer<typeof role>;

const duration = z.string().transform((text, context): Duration => {
  const parsed = parseDuration(text);
  if (parsed !== undefined) return parsed;
  context.addIssue('must be an ISO 8601 duration such as P14D or PT5M');
  return z.NEVER;
});

const https = z
  .url({ protocol: /^https$/, error: 'must be an https address' })
  .transform((text) => new URL(text));

/** A setting that holds a list or an object as JSON text. */
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('must be JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);

const tenant = z
  .object({
    id: z.guid().transform(tenantId),
    name: z.string().min(1),
    environment: z.string().min(1),
    /** Default: only a development tenant may be tested automatically. */
    automatedTesting: z.boolean().optional(),
    graph: https.default(new URL('https://graph.microsoft.com')),
    authority: https.default(new URL('https://login.microsoftonline.com')),
    /** `managed-identity` in the app's own tenant; elsewhere an application there that trusts our identity. */
    signIn: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('managed-identity') }),
        z.object({ kind: z.literal('federated'), clientId: z.guid() }),
      ])
      .default({ kind: 'managed-identity' }),
    vaults: z.array(https).default([]),
  })
  .transform((t) => ({
    ...t,
    automatedTesting: t.automatedTesting ?? testingAllowedByDefault(t.environment),
  }));
export type TenantSettings = z.infer<typeof tenant>;

const source = z.enum(['entra-applications', 'key-vault']);

/** What every role needs. Schedules are read by the Functions host; they stand here so that a missing one is named. */
const common = {
  APP_ROLE: role,
  TENANTS: json(z.array(tenant).min(1)),
  TABLES_URL: https,
  /** A namespace on Azure, or a connection string where there is no identity to sign in with (an emulator). */
  SERVICE_BUS: z.string().min(1).optional(),
  SERVICE_BUS__fullyQualifiedNamespace: z.string().min(1).optional(),
  /** The client id of the user-assigned identity; absent: the system-assigned one. */
  AZURE_CLIENT_ID: z.guid().optional(),
  OUTBOX_SCHEDULE: z.string().min(1),
  /** How long whoever began a step may be silent before another takes it over. */
  STEP_LEASE: duration.default(parseDuration('PT5M') ?? (0 as Duration)),
  /** The first wait after an outage; each further one is twice as long, up to an hour. */
  FIRST_RETRY: duration.default(parseDuration('PT30S') ?? (0 as Duration)),
  REQUEST_TIMEOUT: duration.default(parseDuration('PT30S') ?? (0 as Duration)),
  POLICY: json(policySchema).default(DEFAULT_POLICY),
};

const mail = {
  SENDGRID_API_KEY: z.string().startsWith('SG.', 'must begin with SG.'),
  SENDGRID_URL: https.default(new URL('https://api.sendgrid.com')),
  MAIL_FROM: z.email(),
  /** Takes what has no owner. */
  TEAM_MAILBOX: z.email().optional(),
};

const watch = {
  ...common,
  ...mail,
  /** A ceiling over all that is armed: `observe` announces nothing. */
  MODE: z.enum(['observe', 'act']).default('observe'),
  /** Sources to arm once their baseline is known: [{"tenant": "…", "source": "…"}] */
  ARM: json(z.array(z.object({ tenant: z.guid().transform(tenantId), source }))).default([]),
  STORM_CAP: z.coerce.number().int().positive().default(50),
  SCAN_SCHEDULE: z.string().min(1),
  JUDGE_SCHEDULE: z.string().min(1),
};

/** An address that only this machine answers. */
const onThisMachine = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost');

const linkBase = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text));

const renew = {
  ...common,
  ...mail,
  SERVICENOW_URL: https,
  SERVICENOW_CLIENT_ID: z.string().min(1),
  SERVICENOW_CLIENT_SECRET: z.string().min(1),
  /** The sys_id of the catalogue item that people know as the renewal form. */
  SERVICENOW_CATALOG_ITEM: z.string().regex(/^[0-9a-f]{32}$/, 'must be a sys_id: 32 hexadecimal digits'),
  /** The desk user in whose name a request is opened when no person was found. */
  SERVICENOW_STEWARD: z.string().min(1).optional(),
  WRAP_KEY_ID: https,
  LINK_BASE_URL: linkBase,
  /** How long old and new stand side by side, at most. */
  OVERLAP: duration.default(parseDuration('P14D') ?? (0 as Duration)),
  SECRET_LIFETIME: duration.default(parseDuration('P180D') ?? (0 as Duration)),
  POLL_SCHEDULE: z.string().min(1),
  RESUME_SCHEDULE: z.string().min(1),
};

const link = {
  ...common,
  WRAP_KEY_ID: https,
  LINK_BASE_URL: linkBase.refine(onThisMachine, {
    error: 'must be on localhost: this role does not sign recipients in yet, so it does not face a network',
  }),
  /** Shared with the service desk, which signs its webhooks with it. */
  SERVICENOW_WEBHOOK_KEY: z.string().min(32, 'must have at least 32 characters'),
};

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

const schemas = {
  watch: z.object(watch).refine(hasServiceBus, oneServiceBus),
  renew: z.object(renew).refine(hasServiceBus, oneServiceBus),
  link: z.object(link).refine(hasServiceBus, oneServiceBus),
  all: z.object({ ...watch, ...renew, ...link }).refine(hasServiceBus, oneServiceBus),
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
  const known = role.safeParse(env['APP_ROLE']);
  if (!known.success) throw new Error('Invalid settings:\n  APP_ROLE: must be watch, renew, link or all');
  // An app setting that was left empty is one that was not set.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schemas[known.data].safeParse(given);
  if (!parsed.success) throw new Error(`Invalid settings:\n${faults(parsed.error).join('\n')}`);
  const is = (r: Role) => known.data === r || known.data === 'all';
  return {
    role: known.data,
    common: parsed.data,
    watch: is('watch') ? (parsed.data as WatchSettings) : undefined,
    renew: is('renew') ? (parsed.data as RenewSettings) : undefined,
    link: is('link') ? (parsed.data as LinkSettings) : undefined,
  };
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
