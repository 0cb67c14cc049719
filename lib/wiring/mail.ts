import { sendGridMailer } from '../adapters/sendgrid/sendgrid-mailer.ts';
import type { WatchSettings } from '../config.ts';
import { oneHourLink } from '../pages/mail-one-hour-link.ts';
import { ownerNotice } from '../pages/mail-owner-notice.ts';
import { closingEvidence, requestInstructions, undeliveredNote } from '../pages/ticket-text.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Texts } from '../ports/texts.ts';

export const texts: Texts = { ownerNotice, oneHourLink, requestInstructions, undeliveredNote, closingEvidence };

export const mailerOf = (
  settings: Pick<WatchSettings, 'SENDGRID_API_KEY' | 'SENDGRID_URL' | 'MAIL_FROM' | 'REQUEST_TIMEOUT'>,
): Mailer =>
  sendGridMailer({
    apiKey: settings.SENDGRID_API_KEY,
    from: { email: settings.MAIL_FROM, name: 'Expiry Monitor' },
    baseUrl: settings.SENDGRID_URL,
    timeout: settings.REQUEST_TIMEOUT,
  });
