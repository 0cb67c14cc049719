import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sendGridEvents } from '../../lib/adapters/sendgrid/mail-events.ts';
import { type Duration, hours, minutes, seconds } from '../../lib/domain/time.ts';
import { startApp } from '../support/app.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { aMailEvent, MAIL_EVENT_KEYS, type MailPost, postMail, signedPost } from '../support/mail-events.ts';

const REFERENCE = `rn-${'a'.repeat(26)}/${'A'.repeat(22)}`;
const EVENTS = [aMailEvent({ reference: REFERENCE })];

/** What is read of a post that was signed at `now`, so long after. */
const readAfter = (
  wait: Duration,
  change: (post: MailPost) => Partial<MailPost> = () => ({}),
  events: unknown = EVENTS,
) => {
  const clock = fakeClock();
  const good = signedPost(clock.now(), events);
  const { body, timestamp, signature } = { ...good, ...change(good) };
  clock.wait(wait);
  const headers = new Headers({
    'x-twilio-email-event-webhook-timestamp': timestamp,
    'x-twilio-email-event-webhook-signature': signature,
  });
  return sendGridEvents(MAIL_EVENT_KEYS.publicText, clock).read({
    header: (name) => headers.get(name) ?? undefined,
    body: Buffer.from(body),
  });
};
const UNSIGNED = { ok: false, failure: 'UNSIGNED' };
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

describe('what the mail provider says', () => {
  test('is read when it is signed, to the last line end', () => {
    expect(readAfter(seconds(0))).toEqual({
      ok: true,
      value: [{ reference: REFERENCE, reason: 'bounced' }],
    });
  });

  test.each<readonly [string, (good: MailPost) => Partial<MailPost>]>([
    ['has no signature', () => ({ signature: '' })],
    ['has no time', () => ({ timestamp: '' })],
    ['is signed by a stranger', (good) => signedPost(Number(good.timestamp) * 1000, EVENTS, stranger)],
    ['lost its last line end', ({ body }) => ({ body: body.trimEnd() })],
    ['was changed', ({ body }) => ({ body: body.replace('bounce', 'dropped') })],
    ['was written anew', ({ body }) => ({ body: JSON.stringify(JSON.parse(body), null, 1) })],
    ['was given another time', ({ timestamp }) => ({ timestamp: String(Number(timestamp) + 1) })],
    ['has a time that is no number', () => ({ timestamp: '1e9' })],
    ['has a signature that is none', () => ({ signature: 'AAAA' })],
    ['has a signature in other letters', () => ({ signature: '-_-_' })],
    ['has a signature that is cut off', ({ signature }) => ({ signature: signature.slice(0, -8) })],
    ['has an endless signature', () => ({ signature: 'A'.repeat(10_000) })],
  ])('is not read when it %s', (_what, change) => {
    expect(readAfter(seconds(0), change)).toEqual(UNSIGNED);
  });

  test('is read for a day, and not a second longer', () => {
    expect(readAfter(hours(24))).toMatchObject({ ok: true });
    expect(readAfter((hours(24) + seconds(1)) as Duration)).toEqual(UNSIGNED);
  });

  test('is not read when it comes from the future', () => {
    const ahead = (by: Duration) =>
      readAfter(seconds(0), ({ timestamp }) => signedPost(Number(timestamp) * 1000 + by, EVENTS));
    expect(ahead(minutes(5))).toMatchObject({ ok: true });
    expect(ahead((minutes(5) + seconds(1)) as Duration)).toEqual(UNSIGNED);
  });

  test.each([[{}], ['text'], [[1]], [[{}]], [null]])(
    'that is signed and reads %j is not understood',
    (events) => {
      expect(readAfter(seconds(0), undefined, events)).toEqual({ ok: false, failure: 'UNREADABLE' });
    },
  );

  test('of mails that arrived, are late, or are not ours, is left out', () => {
    const others = ['processed', 'deferred', 'delivered', 'open', 'click', 'spamreport', 'something new'];
    const events = [
      ...others.map((event) => aMailEvent({ event, reference: REFERENCE })),
      aMailEvent(),
      aMailEvent({ reference: { of: 'another' } }),
    ];
    expect(readAfter(seconds(0), undefined, events)).toEqual({ ok: true, value: [] });
  });
});

describe('the function that the mail provider calls', () => {
  test('refuses what is not signed, with a line in the log and no part of it', async () => {
    const app = startApp();
    const post = signedPost(app.clock.now(), EVENTS, stranger);
    expect(await postMail(app, post)).toEqual({ status: 401, jsonBody: { code: 'WRONG_SIGNATURE' } });
    expect(app.logged).toEqual([{ code: 'WEBHOOK_REFUSED', fields: { bytes: post.body.length } }]);
  });

  test('refuses what is signed and no list of events', async () => {
    const app = startApp();
    const answer = await postMail(app, signedPost(app.clock.now(), { events: [] }));
    expect(answer).toEqual({ status: 400, jsonBody: { code: 'NO_EVENTS' } });
  });

  test('reads no more than the provider sends at once', async () => {
    const app = startApp();
    const events = [aMailEvent({ reason: 'x'.repeat(1024 * 1024) })];
    expect((await postMail(app, signedPost(app.clock.now(), events))).status).toBe(413);
  });

  test('has the provider say it again when the tables are away', async () => {
    const app = startApp();
    app.stores.links.away();
    await expect(postMail(app, signedPost(app.clock.now(), EVENTS))).rejects.toThrow();
  });
});
