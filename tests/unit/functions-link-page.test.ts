import { describe, expect, test } from '@jest/globals';
import { linkPage } from '../../lib/pages/link-page.ts';
import { startApp } from '../support/app.ts';
import { aBrowser, visit } from '../support/story.ts';

describe('a file of the link page', () => {
  const app = startApp();
  const ask = (path: string) => {
    const [, , version, name] = path.split('/');
    return app.http('show-link-asset', { params: { version, name } });
  };

  test.each([...linkPage().assets])('is served at %s with what guards it', async (path, asset) => {
    expect(await ask(path)).toEqual({ status: 200, body: asset.body, headers: asset.headers });
  });

  test.each(['/link-page/00000000/page.js', '/link-page/../page.html', '/link-page//'])(
    'is nowhere else: %s has nothing, and nobody keeps that',
    async (path) => {
      const { status, body, headers } = await ask(path);
      expect([status, body]).toEqual([404, '']);
      expect(headers).toMatchObject({ 'Cache-Control': 'no-store, no-transform' });
    },
  );
});

describe('a browser that goes where it leads no further', () => {
  test('gets the page and not data, with the status that it is', async () => {
    const app = startApp();
    app.signIn.answer({ code: 'UNAVAILABLE', detail: 'away' });
    const begun = await visit(app, aBrowser(), 'begin-sign-in', `return=/r/${'a'.repeat(22)}`);
    expect(begun).toEqual({
      status: 503,
      body: linkPage().html,
      headers: { ...linkPage().headers, 'retry-after': '5' },
    });
    const nowhere = await visit(app, aBrowser(), 'begin-sign-in', 'return=https://evil.example/');
    expect(nowhere).toEqual({ status: 400, body: linkPage().html, headers: linkPage().headers });
  });
});

describe('a report of what a browser kept the page from doing', () => {
  const KEY = 'k'.repeat(43);
  const violation = (body: object) => ({ type: 'csp-violation', body });
  const send = async (text: string) => {
    const app = startApp();
    const { status } = await app.http('on-policy-report', { text: () => Promise.resolve(text) });
    return { status, logged: app.logged };
  };

  test('is one line with what and whence, and never with where', async () => {
    const { status, logged } = await send(
      JSON.stringify([
        violation({
          effectiveDirective: 'script-src-elem',
          blockedURL: `https://evil.example/${KEY}`,
          documentURL: `https://links.example.test/r/x%23${KEY}`,
          sample: KEY,
        }),
        violation({ effectiveDirective: 'img-src', blockedURL: 'inline' }),
      ]),
    );
    expect(status).toBe(204);
    expect(logged).toEqual([
      { code: 'POLICY_VIOLATED', fields: { directive: 'script-src-elem', blocked: 'https' } },
    ]);
  });

  test.each([
    ['no JSON', '{'],
    ['no list', '{}'],
    ['an empty list', '[]'],
    ['another kind', JSON.stringify([{ type: 'deprecation', body: {} }])],
    [
      'a directive that is none',
      JSON.stringify([violation({ effectiveDirective: 'x\nFAKE_LINE', blockedURL: 'inline' })]),
    ],
  ])('that is %s is refused without a line', async (_, text) => {
    expect(await send(text)).toEqual({ status: 400, logged: [] });
  });

  test('that is too long is not read', async () => {
    expect(await send('x'.repeat(8193))).toEqual({ status: 413, logged: [] });
  });
});
