import { describe, expect, test } from '@jest/globals';
import { readMarker } from '../../lib/domain/marker.ts';
import { hours, minutes } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import { aMailEvent, bounceAll, postMail, signedPost } from '../support/mail-events.ts';
import {
  aBrowser,
  linkIn,
  open,
  redeem,
  reveal,
  rounds,
  signIn,
  untilMailed,
  untilRequested,
} from '../support/story.ts';

/** An application with three owners, of whom the first receives what is made, and someone who approves. */
const ownedByThree = (app: App) => {
  const people = ['Olive Owner', 'Dora Deputy', 'Nora Next'].map((displayName) =>
    app.directory.addPerson({ displayName }),
  );
  const [owner, deputy, next] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
  const approver = app.directory.addPerson({ displayName: 'Ada Approver' });
  const { nativeId } = app.directory.addApplication({
    name: 'payroll-sync',
    owners: people,
    credentials: [{ name: 'ci secret', expiresAt: (app.clock.now() + 5 * hours(24)) as never }],
  });
  return { owner, deputy, next, approver, nativeId };
};

const requested = async (app: App) => {
  const people = ownedByThree(app);
  await untilRequested(app);
  return people;
};
const mailed = async (app: App) => {
  const people = await requested(app);
  await untilMailed(app, people.approver);
  return people;
};
/** What the wake-ups lead to, and the timer for those that were lost. */
const followed = async (app: App): Promise<void> => {
  await app.settle();
  await rounds(app, 1, minutes(1));
};
const ours = (app: App, nativeId: string) =>
  app.directory.credentialsOf(nativeId).filter(({ name }) => readMarker(name) !== undefined);
const linksMailedTo = (app: App, address: string | undefined) =>
  app.mailer.inbox(address).filter(({ text }) => text.includes('/r/'));
const notesOf = (app: App) => app.desk.tickets()[0]!.notes;
const stateOf = (app: App) => app.stores.renewals.all().map(({ state }) => state);
const reasonsOf = (app: App) =>
  app
    .events('renewal.link-undelivered')
    .map(({ data }) => ('undeliveredAt' in data ? [data.attempt, data.reason] : []));

describe('an address that is refused for good', () => {
  test('is tried once; the next whom the approver saw gets a secret of their own', async () => {
    const app = startApp();
    const { owner, deputy, approver, nativeId } = await requested(app);
    app.mailer.refuse(owner.mail);
    await untilMailed(app, approver);
    await followed(app);
    expect(linksMailedTo(app, owner.mail)).toEqual([]);
    expect(linksMailedTo(app, deputy.mail)).toHaveLength(1);
    const secret = await redeem(app, deputy);
    expect(app.directory.signsIn(nativeId, secret)).toBe(true);
    expect(ours(app, nativeId)).toHaveLength(1);
    expect(app.directory.made()).toBe(3);
    expect(reasonsOf(app)).toEqual([[1, 'refused']]);
    expect(app.logged.filter(({ code }) => code === 'MAIL_UNDELIVERED')).toMatchObject([
      { fields: { attempt: 1, reason: 'refused', detail: 'The recipient takes no mail' } },
    ]);
  });

  test('is tried once, too, when the provider says it in two ways at once', async () => {
    const app = startApp();
    const { owner, deputy, approver } = await requested(app);
    app.mailer.refuse(owner.mail);
    app.mailer.onSend(async () => {
      app.mailer.onSend(() => Promise.resolve());
      const [link] = app.stores.links.all();
      const reference = `${link!.renewalId}/${link!.id}`;
      const events = [aMailEvent({ event: 'dropped', reference })];
      await postMail(app, signedPost(app.clock.now(), events));
    });
    await untilMailed(app, approver);
    await followed(app);
    expect(app.directory.made()).toBe(3);
    expect(linksMailedTo(app, deputy.mail)).toHaveLength(1);
    expect(reasonsOf(app)).toEqual([[1, 'dropped']]);
  });

  test('of everyone leaves the request with the team, and no more secrets are made', async () => {
    const app = startApp();
    const { owner, deputy, next, approver, nativeId } = await requested(app);
    for (const { mail } of [owner, deputy, next]) app.mailer.refuse(mail);
    await untilMailed(app, approver);
    await rounds(app, 30);
    expect(stateOf(app)).toEqual(['by-hand']);
    expect(app.directory.made()).toBe(4);
    expect(ours(app, nativeId)).toEqual([]);
    expect(notesOf(app)).toEqual([
      expect.stringContaining('did not reach Olive Owner (olive.owner@northwind.example)'),
      expect.stringContaining('did not reach Dora Deputy'),
      expect.stringMatching(/did not reach Nora Next .* names nobody else/),
    ]);
  });

  test('is not tried again when the desk was away for the note', async () => {
    const app = startApp();
    const { owner, deputy, approver } = await requested(app);
    app.mailer.refuse(owner.mail);
    app.mailer.onSend(() => {
      app.desk.goAway();
      return Promise.resolve();
    });
    await untilMailed(app, approver);
    await rounds(app, 3);
    expect(app.directory.made()).toBe(2);
    app.mailer.onSend(() => Promise.resolve());
    app.desk.comeBack();
    await rounds(app, 5);
    expect(app.directory.made()).toBe(3);
    expect(linksMailedTo(app, deputy.mail)).toHaveLength(1);
  });
});

describe('a mail that came back', () => {
  test.each([
    [{ event: 'bounce', type: 'bounce' }, 'bounced'],
    [{ event: 'bounce', type: 'blocked' }, 'blocked'],
    [{ event: 'dropped' }, 'dropped'],
  ])('by %j ends its link, and the next one gets another', async (said, reason) => {
    const app = startApp();
    const { owner, deputy, nativeId } = await mailed(app);
    const link = linkIn(app, owner);
    await bounceAll(app, owner.mail, said);
    const browser = aBrowser();
    await signIn(app, browser, owner, link.id);
    const answer = await open(app, browser, link);
    expect(answer).toMatchObject({ status: 410, jsonBody: { state: 'revoked', next: 'contact-team' } });
    await followed(app);
    const secret = await redeem(app, deputy);
    expect(app.directory.signsIn(nativeId, secret)).toBe(true);
    expect(ours(app, nativeId)).toHaveLength(1);
    expect(reasonsOf(app)).toEqual([[1, reason]]);
    expect(notesOf(app)[0]).toContain('A new one is made for Dora Deputy (dora.deputy@northwind.example)');
  });

  test('is heard once, however often it is said, and whatever is said of it later', async () => {
    const app = startApp();
    const { owner, deputy } = await mailed(app);
    for (let time = 0; time < 3; time += 1) await bounceAll(app, owner.mail);
    await followed(app);
    await bounceAll(app, owner.mail, { event: 'delivered' });
    await bounceAll(app, owner.mail, { event: 'dropped' });
    await followed(app);
    expect(app.events('renewal.link-undelivered')).toHaveLength(1);
    expect(linksMailedTo(app, deputy.mail)).toHaveLength(1);
    expect(stateOf(app)).toEqual(['delivered']);
  });

  test('after its secret was revealed changes nothing: someone has it', async () => {
    const app = startApp();
    const { owner, deputy, nativeId } = await mailed(app);
    const secret = await redeem(app, owner);
    await bounceAll(app, owner.mail);
    await followed(app);
    expect(app.directory.signsIn(nativeId, secret)).toBe(true);
    expect(linksMailedTo(app, deputy.mail)).toEqual([]);
  });

  test('in the moment of the claim is one of the two', async () => {
    const app = startApp();
    const { owner, deputy, nativeId } = await mailed(app);
    const browser = aBrowser();
    const link = linkIn(app, owner);
    await signIn(app, browser, owner, link.id);
    const [revealed] = await Promise.all([reveal(app, browser, link), bounceAll(app, owner.mail)]);
    await followed(app);
    const passedOn = linksMailedTo(app, deputy.mail).length;
    expect(revealed.status === 200 ? 0 : 1).toBe(passedOn);
    expect(ours(app, nativeId)).toHaveLength(1);
  });

  test('is not forgotten when nobody could be woken', async () => {
    const app = startApp();
    const { owner, deputy } = await mailed(app);
    app.publisher.away();
    await bounceAll(app, owner.mail);
    app.publisher.back();
    await rounds(app, 2);
    expect(linksMailedTo(app, deputy.mail)).toHaveLength(1);
  });

  test('before we noted that it had left is heard all the same', async () => {
    const app = startApp();
    const { owner, deputy, approver } = await requested(app);
    app.mailer.onSend(async () => {
      app.mailer.onSend(() => Promise.resolve());
      await bounceAll(app, owner.mail);
    });
    await untilMailed(app, approver);
    await followed(app);
    expect(linksMailedTo(app, deputy.mail)).toHaveLength(1);
  });

  test('to a worker who died before noting that it had left goes to the next, not there again', async () => {
    const app = startApp();
    const { owner, deputy, approver } = await requested(app);
    app.mailer.onSend(async () => {
      app.mailer.onSend(() => Promise.resolve());
      await bounceAll(app, owner.mail);
      throw new Error('The process was killed.');
    });
    await untilMailed(app, approver).catch(() => undefined);
    await rounds(app, 3);
    expect(linksMailedTo(app, owner.mail)).toHaveLength(1);
    expect(linksMailedTo(app, deputy.mail)).toHaveLength(1);
  });

  test('does not go to the one who approved it', async () => {
    const app = startApp();
    const { owner, deputy, next } = await requested(app);
    await untilMailed(app, deputy);
    await bounceAll(app, owner.mail);
    await followed(app);
    expect(linksMailedTo(app, deputy.mail)).toEqual([]);
    expect(linksMailedTo(app, next.mail)).toHaveLength(1);
  });
});

describe('a post of mail events', () => {
  const app = startApp();
  const now = () => app.clock.now();

  test('of mails that are not ours, or that no link of ours was in, changes nothing', async () => {
    const references = [undefined, 5, '', 'of another product', `rn-${'a'.repeat(26)}/${'A'.repeat(22)}`];
    const events = references.map((reference) => aMailEvent({ reference }));
    expect(await postMail(app, signedPost(now(), events))).toEqual({ status: 204 });
    expect(app.events()).toEqual([]);
    expect(app.logged).toEqual([]);
  });

  test('about a notice is a line in the log, with nothing personal in it', async () => {
    const reference = `sb-${'c'.repeat(26)}`;
    app.logged.length = 0;
    await postMail(app, signedPost(now(), [aMailEvent({ reference })]));
    expect(app.logged).toEqual([{ code: 'NOTICE_UNDELIVERED', fields: { reference, reason: 'bounced' } }]);
  });
});
