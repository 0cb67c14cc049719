import { join } from 'node:path';
import { Hono } from 'hono';
import type { Faults } from '../stand-in/faults.ts';
import { serve } from '../stand-in/serve.ts';
import { eventWebhook } from './event-webhook.ts';
import { inbox } from './inbox.ts';
import { pages } from './pages.ts';
import { returns } from './returns.ts';
import { sendApi, type Account } from './send-api.ts';
import { listenForSmtp, type SmtpAccount } from './smtp-listener.ts';
import { changeSettings, DEFAULT_SETTINGS, type MailSettings } from './settings.ts';

/** What a mail service is started with. */
export interface MailOptions extends Account {
  readonly settings?: Partial<MailSettings>;
  /** 0, as for the other ports, lets the system choose. */
  readonly port?: number;
  readonly pagePort?: number;
  readonly controlPort?: number;
  /** Who is told what becomes of mails. */
  readonly eventUrl?: string;
  /** With it mail is taken by SMTP too. */
  readonly smtp?: SmtpAccount;
  readonly smtpPort?: number;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Where mail is kept; without it everything is forgotten at the end. */
  readonly stateDir?: string;
  readonly now?: () => Date;
}

/** A mail service that runs: where it is, how to disturb it, how to stop it. */
export interface MailService {
  /** The API. */
  readonly url: string;
  /** The inbox for people, over plain http. */
  readonly pageUrl: string;
  readonly controlUrl: string;
  readonly port: number;
  readonly pagePort: number;
  readonly controlPort: number;
  readonly smtpPort: number | undefined;
  /** The key with which what is said of mails can be verified. */
  readonly eventKey: string;
  readonly faults: Faults;
  /** Changes take effect with the next send. */
  readonly settings: MailSettings;
  stop(): Promise<void>;
}

/** Starts a mail service that takes what SendGrid takes, refuses what it refuses, and keeps every mail to be read. */
export const startMail = async (options: MailOptions): Promise<MailService> => {
  const now = options.now ?? (() => new Date());
  const settings: MailSettings = { ...DEFAULT_SETTINGS, ...options.settings };
  const file = options.stateDir === undefined ? undefined : join(options.stateDir, 'mail.json');
  const lost = returns();
  const box = inbox(file, settings, lost, now);
  const events = eventWebhook(options.eventUrl, lost, settings, now);

  const app = new Hono();
  app.route('/', sendApi(options, box, events, now));
  app.get('/stand-in/settings', (c) => c.json(settings));
  app.patch('/stand-in/settings', async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    const refused = typeof body === 'object' && body !== null ? changeSettings(settings, body) : ['the body'];
    return refused.length > 0
      ? c.json({ error: `Unknown or wrong: ${refused.join(', ')}` }, 400)
      : c.json(settings);
  });
  app.get('/stand-in/returns', (c) => c.json(lost.list()));
  app.post('/stand-in/returns', async (c) => {
    const wrong = lost.add(await c.req.json().catch(() => undefined));
    return wrong === undefined ? c.json(lost.list()) : c.json({ error: wrong }, 400);
  });
  app.delete('/stand-in/returns', (c) => {
    lost.clear();
    return c.json(lost.list());
  });
  app.route('/', pages(box));

  const served = await serve(app, {
    name: 'Mail',
    port: options.port ?? 0,
    pagePort: options.pagePort ?? 0,
    controlPort: options.controlPort ?? 0,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
  });
  const listener =
    options.smtp === undefined
      ? undefined
      : await listenForSmtp(options.smtp, box, served.faults, options.smtpPort ?? 0);
  const { port, pagePort = 0, controlPort, faults } = served;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://localhost:${port}`,
    pageUrl: `http://localhost:${pagePort}`,
    controlUrl: `http://localhost:${controlPort}`,
    port,
    pagePort,
    controlPort,
    smtpPort: listener?.port,
    eventKey: events.publicKey,
    faults,
    settings,
    stop: async () => {
      events.stop();
      await listener?.stop();
      await served.stop();
    },
  };
};
