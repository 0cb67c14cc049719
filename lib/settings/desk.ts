import * as z from 'zod';
import { https, json } from './types.ts';

/** The service desk, as the role that renews has to know it. */
export const desk = {
  DESK: z
    .enum(['servicenow', 'webhook'])
    .default('servicenow')
    .describe('Which service desk: `servicenow`, or another one by signed calls (`webhook`).'),
  SERVICENOW_URL: https
    .optional()
    .describe(
      'The address of the ServiceNow instance. Required unless `DESK` is `webhook`, as the next three.',
    ),
  SERVICENOW_CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe('The OAuth client that signs in to ServiceNow.'),
  SERVICENOW_CLIENT_SECRET: z.string().min(1).optional().describe('Its secret.'),
  SERVICENOW_CATALOG_ITEM: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be a sys_id: 32 hexadecimal digits')
    .optional()
    .describe('The sys_id of the catalogue item that people know as the renewal form.'),
  SERVICENOW_TABLE: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,79}$/, 'must be the name of a table, such as incident')
    .optional()
    .describe(
      'A task table, such as `incident` or `sc_task`: requests are records of it, made by the Table API. Absent: the catalogue item is ordered.',
    ),
  SERVICENOW_STEWARD: z
    .string()
    .min(1)
    .optional()
    .describe('The desk user in whose name a request is opened when no person was found for it.'),
  DESK_WEBHOOK_URL: https
    .optional()
    .describe('Where the other desk takes our calls. Required if `DESK` is `webhook`.'),
  DESK_WEBHOOK_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe('Shared with that desk: our calls are signed with it. Required if `DESK` is `webhook`.'),
  DESK_ENVIRONMENTS: json(z.record(z.string().min(1).max(40), z.string().min(1).max(40)))
    .default({ DEV: 'DEVL' })
    .describe(
      'What the form at the service desk calls environments, where that differs from the names in TENANTS, as JSON. Default: `{"DEV": "DEVL"}`.',
    ),
  INCIDENT_AFTER: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(8)
    .describe(
      'After so many failures in a row a renewal that is held up gets an incident at the service desk. 8 is about two hours.',
    ),
};

type DeskSettings = { readonly [Name in keyof typeof desk]?: unknown };

const needed = (by: 'servicenow' | 'webhook', path: keyof typeof desk) => ({
  isRight: (settings: DeskSettings) => (settings.DESK ?? 'servicenow') !== by || settings[path] !== undefined,
  path,
  error: 'is not set',
});

/** What is set for the desk that was chosen; each with the setting to look at and what to do. */
export const deskFaults: readonly {
  readonly isRight: (settings: DeskSettings) => boolean;
  readonly path: string;
  readonly error: string;
}[] = [
  needed('servicenow', 'SERVICENOW_URL'),
  needed('servicenow', 'SERVICENOW_CLIENT_ID'),
  needed('servicenow', 'SERVICENOW_CLIENT_SECRET'),
  needed('servicenow', 'SERVICENOW_CATALOG_ITEM'),
  needed('webhook', 'DESK_WEBHOOK_URL'),
  needed('webhook', 'DESK_WEBHOOK_SECRET'),
];
