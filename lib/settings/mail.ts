import * as z from 'zod';
import { https } from './types.ts';

export const mail = {
  MAIL_BY: z
    .enum(['sendgrid', 'smtp'])
    .default('sendgrid')
    .describe('Who takes our mail: `sendgrid`, or a mail server by `smtp`.'),
  SENDGRID_API_KEY: z
    .string()
    .startsWith('SG.', 'must begin with SG.')
    .optional()
    .describe('A SendGrid API key that may send mail. Required unless `MAIL_BY` is `smtp`.'),
  SENDGRID_URL: https.default(new URL('https://api.sendgrid.com')).describe('The address of SendGrid.'),
  SMTP_HOST: z
    .hostname('must be the name of a host')
    .optional()
    .describe('The mail server. Required if `MAIL_BY` is `smtp`.'),
  SMTP_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(587)
    .describe(
      'Its port. On 465 TLS begins with the connection, on any other by STARTTLS; without TLS nothing is sent.',
    ),
  SMTP_USER: z.string().min(1).optional().describe('Who signs in to the mail server, if it wants that.'),
  SMTP_PASSWORD: z.string().min(1).optional().describe('The password of `SMTP_USER`.'),
  MAIL_FROM: z.email().describe('The sender of every mail. SendGrid must know it as verified.'),
  TEAM_MAILBOX: z.email().optional().describe('Takes what has no owner.'),
};

type MailSettings = { readonly [Name in keyof typeof mail]?: unknown };

/** What is set for the way by which mail goes out; each with the setting to look at and what to do. */
export const mailFaults: readonly {
  readonly isRight: (settings: MailSettings) => boolean;
  readonly path: string;
  readonly error: string;
}[] = [
  {
    isRight: ({ MAIL_BY, SENDGRID_API_KEY }) => MAIL_BY === 'smtp' || SENDGRID_API_KEY !== undefined,
    path: 'SENDGRID_API_KEY',
    error: 'is not set',
  },
  {
    isRight: ({ MAIL_BY, SMTP_HOST }) => MAIL_BY !== 'smtp' || SMTP_HOST !== undefined,
    path: 'SMTP_HOST',
    error: 'is not set',
  },
  {
    isRight: ({ SMTP_USER, SMTP_PASSWORD }) => (SMTP_USER === undefined) === (SMTP_PASSWORD === undefined),
    path: 'SMTP_USER',
    error: 'comes with SMTP_PASSWORD: set both or none',
  },
];
