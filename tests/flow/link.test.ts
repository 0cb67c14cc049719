import { describe, expect, test } from '@jest/globals';
import { days, instantOfMs, minutes, plus, seconds } from '../../lib/domain/time.ts';
import { mailed, open, reveal, rounds, secretsOf } from '../support/story.ts';

describe('a link', () => {
  test('that is opened spends nothing, and reveals once', async () => {
    const { app, link } = await mailed();
    expect((await open(app, link)).status).toBe(200);
    expect((await open(app, link)).status).toBe(200);
    expect((await reveal(app, link)).status).toBe(200);
    const second = await reveal(app, link, 'B'.repeat(22));
    expect(second).toMatchObject({ status: 410, jsonBody: { code: 'LINK_USED' } });
  });

  test('gives the same browser its own answer again for two minutes, and no longer', async () => {
    const { app, link } = await mailed();
    const first = await reveal(app, link);
    app.clock.wait(seconds(119));
    expect((await reveal(app, link)).jsonBody).toEqual(first.jsonBody);
    app.clock.wait(seconds(1));
    expect((await reveal(app, link)).status).toBe(410);
  });

  test('is not burned by a vault that is away', async () => {
    const { app, link } = await mailed();
    app.shares.goAway();
    expect((await reveal(app, link)).status).toBe(503);
    app.shares.comeBack();
    expect((await reveal(app, link)).status).toBe(200);
  });

  test('reveals to one of many who ask at once', async () => {
    const { app, link } = await mailed();
    const nonces = Array.from({ length: 50 }, (_, i) => String(i).padStart(22, 'n'));
    const answers = await Promise.all(nonces.map((nonce) => reveal(app, link, nonce)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(49);
  });

  test('of which the key is not known is unknown, as one that never was', async () => {
    const { app, link } = await mailed();
    const wrong = await reveal(app, { ...link, key: 'x'.repeat(43) });
    const never = await reveal(app, { ...link, id: 'z'.repeat(22) });
    expect(wrong).toEqual(never);
    expect((await reveal(app, link)).status).toBe(200);
  });

  test('that nobody opened in its hour is over, and the new secret is taken back', async () => {
    const { app, link, nativeId } = await mailed();
    app.clock.wait(minutes(60));
    expect((await reveal(app, link)).jsonBody).toEqual({ code: 'LINK_EXPIRED' });
    await app.tick('resume-due');
    await app.settle();
    expect(secretsOf(app, nativeId)).toEqual(['ci secret']);
    expect(app.events('renewal.link-expired')).toHaveLength(1);
    expect(app.stores.links.all().every((kept) => !('sealed' in kept))).toBe(true);
  });

  test('whose hour someone lengthened in its row does not open', async () => {
    const { app, link } = await mailed();
    const id = app.stores.links.all()[0]!.id;
    const stored = (await app.stores.links.find(id))!;
    const longer = { ...stored.state, notAfter: plus(stored.state.notAfter, days(1)) };
    await app.stores.links.commit(id, {
      expected: stored.version,
      state: longer,
      dueAt: longer.notAfter,
      messages: [],
    });
    expect(await reveal(app, link)).toMatchObject({ status: 410, jsonBody: { code: 'LINK_REVOKED' } });
    expect(app.logged.map(({ code }) => code)).toContain('LINK_TAMPERED');
  });

  test('opens in the last millisecond of its hour and not in the next', async () => {
    const { app, link } = await mailed();
    const kept = app.stores.links.all()[0]!;
    app.clock.set(kept.notAfter);
    expect((await open(app, link)).status).toBe(410);
    app.clock.set(instantOfMs(kept.notAfter - 1));
    expect((await open(app, link)).status).toBe(200);
  });
});

describe('a link that is asked for in trouble', () => {
  test('reveals to its holder beside someone who guesses', async () => {
    const { app, link } = await mailed();
    const guess = reveal(app, { ...link, key: 'x'.repeat(43) }, 'B'.repeat(22));
    const [right] = await Promise.all([reveal(app, link), guess]);
    expect(right.status).toBe(200);
  });

  test('reveals while nothing can be recorded or sent, and says so later', async () => {
    const { app, owner, link } = await mailed();
    app.audit.away();
    app.publisher.away();
    expect((await reveal(app, link)).status).toBe(200);
    app.audit.back();
    app.publisher.back();
    await rounds(app, 1);
    expect(app.events('renewal.link-redeemed')).toHaveLength(1);
    expect(app.mailer.inbox(owner.mail)).toHaveLength(2);
  });
});
