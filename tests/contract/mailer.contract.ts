import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Mail, Mailer } from '../../lib/ports/mailer.ts';

/** What lies in an inbox. */
export type Received = Omit<Mail, 'reference'>;

/** A mailer to be asked, the inboxes behind it, and its accidents. */
export interface MailerUnderTest {
  readonly mailer: Mailer;
  inbox(to: string): Promise<readonly Received[]>;
  goAway(): void;
  comeBack(): void;
  loseNextAnswer(): void;
  stop(): Promise<void>;
}

const LINK = `https://links.example/r/AAAAAAAAAAAAAAAAAAAAAA#${'k'.repeat(43)}`;

let made = 0;

/** A mail to an address that no other test writes to. */
export const aMail = (overrides: Partial<Mail> = {}): Mail => {
  made += 1;
  return {
    to: `owner-${made}@northwind.example`,
    subject: 'A secret expires in 14 days',
    text: `Open ${LINK}\n\nThen store it.\n`,
    html: `<p>Open <a href="${LINK}">the page</a>.</p>`,
    reference: 'rn-aaaaaaaaaaaaaaaaaaaaaaaaaa',
    ...overrides,
  };
};

/** What every mailer promises. */
export const mailerContract = (name: string, make: () => Promise<MailerUnderTest>): void => {
  describe(`${name} as a mailer`, () => {
    let under: MailerUnderTest;
    beforeAll(async () => {
      under = await make();
    });
    afterAll(async () => under.stop());

    test('a mail comes to its recipient, and to nobody else', async () => {
      const mail = aMail();
      expect(await under.mailer.send(mail)).toEqual({ ok: true, value: undefined });
      const received = await under.inbox(mail.to);
      expect(received).toMatchObject([{ to: mail.to, subject: mail.subject }]);
      expect(await under.inbox(aMail().to)).toEqual([]);
    });

    test('text and links arrive to the letter', async () => {
      const mail = aMail();
      await under.mailer.send(mail);
      expect(await under.inbox(mail.to)).toMatchObject([{ text: mail.text, html: mail.html }]);
    });

    test('names in any script arrive as they are', async () => {
      const mail = aMail({
        subject: 'Расчёт 给与 "Pay, Roll; <x>" 🚀',
        text: 'Grüße, 给与 🚀',
        html: '<p>给与 🚀</p>',
      });
      await under.mailer.send(mail);
      const { subject, text, html } = mail;
      expect(await under.inbox(mail.to)).toMatchObject([{ subject, text, html }]);
    });

    test.each([
      '',
      'nobody',
      'a@b@northwind.example',
      'a b@northwind.example',
      'x@y.example\r\nBcc: z@y.example',
    ])('the address "%s" is refused for good', async (to) => {
      expect(await under.mailer.send(aMail({ to }))).toMatchObject({
        ok: false,
        failure: { code: 'REJECTED' },
      });
    });

    test('while the provider is away a mail is not taken, and may be sent again', async () => {
      const mail = aMail();
      under.goAway();
      const refused = await under.mailer.send(mail);
      under.comeBack();
      expect(refused).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      expect(await under.inbox(mail.to)).toEqual([]);
      expect(await under.mailer.send(mail)).toMatchObject({ ok: true });
      expect(await under.inbox(mail.to)).toHaveLength(1);
    });

    test('a mail whose answer was lost may have been taken, and is sent again: at least once', async () => {
      const mail = aMail();
      under.loseNextAnswer();
      expect(await under.mailer.send(mail)).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      expect(await under.mailer.send(mail)).toMatchObject({ ok: true });
      expect(await under.inbox(mail.to)).toHaveLength(2);
    });
  });
};
