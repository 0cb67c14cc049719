import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '../../lib/domain/time.ts';
import {
  aBrowser,
  linkIn,
  locationOf,
  mailed,
  open,
  report,
  reveal,
  rounds,
  signIn,
  visit,
} from '../support/story.ts';

const wrongKey = { key: 'x'.repeat(43) };

describe('someone else who has the link', () => {
  test('asks a thousand times, has to wait, and its recipient notices nothing', async () => {
    const { app, owner, approver, link } = await mailed();
    const other = aBrowser();
    await signIn(app, other, approver, link.id);
    const statuses: (number | undefined)[] = [];
    for (let i = 0; i < 1000; i += 1)
      statuses.push((await (i % 2 === 0 ? open : reveal)(app, other, link)).status);
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 404));
    expect(new Set(statuses.slice(30))).toEqual(new Set([429]));
    const kept = app.stores.links.all()[0]!;
    expect([kept.state, kept.wrongProofs, kept.reports]).toEqual(['issued', 0, []]);
    const mine = aBrowser(); // of the same network
    await signIn(app, mine, owner, link.id);
    expect((await reveal(app, mine, link)).status).toBe(200);
  });

  test('waits as long for links that are there as for others', async () => {
    const { app, approver, link } = await mailed();
    const other = aBrowser();
    await signIn(app, other, approver, link.id);
    for (let i = 0; i < 30; i += 1) await open(app, other, { ...link, id: 'z'.repeat(22) });
    const answers = [await open(app, other, link), await open(app, other, { ...link, id: 'z'.repeat(22) })];
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ status: 429, headers: { 'retry-after': '600' } });
    app.clock.wait(minutes(10));
    expect((await open(app, other, link)).status).toBe(404);
  });
});

describe('a recipient who shows the wrong key', () => {
  test('five times has to wait for a while, and then has their secret', async () => {
    const { app, link, signedIn } = await mailed();
    const browser = await signedIn();
    const wrong = () => open(app, browser, { ...link, ...wrongKey });
    for (let i = 0; i < 5; i += 1) expect((await wrong()).status).toBe(400);
    expect((await wrong()).status).toBe(429);
    expect((await reveal(app, browser, link)).status).toBe(429);
    app.clock.wait(minutes(10));
    expect((await reveal(app, browser, link)).status).toBe(200);
  });

  test('can say meanwhile that it is lost, and gets another', async () => {
    const { app, owner, link, signedIn } = await mailed();
    const browser = await signedIn();
    for (let i = 0; i < 6; i += 1) await open(app, browser, { ...link, ...wrongKey });
    expect((await report(app, browser, link, 'lost')).status).toBe(200);
    await rounds(app, 1);
    expect(linkIn(app, owner).id).not.toBe(link.id);
  });

  test('twenty times loses the link, which is an alarm, and may ask for another', async () => {
    const { app, owner, link, signedIn } = await mailed();
    let browser = await signedIn();
    for (let i = 0; i < 20; i += 1) {
      if (i > 0 && i % 5 === 0) {
        app.clock.wait(minutes(10));
        browser = await signedIn();
      }
      expect((await open(app, browser, { ...link, ...wrongKey })).status).toBe(400);
    }
    expect(app.logged.filter(({ code }) => code === 'LINK_FROZEN')).toHaveLength(1);
    app.clock.wait(minutes(10));
    browser = await signedIn();
    expect((await open(app, browser, link)).jsonBody).toMatchObject({ state: 'frozen', next: 'ask-for-new' });
    await report(app, browser, link, 'lost');
    await rounds(app, 1);
    expect((await reveal(app, browser, linkIn(app, owner))).status).toBe(200);
  });
});

describe('a network', () => {
  const begin = (app: Awaited<ReturnType<typeof mailed>>['app'], link: string, network: string) =>
    visit(app, aBrowser(network), 'begin-sign-in', `return=/r/${link}`);

  test('that begins too many sign-ins waits for a minute, and no other does', async () => {
    const { app, link } = await mailed();
    for (let i = 0; i < 300; i += 1)
      expect((await begin(app, link.id, `203.0.113.${i % 250}:5000`)).status).toBe(302);
    expect((await begin(app, link.id, '203.0.113.9:1')).status).toBe(429);
    expect((await begin(app, link.id, '203.0.114.9:1')).status).toBe(302);
    app.clock.wait(seconds(60));
    expect((await begin(app, link.id, '203.0.113.9:1')).status).toBe(302);
  });

  test('is what the platform saw, whatever the caller says of where it comes from', async () => {
    const { app, link } = await mailed();
    for (let i = 0; i < 300; i += 1) await begin(app, link.id, `198.51.${i}.1, 203.0.113.9:1`);
    expect((await begin(app, link.id, '192.0.2.1, 203.0.113.9:1')).status).toBe(429);
    expect((await begin(app, link.id, '203.0.113.9, 192.0.2.1:1')).status).toBe(302);
  });

  test('whose sign-ins fail too often waits before the authority is asked again', async () => {
    const { app, owner, link } = await mailed();
    app.signIn.back();
    const fail = async () => {
      const browser = aBrowser();
      const sent = await visit(app, browser, 'begin-sign-in', `return=/r/${link.id}`);
      app.signIn.come(locationOf(sent), owner);
      const { searchParams } = new URL(locationOf(sent));
      return visit(app, browser, 'finish-sign-in', `code=none&state=${searchParams.get('state')}`);
    };
    for (let i = 0; i < 30; i += 1) expect((await fail()).status).toBe(302);
    expect((await fail()).status).toBe(429);
  });
});
