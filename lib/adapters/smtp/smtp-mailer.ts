import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { headerLine, isMailAddress } from '../../domain/mail-address.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Duration } from '../../domain/time.ts';
import { UNATTENDED } from '../../domain/unattended-mail.ts';
import type { Mail, Mailer } from '../../ports/mailer.ts';
import { failureOf } from './smtp-failure.ts';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** Undefined: the server takes mail from this machine without a name. */
  readonly signIn: { readonly user: string; readonly password: string } | undefined;
  readonly from: { readonly email: string; readonly name: string };
  /** How long a mail may take, from looking up the server to its answer. */
  readonly timeout: Duration;
}

/** On this port TLS begins with the connection (RFC 8314); on any other it is asked for by STARTTLS. */
const TLS_FROM_THE_START = 465;

/**
 * Any mail server, by SMTP.
 *
 * Invariant: nothing is sent without TLS and a certificate that is good for this server; one that offers none is away.
 */
export const smtpMailer = ({ host, port, signIn, from, timeout }: SmtpOptions): Mailer => {
  const transport = createTransport({
    host,
    port,
    secure: port === TLS_FROM_THE_START,
    requireTLS: true,
    tls: { minVersion: 'TLSv1.2' },
    ...(signIn === undefined ? {} : { auth: { user: signIn.user, pass: signIn.password } }),
    dnsTimeout: timeout,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    // What stands in a mail is text: no part of it may name a file or an address to be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      if (!isMailAddress(mail.to))
        return fail({ code: 'REJECTED', detail: 'The recipient is no mail address' });
      if (headerLine(mail.subject) === '')
        return fail({ code: 'REJECTED', detail: 'The mail has no subject' });
      try {
        await transport.sendMail({
          from: { address: from.email, name: from.name },
          to: { address: mail.to, name: '' },
          subject: headerLine(mail.subject),
          text: mail.text,
          html: mail.html,
          // Long lines are folded so that every program unfolds them: a link stays whole.
          textEncoding: 'quoted-printable',
          messageId: messageId(mail, from.email),
          headers: { ...UNATTENDED, 'X-Expiry-Monitor-Reference': headerLine(mail.reference) },
          signal: AbortSignal.timeout(timeout),
        });
        return ok(undefined);
      } catch (error) {
        return failureOf(error);
      }
    },
  };
};

/** The same mail has the same id, so whoever gets it twice can tell; of what is in it nothing can be read back. */
const messageId = ({ to, subject, text, reference }: Mail, from: string): string => {
  const digest = createHash('sha256').update(JSON.stringify([to, reference, subject, text]));
  return `<${digest.digest('base64url')}@${from.slice(from.lastIndexOf('@') + 1)}>`;
};
