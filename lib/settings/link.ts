import * as z from 'zod';
import { https, linkBase, onThisMachine } from './types.ts';
import { common } from './common.ts';

export const link = {
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
