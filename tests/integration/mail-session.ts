import { MailService as Mailing, type MailDataRequired } from '@sendgrid/mail';
import { startMail, type MailOptions, type MailService } from '../../local/mail/server.ts';

export const API_KEY = 'SG.local.key';

/** The vendor's own client; its service hangs an internal client on itself, which alone knows the base URL. */
type Mailer = Mailing & {
  readonly client: { setDefaultRequest(name: string, value: unknown): void };
};

export const aMailer = (url: string, apiKey = API_KEY): Mailer => {
  const mailer = new Mailing() as Mailer;
  mailer.setApiKey(apiKey);
  mailer.client.setDefaultRequest('baseUrl', url);
  return mailer;
};

/** A message that the service takes, with what matters to a test in its place. */
export const aMessage = (over: Partial<MailDataRequired> = {}): MailDataRequired => ({
  to: { email: 'olivia@contoso.test', name: 'Olivia Owner' },
  from: { email: 'expiry@contoso.test', name: 'Expiry Monitor' },
  subject: 'Your secret expires in 7 days',
  text: 'Take the new one: https://renew.contoso.test/l/abc#key',
  html: '<p><a href="https://renew.contoso.test/l/abc#key">Take the new one</a></p>',
  trackingSettings: { clickTracking: { enable: false, enableText: false } },
  ...over,
});

/** A mail as `/messages.json` gives it, as far as tests ask for it by name. */
interface Received {
  readonly id: string;
  readonly text: string;
  readonly html: string;
}

export interface MailSession {
  readonly service: MailService;
  readonly mailer: Mailer;
  clock: Date;
  /** The API without the vendor's client, which sets right some of what the service would refuse. */
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  inbox(to?: string): Promise<Received[]>;
}

export const openMail = async (options: Partial<MailOptions> = {}): Promise<MailSession> => {
  const session = { clock: new Date('2026-11-21T08:00:00Z') };
  const service = await startMail({
    apiKey: API_KEY,
    verifiedSenders: ['expiry@contoso.test', '@fabrikam.test'],
    now: () => session.clock,
    ...options,
  });
  return Object.assign(session, {
    service,
    mailer: aMailer(service.url),
    post: (body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${service.url}/v3/mail/send`, {
        method: 'POST',
        headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    inbox: async (to?: string) => {
      const search = to === undefined ? '' : `?to=${encodeURIComponent(to)}`;
      const answer = await fetch(`${service.pageUrl}/messages.json${search}`);
      return (await answer.json()) as Received[];
    },
  });
};
