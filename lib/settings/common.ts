import * as z from 'zod';
import { parseDuration } from '../domain/time.ts';
import type { Duration } from '../domain/time.ts';
import { packageFile } from './package-file.ts';
import { policyText } from './policy.ts';
import { duration, https, json } from './types.ts';
import { tenantSetting } from './tenant.ts';

export const role = z.enum(['watch', 'renew', 'link', 'all']);
export type Role = z.infer<typeof role>;

export const schedule = z.string().min(1);

/** What every role needs. Schedules are read by the Functions host; they stand here so that a missing one is named. */
export const common = {
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
    .describe('How long one request to Graph, ServiceNow or the mail provider may take.'),
  TRACES: z
    .enum(['off', 'otlp'])
    .default('off')
    .describe('`otlp` sends traces to the collector of OTEL_EXPORTER_OTLP_ENDPOINT.'),
  POLICY: policyText
    .optional()
    .describe('Stages before expiry and what is done at each, as JSON or YAML. Absent: the default policy.'),
  POLICY_FILE: packageFile
    .pipe(policyText)
    .optional()
    .describe('A file of the package with the policy, in place of `POLICY`: `policy.yaml`.'),
  POLICY_URL: https
    .optional()
    .describe(
      'The blob with the policy, which is read with our identity. `POLICY` or `POLICY_FILE` hold until it was read; without them the app does not start when it can not be read.',
    ),
  POLICY_REFRESH: duration
    .default(parseDuration('PT5M') ?? (0 as Duration))
    .describe('How often the blob is looked at again.'),
};
