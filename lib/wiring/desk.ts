import { serviceNowAttachments } from '../adapters/servicenow/servicenow-attachments.ts';
import { serviceNowClient } from '../adapters/servicenow/servicenow-client.ts';
import { serviceNowDesk } from '../adapters/servicenow/servicenow-desk.ts';
import { serviceNowIncidents } from '../adapters/servicenow/servicenow-incidents.ts';
import { serviceNowRequests } from '../adapters/servicenow/servicenow-requests.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { webhookCall } from '../adapters/webhook-desk/webhook-client.ts';
import { webhookDesk } from '../adapters/webhook-desk/webhook-desk.ts';
import type { RenewSettings } from '../config.ts';
import type { Tracer } from '../ports/tracer.ts';
import type { RenewDeps } from '../roles.ts';
import { tracedDesk } from './traces.ts';

type Desk = Pick<RenewDeps, 'desk' | 'incidents' | 'deskRequests' | 'attachments'>;

/** The service desk that was chosen. */
export const deskOf = (settings: RenewSettings, tracer: Tracer | undefined): Desk =>
  settings.DESK === 'webhook' ? byWebhook(settings) : byServiceNow(settings, tracer);

const byWebhook = (settings: RenewSettings): Desk =>
  webhookDesk(
    webhookCall({
      url: set(settings.DESK_WEBHOOK_URL),
      key: set(settings.DESK_WEBHOOK_SECRET),
      timeout: settings.REQUEST_TIMEOUT,
      clock: systemClock,
    }),
  );

const byServiceNow = (settings: RenewSettings, tracer: Tracer | undefined): Desk => {
  const client = tracedDesk(
    serviceNowClient({
      instance: set(settings.SERVICENOW_URL),
      clientId: set(settings.SERVICENOW_CLIENT_ID),
      clientSecret: set(settings.SERVICENOW_CLIENT_SECRET),
      timeout: settings.REQUEST_TIMEOUT,
      clock: systemClock,
    }),
    tracer,
  );
  const catalogItem = set(settings.SERVICENOW_CATALOG_ITEM);
  const { SERVICENOW_TABLE: table, SERVICENOW_STEWARD: steward } = settings;
  return {
    desk: serviceNowDesk({
      client,
      makes: table === undefined ? { catalogItem } : { table },
      ...(steward === undefined ? {} : { steward }),
    }),
    incidents: serviceNowIncidents(client),
    deskRequests: serviceNowRequests(client, catalogItem),
    attachments: serviceNowAttachments(client),
  };
};

/** The settings were checked together when they were read. */
const set = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('A setting of the chosen service desk is missing.');
  return value;
};
