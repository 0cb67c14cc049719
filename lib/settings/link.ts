import * as z from 'zod';
import { common, schedule } from './common.ts';
import { eventKey } from './event-key.ts';
import { SIGN_IN_GUESTS } from './guests.ts';
import { MAIL_CODE_DOMAINS } from './mail-codes.ts';
import { reauthentication } from './reauthentication.ts';
import { team } from './team.ts';
import { https, linkBase } from './types.ts';

export const link = {
  ...common,
  WRAP_KEY_ID: https.describe('The key that unwraps shares of links, without a version.'),
  LINK_BASE_URL: linkBase.describe(
    'The address of this role, as browsers see it. Sign-ins come back to `/auth/callback` below it.',
  ),
  SIGN_IN_AUTHORITY: https
    .default(new URL('https://login.microsoftonline.com'))
    .describe('The login of the cloud that recipients sign in to. They must be of a tenant of TENANTS.'),
  SIGN_IN_CLIENT_ID: z
    .guid()
    .describe(
      'The client id of the application that recipients sign in to. It trusts the identity of this app (a federated credential), so it has no secret.',
    ),
  SIGN_IN_GUESTS,
  MAIL_CODE_DOMAINS,
  REVEAL_REAUTHENTICATION: reauthentication
    .default('session')
    .describe(
      'How recently a recipient must have signed in to have a secret revealed: `session` (15 minutes), `PT5M`, `PT10M`, `PT15M`, `PT30M`, `PT45M`, `PT60M`, `PT2H` to `PT12H`, or `every-time`. The shorter of it and the session counts.',
    ),
  ...team,
  FORGET_SCHEDULE: schedule.describe('When sessions and counts whose time is over are removed.'),
  SENDGRID_EVENT_KEY: eventKey
    .optional()
    .describe(
      'The verification key of SendGrid’s signed event webhook. Without it nobody says when a mail came back.',
    ),
  SERVICENOW_WEBHOOK_KEY: z
    .string()
    .min(32, 'must have at least 32 characters')
    .describe('Shared with the service desk, which signs its webhooks with it.'),
};
