import { Client } from '@sendgrid/client';
import { MailService } from '@sendgrid/mail';
import { headerLine, isMailAddress } from '../../domain/mail-address.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Duration } from '../../domain/time.ts';
import { UNATTENDED } from '../../domain/unattended-mail.ts';
import type { Mailer } from '../../ports/mailer.ts';
import { failureOf } from './sendgrid-failure.ts';

export interface SendGridOptions {
  readonly apiKey: string;
  readonly from: { readonly email: string; readonly name: string };
  /** Where the account lives: `https://api.eu.sendgrid.com` for one in the EU. */
  readonly baseUrl?: URL;
  /** How long a call may take; the SDK itself would wait for ever. */
  readonly timeout: Duration;
}

/** Off for each mail, whatever the account says: a rewritten link would show its key to the provider and break. */
const UNTRACKED = {
  clickTracking: { enable: false, enableText: false },
  openTracking: { enable: false },
  subscriptionTracking: { enable: false },
  ganalytics: { enable: false },
};

/** SendGrid as the mail provider. */
export const sendGridMailer = ({ apiKey, from, baseUrl, timeout }: SendGridOptions): Mailer => {
  const client = new Client();
  client.setApiKey(apiKey);
  if (baseUrl !== undefined) client.setDefaultRequest('baseUrl', baseUrl.href);
  // An instance of our own: the package's shared one could be set otherwise by whoever loads it too.
  const service = new MailService();
  service.setClient(client);
  service.setTimeout(timeout);

  return {
    send: async (mail) => {
      if (!isMailAddress(mail.to))
        return fail({ code: 'REJECTED', detail: 'The recipient is no mail address' });
      try {
        await service.send({
          to: { email: mail.to },
          from,
          subject: headerLine(mail.subject),
          text: mail.text,
          html: mail.html,
          headers: { ...UNATTENDED },
          categories: ['expiry-monitor'],
          customArgs: { reference: mail.reference },
          trackingSettings: UNTRACKED,
        });
        return ok(undefined);
      } catch (error) {
        return failureOf(error);
      }
    },
  };
};
