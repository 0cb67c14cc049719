import { describe, expect, test } from '@jest/globals';
import { days, hours, minutes } from '../../lib/domain/time.ts';
import type { App } from '../support/app.ts';
import {
  aBillingApp,
  aCertificate,
  asked,
  certificatesOf,
  handIn,
  handInByLink,
  theRenewal,
} from '../support/certificate-story.ts';
import { aBrowser, linkIn, report, rounds, signIn, untilMailed, untilRequested } from '../support/story.ts';
import { startApp } from '../support/app.ts';

const messagesOf = (app: App) => app.desk.tickets().flatMap(({ messages }) => messages);
const certificateMails = (app: App, mail: string | undefined) =>
  app.mailer.inbox(mail).filter(({ subject }) => subject.includes('certificate by'));
const ticketOf = (app: App) => {
  const [ticket] = app.desk.tickets();
  if (ticket === undefined) throw new Error('There is no ticket.');
  return ticket.ticket;
};

describe('a client certificate that is about to expire, with every message delivered twice', () => {
  test('is asked of its owner after the approval: on the ticket, and by one mail with a link', async () => {
    const { app, owner } = await asked();
    expect(theRenewal(app)).toMatchObject({ state: 'awaiting-certificate', attempt: 1 });
    expect(certificateMails(app, owner.mail)).toHaveLength(1);
    expect(messagesOf(app).filter((text) => text.includes('hand in its public certificate'))).toHaveLength(1);
    expect(app.directory.credentialsOf(theRenewal(app).of.nativeId)).toHaveLength(3);
    expect(app.deadLetters).toEqual([]);
  });

  test('handed in by the link goes all the way, beside what is there, until the old one goes on its day', async () => {
    const { app, owner, nativeId, pair } = await asked();
    expect(await handInByLink(app, owner, pair.cert)).toMatchObject({ status: 200 });
    const at = theRenewal(app);
    expect(at).toMatchObject({ state: 'redeemed', made: { attempt: 2 } });
    expect(certificatesOf(app, nativeId)).toEqual([`Expiry Monitor ${at.id} #2`, 'CN=billing', 'CN=reports']);
    expect(app.events('renewal.certificate-accepted')).toMatchObject([{ data: { from: 'link' } }]);
    expect(app.events('renewal.credential-issued')).toHaveLength(1);
    app.clock.wait(days(6));
    await rounds(app, 2);
    expect(theRenewal(app).state).toBe('closed');
    expect(certificatesOf(app, nativeId)).toEqual([`Expiry Monitor ${at.id} #2`, 'CN=reports']);
    expect(app.directory.credentialsOf(nativeId)).toHaveLength(3);
    expect(app.desk.tickets().map(({ state }) => state)).toEqual(['closed']);
    expect(app.deadLetters).toEqual([]);
  });

  test('attached to the request is found when the ticket is looked at, and goes the same way', async () => {
    const { app, nativeId, pair, owner } = await asked();
    const link = linkIn(app, owner);
    app.desk.attach(ticketOf(app), 'billing.cer', Buffer.from(pair.cert));
    await rounds(app, 1);
    expect(theRenewal(app).state).toBe('redeemed');
    expect(certificatesOf(app, nativeId)).toHaveLength(3);
    expect(app.events('renewal.certificate-accepted')).toMatchObject([{ data: { from: 'attachment' } }]);
    // The link that was mailed takes nothing any more.
    const browser = aBrowser();
    await signIn(app, browser, owner, link.id);
    expect(await handIn(app, browser, link, pair.cert)).toMatchObject({ status: 410 });
  });

  test('attached to a request that a person opened is found without anyone’s being asked again', async () => {
    const app = startApp();
    const { owner, approver, nativeId } = aBillingApp(app, 100, false);
    await untilRequested(app);
    const { appId } = app.stores.subjects.all().map(({ facts }) => facts)[0]!;
    const ticket = app.desk.openByHand({
      applicationName: 'billing-api',
      applicationId: appId ?? '',
      environment: 'LIVE',
      update: 'Certificate',
      removalDay: undefined,
      requestedFor: owner.userPrincipalName,
      openedBy: owner.userPrincipalName,
    });
    app.desk.attach(ticket, 'new.pem', Buffer.from((await aCertificate(app)).cert));
    await rounds(app, 1);
    await untilMailed(app, approver);
    await rounds(app, 1);
    expect(theRenewal(app).state).toBe('redeemed');
    expect(certificateMails(app, owner.mail)).toEqual([]);
    expect(certificatesOf(app, nativeId)).toHaveLength(2);
  });

  test('is waited for with reminders, each with a new link, until its time is over and the team takes over', async () => {
    const { app, owner } = await asked();
    const first = linkIn(app, owner);
    app.clock.wait(days(7));
    await rounds(app, 1);
    expect(certificateMails(app, owner.mail)).toHaveLength(2);
    expect(certificateMails(app, owner.mail)[1]?.subject).toContain('Reminder');
    const browser = aBrowser();
    await signIn(app, browser, owner, first.id);
    expect(await handIn(app, browser, first, 'x')).toMatchObject({ status: 410 });
    for (let week = 0; week < 5; week += 1) {
      app.clock.wait(days(7));
      await rounds(app, 1);
    }
    expect(theRenewal(app).state).toBe('by-hand');
    expect(certificateMails(app, owner.mail)).toHaveLength(5);
    expect(JSON.stringify(app.desk.tickets())).toContain('Nobody handed in a certificate');
  });

  test('that someone put in place themselves is called off, and the link is void', async () => {
    const { app, owner, nativeId, pair } = await asked();
    const link = linkIn(app, owner);
    app.clock.wait(hours(2));
    app.directory.addCredential(nativeId, {
      kind: 'client-certificate',
      name: 'CN=billing 2027',
      startsAt: app.clock.now(),
      expiresAt: (app.clock.now() + days(365)) as never,
    });
    await app.tick('schedule-scans');
    await app.settle();
    await rounds(app, 70);
    expect(theRenewal(app).state).toBe('cancelled');
    expect(app.desk.tickets().map(({ state }) => state)).toEqual(['cancelled']);
    const browser = aBrowser();
    await signIn(app, browser, owner, link.id);
    expect(await handIn(app, browser, link, pair.cert)).toMatchObject({ status: 410 });
    expect(certificatesOf(app, nativeId)).toHaveLength(3);
  });

  test('goes to the next owner when the mail did not reach the first', async () => {
    const app = startApp();
    const { owner, deputy, approver, nativeId } = aBillingApp(app);
    await untilRequested(app);
    app.mailer.refuse(owner.mail ?? '');
    await untilMailed(app, approver);
    await rounds(app, 2);
    expect(certificateMails(app, deputy.mail)).toHaveLength(1);
    const pair = await aCertificate(app);
    expect(await handInByLink(app, deputy, pair.cert)).toMatchObject({ status: 200 });
    expect(theRenewal(app).state).toBe('redeemed');
    expect(certificatesOf(app, nativeId)).toHaveLength(3);
  });

  test('that was not handed in by its owner is taken away again', async () => {
    const { app, owner, nativeId, pair } = await asked();
    await handInByLink(app, owner, pair.cert);
    const link = linkIn(app, owner);
    const browser = aBrowser();
    await signIn(app, browser, owner, link.id);
    expect(await report(app, browser, link, 'not-me')).toMatchObject({ status: 200 });
    await rounds(app, 2, minutes(2));
    expect(theRenewal(app).state).toBe('revoked');
    expect(certificatesOf(app, nativeId)).toEqual(['CN=billing', 'CN=reports']);
  });

  test('whose link was lost before anything came is asked for by another one', async () => {
    const { app, owner, pair } = await asked();
    const link = linkIn(app, owner);
    const browser = aBrowser();
    await signIn(app, browser, owner, link.id);
    await report(app, browser, link, 'lost');
    await rounds(app, 2, minutes(2));
    expect(certificateMails(app, owner.mail)).toHaveLength(2);
    expect(await handInByLink(app, owner, pair.cert)).toMatchObject({ status: 200 });
    expect(theRenewal(app).state).toBe('redeemed');
  });

  test('is not put in place once its approver is gone', async () => {
    const { app, owner, approver, nativeId, pair } = await asked();
    app.directory.changePerson(approver, { enabled: false });
    await handInByLink(app, owner, pair.cert);
    expect(theRenewal(app).state).toBe('requested');
    expect(certificatesOf(app, nativeId)).toHaveLength(2);
  });
});

describe('a file that will not do', () => {
  const cases: readonly [string, (app: App) => Promise<string | Buffer>, string][] = [
    [
      'a private key beside it',
      async (app) => (await aCertificate(app)).cert + (await aCertificate(app)).key,
      'PRIVATE_KEY',
    ],
    [
      'several certificates',
      async (app) => (await aCertificate(app)).cert + (await aCertificate(app)).cert,
      'SEVERAL',
    ],
    [
      'one that has expired',
      async (app) => (await aCertificate(app, { from: -9, until: -1 })).cert,
      'EXPIRED ENDS_NO_LATER',
    ],
    [
      'one that is not valid yet',
      async (app) => (await aCertificate(app, { from: 2 })).cert,
      'NOT_YET_VALID',
    ],
    [
      'one that lives too long',
      async (app) => (await aCertificate(app, { until: 900 })).cert,
      'LONGER_THAN_POLICY',
    ],
    [
      'one that ends before the old one',
      async (app) => (await aCertificate(app, { until: 3 })).cert,
      'ENDS_NO_LATER',
    ],
    ['no certificate', () => Promise.resolve('Please find it attached.'), 'NOT_A_CERTIFICATE'],
  ];

  test.each(cases)(
    '%s, by the link, is refused with the reason, and the next one is taken',
    async (_what, make, code) => {
      const { app, owner, nativeId, pair } = await asked();
      const file = await make(app);
      const refused = await handInByLink(app, owner, file);
      expect(refused).toMatchObject({
        status: 422,
        jsonBody: { faults: code.split(' ').map((each) => ({ code: each })) },
      });
      expect(certificatesOf(app, nativeId)).toHaveLength(2);
      expect(theRenewal(app).state).toBe('awaiting-certificate');
      expect(await handInByLink(app, owner, pair.cert)).toMatchObject({ status: 200 });
      expect(theRenewal(app).state).toBe('redeemed');
    },
  );

  test.each(cases)('%s, attached, is answered once on the ticket', async (_what, make, code) => {
    const { app } = await asked();
    app.desk.attach(ticketOf(app), 'billing.pem', Buffer.from(await make(app)));
    await rounds(app, 3);
    const told = messagesOf(app).filter((text) => text.includes('billing.pem'));
    expect(told).toHaveLength(1);
    expect(told[0]?.includes('Please delete the file')).toBe(code === 'PRIVATE_KEY');
    expect(theRenewal(app).state).toBe('awaiting-certificate');
    expect(app.logged.filter(({ code: line }) => line === 'CERTIFICATE_REFUSED')).toMatchObject([
      { fields: { faults: code } },
    ]);
  });

  test('that holds a private key is in no table, message, mail, ticket or log line', async () => {
    const { app, owner, pair } = await asked();
    await handInByLink(app, owner, pair.cert + pair.key);
    app.desk.attach(ticketOf(app), 'billing.pem', Buffer.from(pair.key));
    await rounds(app, 2);
    const line = pair.key.split('\n')[3]!;
    const everything = JSON.stringify([
      app.publisher.sent(),
      app.audit.entries(),
      app.logged,
      app.mailer.inbox(),
      app.desk.tickets(),
      Object.values(app.stores).map((store) => store.all()),
    ]);
    expect(everything).not.toContain(line);
  });

  test('the same as one that is there is refused', async () => {
    const { app, owner, nativeId, pair } = await asked();
    const thumbprint = (await import('node:crypto'))
      .createHash('sha1')
      .update(Buffer.from(pair.cert.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
      .digest('hex')
      .toUpperCase();
    app.directory.addCredential(nativeId, {
      kind: 'client-certificate',
      name: 'CN=there already',
      startsAt: app.clock.now(),
      expiresAt: (app.clock.now() + days(3)) as never,
      thumbprint,
    });
    app.desk.attach(ticketOf(app), 'same.cer', Buffer.from(pair.cert));
    await rounds(app, 1);
    expect(messagesOf(app).join('\n')).toContain('has already');
    expect(owner.enabled).toBe(true);
    expect(theRenewal(app).state).toBe('awaiting-certificate');
  });

  test('a screenshot on the ticket is none of our business', async () => {
    const { app } = await asked();
    const before = messagesOf(app).length;
    app.desk.attach(ticketOf(app), 'error.png', Buffer.from('not a certificate'));
    await rounds(app, 2);
    expect(messagesOf(app)).toHaveLength(before);
  });

  test('a link for a certificate reveals nothing, and one for a secret takes nothing', async () => {
    const { app, owner, pair } = await asked();
    const link = linkIn(app, owner);
    const browser = aBrowser();
    await signIn(app, browser, owner, link.id);
    const { reveal } = await import('../support/story.ts');
    expect(await reveal(app, browser, link)).toMatchObject({ status: 409 });
    expect(await handIn(app, browser, link, pair.cert)).toMatchObject({ status: 200 });
    expect(await handIn(app, browser, link, pair.cert)).toMatchObject({ status: 200 });
    expect(await handIn(app, browser, link, pair.cert, 'B'.repeat(22))).toMatchObject({ status: 410 });
  });
});
