import { describe, expect, test } from '@jest/globals';
import { days, minutes } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import {
  aBillingApp,
  aCertificate,
  asked,
  certificatesOf,
  handIn,
  handInByLink,
  theRenewal,
} from '../support/certificate-story.ts';
import { aBrowser, linkIn, rounds, signIn, untilMailed, untilRequested } from '../support/story.ts';

type Port = Record<string, (...given: never[]) => Promise<unknown>>;

/** Everything that is asked of the world on the way, by what it is. */
const EFFECTS: readonly (readonly [string, (app: App) => unknown, string])[] = [
  ['reading a person', ({ directory }) => directory.people, 'find'],
  ['listing the certificates', ({ directory }) => directory.certificates, 'held'],
  ['adding the certificate', ({ directory }) => directory.certificates, 'add'],
  ['removing the old one', ({ directory }) => directory.certificates, 'remove'],
  ['a note', ({ desk }) => desk, 'note'],
  ['listing the files', ({ desk }) => desk.attachments, 'list'],
  ['reading a file', ({ desk }) => desk.attachments, 'read'],
  ['sending the mail', ({ mailer }) => mailer, 'send'],
  ['writing the link', ({ stores }) => stores.links, 'commit'],
  ['writing the renewal', ({ stores }) => stores.renewals, 'commit'],
];

/** Whoever is at it dies at this call, before or after it has its effect: nothing after it is done. */
const dieAt = (port: Port, method: string, when: 'before' | 'after', nth: number): (() => boolean) => {
  const real = port[method]!.bind(port);
  let calls = 0;
  let died = false;
  port[method] = async (...given) => {
    calls += 1;
    const isNow = calls === nth;
    died ||= isNow;
    if (isNow && when === 'before') throw new Error('died');
    const answer = await real(...given);
    if (isNow) throw new Error('died');
    return answer;
  };
  return () => died;
};

/** A death is the end of one invocation; the next one goes on. */
const surviving = async (act: () => Promise<unknown>): Promise<void> => {
  await act().catch((error: unknown) => {
    if (!(error instanceof Error) || error.message !== 'died') throw error;
  });
};

const handedIn = async (app: App, people: ReturnType<typeof aBillingApp>, way: string): Promise<void> => {
  const { cert } = await aCertificate(app);
  if (way === 'attached') {
    app.desk.attach(app.desk.tickets()[0]!.ticket, 'billing.cer', Buffer.from(cert));
    return;
  }
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const link = linkIn(app, people.owner);
    const browser = aBrowser();
    await signIn(app, browser, people.owner, link.id);
    const answer = await handIn(app, browser, link, cert);
    if (answer.status === 200 || answer.status === 410) return;
  }
  throw new Error('The certificate was not taken.');
};

const cases = EFFECTS.flatMap(([what, portOf, method]) =>
  (['before', 'after'] as const).flatMap((when) =>
    ['by the link', 'attached'].flatMap((way) =>
      [1, 2].map((nth) => [when, what, nth, way, portOf, method] as const),
    ),
  ),
);

describe('a death', () => {
  test.each(cases)(
    '%s %s (call %i), with a certificate %s, leaves no orphan and no double',
    async (when, _what, nth, way, portOf, method) => {
      const app = startApp();
      const people = aBillingApp(app);
      await untilRequested(app);
      dieAt(portOf(app) as Port, method, when, nth);
      await surviving(() => untilMailed(app, people.approver));
      for (let round = 0; round < 4; round += 1) await surviving(() => rounds(app, 1));
      await surviving(() => handedIn(app, people, way));
      for (let round = 0; round < 5; round += 1) await surviving(() => rounds(app, 1));
      expect(theRenewal(app).state).toBe('redeemed');
      const ours = certificatesOf(app, people.nativeId).filter((name) => name?.startsWith('Expiry Monitor'));
      expect(ours).toHaveLength(1);
      expect(certificatesOf(app, people.nativeId)).toHaveLength(3);
      app.clock.wait(days(6));
      for (let round = 0; round < 4; round += 1) await surviving(() => rounds(app, 1));
      expect(theRenewal(app).state).toBe('closed');
      expect(certificatesOf(app, people.nativeId)).toEqual([...ours, 'CN=reports']);
      expect(app.desk.tickets().map(({ state }) => state)).toEqual(['closed']);
      expect(app.events('renewal.credential-issued')).toHaveLength(1);
    },
  );
});

describe('an outage', () => {
  test('of the directory holds it up, and nothing is added twice when an answer is lost', async () => {
    const { app, owner, nativeId, pair } = await asked();
    app.directory.loseNextAnswer();
    await handInByLink(app, owner, pair.cert);
    expect(app.stores.renewals.all()).toMatchObject([
      { state: 'paused', failure: 'UNAVAILABLE', from: { state: 'placing-certificate' } },
    ]);
    await rounds(app, 2);
    expect(theRenewal(app).state).toBe('redeemed');
    expect(certificatesOf(app, nativeId)).toHaveLength(3);
  });

  test('of the mail provider asks the owner later, once', async () => {
    const app = startApp();
    const { owner, approver } = aBillingApp(app);
    await untilRequested(app);
    await rounds(app, 1);
    app.mailer.goAway();
    await untilMailed(app, approver);
    await rounds(app, 3, minutes(1));
    app.mailer.comeBack();
    await rounds(app, 10);
    expect(theRenewal(app).state).toBe('awaiting-certificate');
    const mails = app.mailer.inbox(owner.mail).filter(({ subject }) => subject.includes('certificate by'));
    expect(mails).toHaveLength(1);
    expect(await handInByLink(app, owner, (await aCertificate(app)).cert)).toMatchObject({ status: 200 });
    expect(theRenewal(app).state).toBe('redeemed');
  });

  test('of the desk while a file lies there loses nothing', async () => {
    const { app, pair } = await asked();
    app.desk.attach(app.desk.tickets()[0]!.ticket, 'billing.cer', Buffer.from(pair.cert));
    app.desk.goAway();
    await rounds(app, 4);
    expect(theRenewal(app).state).toBe('awaiting-certificate');
    app.desk.comeBack();
    await rounds(app, 12);
    expect(theRenewal(app).state).toBe('redeemed');
  });

  test('that is a refusal of the tenant asks for another certificate, and says so', async () => {
    const { app, owner, nativeId, pair } = await asked();
    app.directory.refuseNext();
    await handInByLink(app, owner, pair.cert);
    await rounds(app, 2);
    expect(theRenewal(app).state).toBe('awaiting-certificate');
    expect(certificatesOf(app, nativeId)).toHaveLength(2);
    expect(JSON.stringify(app.desk.tickets())).toContain('The directory refuses this certificate');
    expect(await handInByLink(app, owner, (await aCertificate(app)).cert)).toMatchObject({ status: 200 });
    expect(theRenewal(app).state).toBe('redeemed');
  });

  test('that was called off while the certificate was being added leaves none of ours', async () => {
    const { app, owner, nativeId, pair } = await asked();
    const { certificates } = app.directory;
    const real = { ...certificates };
    Object.assign(certificates, {
      add: async (...given: Parameters<typeof real.add>) => {
        const done = await real.add(...given);
        app.desk.closeByHand(app.desk.tickets()[0]!.ticket, 'a manager', 'cancelled');
        app.clock.wait(minutes(6));
        await app.tick('poll-service-desk');
        return done;
      },
    });
    await handInByLink(app, owner, pair.cert);
    Object.assign(certificates, real);
    await rounds(app, 4);
    // Either it was in time, or it is gone: never a certificate of ours that no renewal knows.
    const ours = certificatesOf(app, nativeId).filter((name) => name?.startsWith('Expiry Monitor'));
    expect(ours).toHaveLength(theRenewal(app).state === 'redeemed' ? 1 : 0);
  });
});
