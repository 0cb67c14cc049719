import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startMail, type MailService } from '../../local/mail/server.ts';
import { type SendGridOptions, sendGridMailer } from '../../lib/adapters/sendgrid/sendgrid-mailer.ts';
import { seconds } from '../../lib/domain/time.ts';
import { aMail, mailerContract, type Received } from './mailer.contract.ts';

const API_KEY = 'SG.for-the-test.0123456789abcdefghijklmnopqrstuvwxyz';
const FROM = { email: 'expiry@northwind.example', name: 'Expiry Monitor' };

const start = () => startMail({ apiKey: API_KEY, verifiedSenders: [FROM.email] });
const mailerTo = (service: MailService, overrides: Partial<SendGridOptions> = {}) =>
  sendGridMailer({
    apiKey: API_KEY,
    from: FROM,
    baseUrl: new URL(service.url),
    timeout: seconds(20),
    ...overrides,
  });

type Stored = Received & { readonly customArgs: unknown; readonly categories: unknown };
const inboxOf = async (service: MailService, to: string): Promise<readonly Stored[]> => {
  const answer = await fetch(`${service.pageUrl}/messages.json?to=${encodeURIComponent(to)}`);
  return (await answer.json()) as Stored[];
};

mailerContract('SendGrid over the wire', async () => {
  const service = await start();
  return {
    mailer: mailerTo(service),
    inbox: (to) => inboxOf(service, to),
    goAway: () => service.faults.add({ drop: 'before' }),
    comeBack: () => service.faults.clear(),
    loseNextAnswer: () => service.faults.add({ times: 1, drop: 'after' }),
    stop: () => service.stop(),
  };
});

describe('SendGrid has its ways', () => {
  let service: MailService;
  beforeAll(async () => {
    service = await start();
  });
  afterAll(async () => service.stop());

  test('what a mail is about goes beside it', async () => {
    const mail = aMail();
    await mailerTo(service).send(mail);
    expect(await inboxOf(service, mail.to)).toMatchObject([
      { customArgs: { reference: mail.reference }, categories: ['expiry-monitor'] },
    ]);
  });

  test('a subject with line breaks stays one header', async () => {
    const mail = aMail({ subject: 'Renew\r\nBcc: all@northwind.example\u2028now' });
    await mailerTo(service).send(mail);
    expect(await inboxOf(service, mail.to)).toMatchObject([
      { subject: 'Renew Bcc: all@northwind.example now' },
    ]);
  });

  test('a wrong key is for an operator to mend, and is not told', async () => {
    const apiKey = 'SG.wrong.0123456789abcdefghijklmnopqrstuvwxyz';
    const failed = await mailerTo(service, { apiKey }).send(aMail());
    expect(failed).toMatchObject({
      ok: false,
      failure: { code: 'UNAVAILABLE', detail: expect.stringContaining('401, the API key is not accepted') },
    });
    expect(JSON.stringify(failed)).not.toContain('SG.');
  });

  test('a sender that is not verified is for an operator to mend', async () => {
    const from = { email: 'stranger@elsewhere.example', name: 'Expiry Monitor' };
    expect(await mailerTo(service, { from }).send(aMail())).toMatchObject({
      ok: false,
      failure: { code: 'UNAVAILABLE', detail: expect.stringMatching(/403.*not verified.*\(from\)/) },
    });
  });

  test('a mail that can never be sent is refused for good', async () => {
    expect(await mailerTo(service).send(aMail({ subject: '' }))).toMatchObject({
      ok: false,
      failure: { code: 'REJECTED', detail: expect.stringContaining('400') },
    });
  });

  test.each([429, 500, 503])('%d is an outage', async (status) => {
    service.faults.add({ times: 1, status });
    expect(await mailerTo(service).send(aMail())).toMatchObject({
      ok: false,
      failure: { code: 'UNAVAILABLE', detail: expect.stringContaining(String(status)) },
    });
  });

  test.each([{ drop: 'before' as const }, { status: 500 }, { status: 413 }])(
    'a failure tells neither the link nor the key nor the recipient: %j',
    async (fault) => {
      const mail = aMail();
      const quoted = `cannot send ${mail.text} to ${mail.to} with ${API_KEY}`;
      service.faults.add({ times: 1, body: { errors: [{ message: quoted, field: null }] }, ...fault });
      const told = JSON.stringify(await mailerTo(service).send(mail));
      expect(told).toContain('"ok":false');
      for (const secret of ['kkkk', 'SG.', mail.to]) expect(told).not.toContain(secret);
    },
  );

  test('a provider that takes too long is away', async () => {
    service.faults.add({ times: 1, delayMs: 600 });
    expect(await mailerTo(service, { timeout: seconds(0.1) }).send(aMail())).toMatchObject({
      ok: false,
      failure: { code: 'UNAVAILABLE', detail: 'The mail provider gave no answer (ECONNABORTED)' },
    });
  });
});
