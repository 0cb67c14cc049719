import { setTimeout as delay } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Fault, Faults } from '../stand-in/faults.ts';
import { listenOn } from '../stand-in/serve.ts';
import type { Inbox } from './inbox.ts';

/** Who may send by SMTP, and the certificate that the listener shows. */
export interface SmtpAccount {
  readonly user: string;
  readonly password: string;
  readonly cert: string;
  readonly key: string;
  /** With it TLS begins with the connection; without it STARTTLS is offered. */
  readonly fromTheStart?: boolean;
  /** Offers no TLS at all, as an old relay does. */
  readonly withoutTls?: boolean;
}

interface SmtpListener {
  readonly port: number;
  stop(): Promise<void>;
}

type Answer = (error?: Error | null) => void;

/**
 * A mail server that takes mail for everyone, from who signs in. Faults are set as for the API, with the command in place of
 * the method (CONNECT, MAIL, RCPT, DATA) and the address in place of the path; `status` is the answer.
 */
export const listenForSmtp = async (
  account: SmtpAccount,
  inbox: Inbox,
  faults: Faults,
  port: number,
): Promise<SmtpListener> => {
  const hangUp = (session: SMTPServerSession): void => {
    for (const connection of server.connections) {
      if (connection.id === session.id) connection._socket.destroy();
    }
  };

  /** Answers by the first fault that waits for this command, or goes on. */
  const unlessFaulty = async (
    command: string,
    what: string,
    session: SMTPServerSession,
    answer: Answer,
    effect: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> => {
    const fault = faults.take(command, what);
    if (fault?.delayMs !== undefined) await delay(fault.delayMs);
    if (fault?.drop === 'before') {
      hangUp(session);
      return;
    }
    if (fault?.status !== undefined) {
      answer(refusal(fault));
      return;
    }
    await effect();
    if (fault?.drop === 'after') hangUp(session);
    else answer();
  };

  const server = new SMTPServer({
    cert: account.cert,
    key: account.key,
    secure: account.fromTheStart ?? false,
    ...(account.withoutTls === true ? { disabledCommands: ['STARTTLS', 'AUTH'], authOptional: true } : {}),
    disableReverseLookup: true,
    closeTimeout: 1,
    logger: false,
    onConnect: (session, answer) => void unlessFaulty('CONNECT', '', session, answer),
    onAuth: ({ username, password }, _session, answer) => {
      const known = username === account.user && password === account.password;
      answer(null, known ? { user: username } : { message: 'Invalid username or password' });
    },
    onMailFrom: ({ address }, session, answer) => void unlessFaulty('MAIL', address, session, answer),
    onRcptTo: ({ address }, session, answer) => void unlessFaulty('RCPT', address, session, answer),
    onData: (stream, session, answer) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        void unlessFaulty('DATA', to.join(), session, answer, () => take(inbox, to, Buffer.concat(chunks)));
      });
    },
  });
  // A client that hangs up is nothing to die of.
  server.on('error', () => undefined);

  return {
    port: await listenOn(server.server, port, 'Mail (SMTP)'),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
};

const refusal = ({ status = 451, body }: Fault): Error =>
  Object.assign(new Error(typeof body === 'string' ? body : 'Not now'), { responseCode: status });

const take = async (inbox: Inbox, to: readonly string[], raw: Buffer): Promise<void> => {
  const { from, replyTo, subject, text, html, headers } = await PostalMime.parse(raw);
  // The last line end is the boundary's, not the part's (RFC 2046).
  const lines = (part: string | undefined) => (part ?? '').replaceAll('\r\n', '\n').replace(/\n$/, '');
  inbox.deliver({
    personalizations: [{ to: to.map((email) => ({ email })) }],
    from: { email: from?.address ?? '', name: from?.name ?? '' },
    ...(replyTo?.[0]?.address === undefined ? {} : { reply_to: { email: replyTo[0].address } }),
    subject: subject ?? '',
    content: [
      { type: 'text/plain', value: lines(text) },
      { type: 'text/html', value: lines(html) },
    ],
    custom_args: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
    // Whoever sends by SMTP has no account that counts clicks.
    tracking_settings: { click_tracking: { enable: false } },
  });
};
