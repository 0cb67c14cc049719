import { describe, expect, test } from '@jest/globals';
import { hours, minutes, minus, seconds } from '../../lib/domain/time.ts';
import { tenantId } from '../../lib/domain/ids.ts';
import { linkPage } from '../../lib/pages/link-page.ts';
import { aBrowser, locationOf, mailed, open, post, reveal, signIn, visit } from '../support/story.ts';

const SESSION = '__Host-session';

describe('signing in', () => {
  test('leads to the link and gives a session of a quarter of an hour, whatever is done in it', async () => {
    const { app, owner, link } = await mailed();
    const browser = aBrowser();
    const back = await signIn(app, browser, owner, link.id);
    expect(locationOf(back)).toBe(`/r/${link.id}`);
    expect(back.cookies?.find(({ name }) => name === SESSION)).toMatchObject({
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
      maxAge: 900,
    });
    app.clock.wait(minutes(14));
    expect((await open(app, browser, link)).status).toBe(200);
    app.clock.wait(minutes(1));
    expect(await open(app, browser, link)).toMatchObject({ status: 401, jsonBody: { reason: 'sign-in' } });
  });

  test('is said to the page, with a name, an end and who helps', async () => {
    const { app, owner, link } = await mailed();
    const browser = aBrowser();
    const asked = () => visit(app, browser, 'show-session', '');
    expect((await asked()).jsonBody).toEqual({ signedIn: false, codes: false });
    await signIn(app, browser, owner, link.id);
    expect((await asked()).jsonBody).toEqual({
      signedIn: true,
      codes: false,
      byCode: false,
      name: 'Olive Owner',
      until: new Date(app.clock.now() + minutes(15)).toISOString(),
      team: { name: 'the identity team', address: 'identity@northwind.example' },
    });
  });

  test('makes a new session and ends the one before, so that nobody can plant one', async () => {
    const { app, owner, approver, link } = await mailed();
    const browser = aBrowser();
    await signIn(app, browser, approver, link.id);
    const planted = browser.cookies.get(SESSION)!;
    await signIn(app, browser, owner, link.id);
    expect(browser.cookies.get(SESSION)).not.toBe(planted);
    const thief = aBrowser();
    thief.cookies.set(SESSION, planted);
    expect((await open(app, thief, link)).status).toBe(401);
  });

  test('ends at sign-out, also for a copy of the cookie', async () => {
    const { app, owner, link } = await mailed();
    const browser = aBrowser();
    await signIn(app, browser, owner, link.id);
    const copy = aBrowser();
    copy.cookies.set(SESSION, browser.cookies.get(SESSION)!);
    const out = await post(app, browser, 'sign-out', '', {});
    expect(out).toMatchObject({ status: 200, headers: { 'clear-site-data': '"cache", "storage"' } });
    expect(browser.cookies.has(SESSION)).toBe(false);
    expect((await open(app, copy, link)).status).toBe(401);
  });

  test.each(['', '/r/', '/', '//evil.example/r/', 'https://evil.example', '/r/../auth', '/r/x?y'])(
    'that would lead to %j does not begin',
    async (path) => {
      const { app } = await mailed();
      const query = new URLSearchParams({ return: path }).toString();
      expect(await visit(app, aBrowser(), 'begin-sign-in', query)).toMatchObject({
        status: 400,
        body: linkPage().html,
      });
    },
  );

  test('that another browser began is not finished here, and what came with it is spent', async () => {
    const { app, owner, link } = await mailed();
    const began = aBrowser();
    const sent = await visit(app, began, 'begin-sign-in', `return=/r/${link.id}`);
    const query = app.signIn.come(locationOf(sent), owner);
    const victim = aBrowser();
    const planted = await visit(app, victim, 'finish-sign-in', query);
    expect(locationOf(planted)).toBe('/r/?sign-in=stale');
    expect(victim.cookies.has(SESSION)).toBe(false);
  });

  test('is finished once, and within ten minutes', async () => {
    const { app, owner, link } = await mailed();
    const browser = aBrowser();
    const begin = async () =>
      app.signIn.come(locationOf(await visit(app, browser, 'begin-sign-in', `return=/r/${link.id}`)), owner);
    const first = await begin();
    const cookies = new Map(browser.cookies);
    expect(locationOf(await visit(app, browser, 'finish-sign-in', first))).toBe(`/r/${link.id}`);
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    expect(locationOf(await visit(app, browser, 'finish-sign-in', first))).toContain('stale');
    const late = await begin();
    app.clock.wait(minutes(10));
    expect(locationOf(await visit(app, browser, 'finish-sign-in', late))).toContain('stale');
  });

  test('in two tabs at once is finished in both', async () => {
    const { app, owner, link } = await mailed();
    const browser = aBrowser();
    const begin = () => visit(app, browser, 'begin-sign-in', `return=/r/${link.id}`);
    const [one, two] = [await begin(), await begin()];
    for (const sent of [one, two]) {
      const back = await visit(app, browser, 'finish-sign-in', app.signIn.come(locationOf(sent), owner));
      expect(locationOf(back)).toBe(`/r/${link.id}`);
    }
  });

  test.each([
    ['of a tenant that is not ours', { tenant: tenantId('00000000-0000-4000-8000-000000000001') }],
    ['of a guest', { isGuest: true }],
  ])('%s is refused', async (_what, said) => {
    const { app, owner, link } = await mailed();
    const browser = aBrowser();
    const back = await signIn(app, browser, owner, link.id, said);
    expect(locationOf(back)).toBe(`/r/${link.id}?sign-in=refused`);
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  test('of a guest is accepted where guests may open links', async () => {
    const { app, owner, link } = await mailed({ guests: 'allow' });
    const browser = aBrowser();
    await signIn(app, browser, owner, link.id, { isGuest: true });
    expect((await open(app, browser, link)).status).toBe(200);
  });

  test.each([
    ['DENIED', 'denied'],
    ['REFUSED', 'refused'],
    ['UNAVAILABLE', 'unavailable'],
  ] as const)(
    'that the authority answers with %s leads back to the link, which says so',
    async (code, said) => {
      const { app, owner, link } = await mailed();
      const browser = aBrowser();
      const sent = await visit(app, browser, 'begin-sign-in', `return=/r/${link.id}`);
      const query = app.signIn.come(locationOf(sent), owner);
      app.signIn.answer({ code, detail: 'a code of the authority' });
      const back = await visit(app, browser, 'finish-sign-in', query);
      expect(locationOf(back)).toBe(`/r/${link.id}?sign-in=${said}`);
    },
  );

  test('does not begin while the authority is away, and is asked for again', async () => {
    const { app, link } = await mailed();
    app.signIn.answer({ code: 'UNAVAILABLE', detail: 'a code of the authority' });
    expect(await visit(app, aBrowser(), 'begin-sign-in', `return=/r/${link.id}`)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: linkPage().html,
    });
  });

  test('and what is left of it is forgotten in time', async () => {
    const { app, owner, link } = await mailed();
    await signIn(app, aBrowser(), owner, link.id);
    app.clock.wait(minutes(14));
    await app.tick('forget-expired');
    expect(app.sessions.all()).toHaveLength(1);
    app.clock.wait(minutes(1));
    await app.tick('forget-expired');
    expect(app.sessions.all()).toHaveLength(0);
  });
});

describe('revealing', () => {
  test('takes no newer sign-in where the session is enough, though it began in the morning', async () => {
    const { app, link, signedIn } = await mailed({ reauthentication: 'session' });
    const browser = await signedIn();
    expect((await open(app, browser, link)).jsonBody).toMatchObject({ reauthenticate: false });
    expect((await reveal(app, browser, link)).status).toBe(200);
  });

  test.each([minutes(5), hours(2)])('takes a sign-in of the last %i ms where that is set', async (period) => {
    const { app, owner, link } = await mailed({ reauthentication: period });
    const browser = aBrowser();
    await signIn(app, browser, owner, link.id); // they showed who they are four hours ago
    expect((await open(app, browser, link)).jsonBody).toMatchObject({ reauthenticate: true });
    expect(await reveal(app, browser, link)).toMatchObject({
      status: 401,
      jsonBody: { reason: 're-authenticate' },
    });
    await signIn(app, browser, owner, link.id, { authenticatedAt: minus(app.clock.now(), period) });
    expect((await reveal(app, browser, link)).status).toBe(401);
    await signIn(app, browser, owner, link.id, {
      authenticatedAt: minus(app.clock.now(), (period - 1) as typeof period),
    });
    expect((await reveal(app, browser, link)).status).toBe(200);
  });

  test('takes a sign-in for this very link where every one has to be fresh', async () => {
    const { app, owner, link } = await mailed({ reauthentication: 'every-time' });
    const browser = aBrowser();
    await signIn(app, browser, owner, link.id, { authenticatedAt: app.clock.now() });
    expect((await reveal(app, browser, link)).status).toBe(401);
    await signIn(app, browser, owner, 'z'.repeat(22), { fresh: true });
    expect((await reveal(app, browser, link)).status).toBe(401);
    await signIn(app, browser, owner, link.id, { fresh: true });
    expect((await reveal(app, browser, link)).status).toBe(200);
  });

  test('is not had by a sign-in that was to be fresh and was not, nor by one that does not say when', async () => {
    const { app, owner, link } = await mailed({ reauthentication: 'every-time' });
    for (const authenticatedAt of [minus(app.clock.now(), seconds(61)), undefined]) {
      const back = await signIn(app, aBrowser(), owner, link.id, { fresh: true, authenticatedAt });
      expect(locationOf(back)).toContain('sign-in=refused');
    }
  });

  test('ends with the session, however long a sign-in may otherwise count', async () => {
    const { app, owner, link } = await mailed({ reauthentication: hours(12) });
    const browser = aBrowser();
    await signIn(app, browser, owner, link.id);
    app.clock.wait(minutes(15));
    expect(await reveal(app, browser, link)).toMatchObject({ jsonBody: { reason: 'sign-in' } });
  });
});
