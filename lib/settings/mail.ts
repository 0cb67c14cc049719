import * as z from 'zod';
import { https } from './types.ts';

export const mail = {
  SENDGRID_API_KEY: z
    .string()
    .startsWith('SG.', 'must begin with SG.')
    .describe('A SendGrid API key that may send mail.'),
  SENDGRID_URL: https.default(new URL('https://api.sendgrid.com')).describe('The address of SendGrid.'),
  MAIL_FROM: z.email().describe('The sender of every mail. SendGrid must know it as verified.'),
  TEAM_MAILBOX: z.email().optional().describe('Takes what has no owner.'),
};
