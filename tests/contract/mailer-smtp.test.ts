import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type SmtpOptions, smtpMailer } from '../../lib/adapters/smtp/smtp-mailer.ts';
import { seconds } from '../../lib/domain/time.ts';
import { loadConfig } from '../../lib/config.ts';
import { mailerOf } from '../../lib/wiring/mail.ts';
import { openAuthority } from '../../local/certificates/authority.ts';
import { type MailService, startMail } from '../../local/mail/server.ts';
import type { SmtpAccount } from '../../local/mail/smtp-listener.ts';
import { filledSettings } from '../support/example-settings.ts';
import { trusting } from '../support/trusting.ts';
import { aMail, mailerContract, type Received } from './mailer.contract.ts';

const FROM = { email: 'expiry@northwind.example', name: 'Expiry Monitor' };
const SIGN_IN = { user: 'expiry-monitor', password: 'a password that nobody is told' };

/** A mail server on this machine, under an authority that this process trusts or does not. */
const start = async (account: Partial<SmtpAccount> = {}, trusted = true) => {
  const dir = await mkdtemp(join(tmpdir(), 'smtp-'));
  const authority = await openAuthority(dir);
  const distrust = trusted ? trusting(authority.caPem) : () => undefined;
  const { cert, key } = await authority.issue([]);
  const service = await startMail({
    apiKey: 'SG.unused',
    verifiedSenders: [],
    smtp: { ...SIGN_IN, cert, key, ...account },
  });
  return {
    service,
    stop: async () => {
      await service.stop();
      distrust();
      await rm(dir, { recursive: true });
    },
  };
};

const mailerTo = (service: MailService, overrides: Partial<SmtpOptions> = {}) =>
  smtpMailer({
    host: 'localhost',
    port: service.smtpPort ?? 0,
    signIn: SIGN_IN,
    from: FROM,
    timeout: seconds(20),
    ...overrides,
  });

/** What came, with the headers it came with. */
type Stored = Received & { readonly customArgs: Readonly<Record<string, string>> };
const inboxOf = async (service: MailService, to: string): Promise<readonly Stored[]> => {
  const answer = await fetch(`${service.pageUrl}/messages.json?to=${encodeURIComponent(to)}`);
  return (await answer.json()) as Stored[];
};

mailerContract('SMTP over the wire', async () => {
  const { service, stop } = await start();
  return {
    mailer: mailerTo(service),
    inbox: (to) => inboxOf(service, to),
    goAway: () => service.faults.add({ method: 'CONNECT', drop: 'before' }),
    comeBack: () => service.faults.clear(),
    loseNextAnswer: () => service.faults.add({ method: 'DATA', times: 1, drop: 'after' }),
    stop,
  };
});

describe('a mail server has its ways', () => {
  let running: Awaited<ReturnType<typeof start>>;
  let service: MailService;
  beforeAll(async () => {
    running = await start();
    ({ service } = running);
  });
  afterAll(async () => running.stop());

  test('is used where the settings say so', async () => {
    const { renew } = loadConfig({
      ...filledSettings(),
      APP_ROLE: 'renew',
      MAIL_BY: 'smtp',
      SENDGRID_API_KEY: '',
      SMTP_HOST: 'localhost',
      SMTP_PORT: String(service.smtpPort),
      SMTP_USER: SIGN_IN.user,
      SMTP_PASSWORD: SIGN_IN.password,
    });
    const mail = aMail();
    expect(await mailerOf(renew!).send(mail)).toEqual({ ok: true, value: undefined });
    const [received] = await inboxOf(service, mail.to);
    expect(received?.customArgs).toMatchObject({ from: 'Expiry Monitor <monitor@northwind.example>' });
  });

  test('a mail that is sent twice bears one id, and another mail another', async () => {
    const mail = aMail();
    await mailerTo(service).send(mail);
    await mailerTo(service).send(mail);
    await mailerTo(service).send({ ...mail, text: 'Something else.' });
    const ids = (await inboxOf(service, mail.to)).map(({ customArgs }) => customArgs['message-id']);
    expect(ids[0]).toMatch(/^<[\w-]{43}@northwind\.example>$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('a mail says that a program wrote it and what it is about', async () => {
    const mail = aMail();
    await mailerTo(service).send(mail);
    const [received] = await inboxOf(service, mail.to);
    expect(received?.customArgs).toMatchObject({
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'All',
      'x-expiry-monitor-reference': mail.reference,
      from: 'Expiry Monitor <expiry@northwind.example>',
      to: mail.to,
    });
  });

  test.each(['\r\nBcc: all@northwind.example', '\nBcc: x', '\u2028Bcc: x', '\u0000Bcc: x', '\r\n\r\nBcc: x'])(
    'a subject with %j stays one header',
    async (forged) => {
      const mail = aMail({ subject: `Renew${forged}`, reference: `rn-1${forged}` });
      await mailerTo(service).send(mail);
      const [received] = await inboxOf(service, mail.to);
      expect(received?.subject).toMatch(/^Renew Bcc: /);
      expect(received?.text).toBe(mail.text);
      expect(Object.keys(received?.customArgs ?? {})).not.toContain('bcc');
    },
  );

  test.each([
    'a@northwind.example, b@northwind.example',
    'Someone <a@northwind.example>',
    'a@northwind.example> SIZE=1\r\nRCPT TO:<b@northwind.example',
    '"a b"@northwind.example',
    'group:a@northwind.example;',
  ])('the address %j names nobody', async (to) => {
    expect(await mailerTo(service).send(aMail({ to }))).toMatchObject({
      ok: false,
      failure: { code: 'REJECTED' },
    });
  });

  test.each([
    ['RCPT', 550, 'REJECTED'],
    ['RCPT', 553, 'REJECTED'],
    ['DATA', 554, 'REJECTED'],
    ['RCPT', 450, 'UNAVAILABLE'],
    ['DATA', 451, 'UNAVAILABLE'],
    ['DATA', 421, 'UNAVAILABLE'],
    // A sender that may not send, and a server that is closed, are for an operator to mend.
    ['MAIL', 550, 'UNAVAILABLE'],
    ['CONNECT', 554, 'UNAVAILABLE'],
  ])('%s answered with %d is %s', async (method, status, code) => {
    service.faults.add({ times: 1, method, status });
    expect(await mailerTo(service).send(aMail())).toMatchObject({
      ok: false,
      failure: { code, detail: expect.stringContaining(String(status)) },
    });
  });

  test('a server that may not pass mail on for us is for an operator to mend, and no recipient is blamed', async () => {
    service.faults.add({ times: 1, method: 'RCPT', status: 554, body: '5.7.1 Relay access denied' });
    expect(await mailerTo(service).send(aMail())).toMatchObject({
      ok: false,
      failure: { code: 'UNAVAILABLE', detail: expect.stringContaining('Relay access denied') },
    });
  });

  test('a wrong password is for an operator to mend, and is not told', async () => {
    const signIn = { user: 'expiry-monitor', password: 'a wrong password of some length' };
    const failed = await mailerTo(service, { signIn }).send(aMail());
    expect(failed).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
    expect(JSON.stringify(failed)).toContain('535 to AUTH');
    expect(JSON.stringify(failed)).not.toContain(signIn.password);
  });

  test.each(['MAIL', 'RCPT', 'DATA'])(
    'a refusal at %s tells neither the link nor the recipient',
    async (method) => {
      const mail = aMail();
      const body = `5.1.1 <${mail.to}> said ${mail.text.replaceAll('\n', ' ')}`;
      service.faults.add({ times: 1, method, status: 550, body });
      const told = JSON.stringify(await mailerTo(service).send(mail));
      expect(told).toContain('550');
      for (const secret of ['kkkk', mail.to]) expect(told).not.toContain(secret);
    },
  );

  test.each(['CONNECT', 'RCPT', 'DATA'])('a server that takes too long at %s is away', async (method) => {
    service.faults.add({ times: 1, method, delayMs: 600 });
    expect(await mailerTo(service, { timeout: seconds(0.2) }).send(aMail())).toMatchObject({
      ok: false,
      failure: { code: 'UNAVAILABLE', detail: expect.stringContaining('no answer') },
    });
  });
});

describe('nothing is sent in the clear', () => {
  test.each<[string, Partial<SmtpAccount>, boolean]>([
    ['offers no TLS', { withoutTls: true }, true],
    ['shows a certificate of a stranger', {}, false],
  ])('to a server that %s', async (_what, account, trusted) => {
    const { service, stop } = await start(account, trusted);
    try {
      const mail = aMail();
      expect(await mailerTo(service, { signIn: undefined }).send(mail)).toMatchObject({
        ok: false,
        failure: { code: 'UNAVAILABLE' },
      });
      expect(await inboxOf(service, mail.to)).toEqual([]);
    } finally {
      await stop();
    }
  });
});
