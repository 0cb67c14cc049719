import * as z from 'zod';
import { https, linkBase, onThisMachine } from './types.ts';
import { common } from './common.ts';
import { eventKey } from './event-key.ts';

export const link = {
  ...common,
  WRAP_KEY_ID: https.describe('The key that unwraps shares of links, without a version.'),
  LINK_BASE_URL: linkBase
    .refine(onThisMachine, {
      error: 'must be on localhost: this role does not sign recipients in yet, so it does not face a network',
    })
    .describe('The address of this role. Only localhost is accepted, since recipients do not sign in yet.'),
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
