import { describe, expect, test } from '@jest/globals';
import { linkPage } from '../../lib/pages/link-page.ts';
import { RULES, score, seen } from '../support/observatory.ts';

const SESSION = '__Host-session=x; Path=/; Secure; HttpOnly; SameSite=Lax';

describe('the headers of the link page', () => {
  const page = linkPage();
  const asSeen = seen(page);

  test('are these, to the letter', () => {
    expect(page.headers).toEqual({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'; report-to csp",
      'Reporting-Endpoints': 'csp="/api/policy-reports"',
      'Cache-Control': 'no-store, no-transform',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Permissions-Policy': expect.stringMatching(/^clipboard-write=\(self\), (?:[a-z-]+=\(\)(?:, |$))+$/),
      'Referrer-Policy': 'no-referrer',
      'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      'X-Robots-Tag': 'noindex, nofollow, noarchive',
    });
  });

  test('are not changed for the next by whoever has them', () => {
    linkPage().headers['Cache-Control'] = 'public';
    expect(linkPage().headers['Cache-Control']).toBe('no-store, no-transform');
  });

  test('have at least 130 points by the rules of the HTTP Observatory: 155, and 160 with a session', () => {
    expect(score(asSeen)).toBeGreaterThanOrEqual(130);
    expect(score(asSeen)).toBe(155);
    expect(score({ ...asSeen, cookies: [SESSION] })).toBe(160);
  });

  test.each([
    'Content-Security-Policy',
    'Strict-Transport-Security',
    'X-Content-Type-Options',
    'Referrer-Policy',
    'Cross-Origin-Opener-Policy',
    'Cross-Origin-Embedder-Policy',
    'Cross-Origin-Resource-Policy',
  ])('would lose points without %s', (name) => {
    const { [name]: _, ...rest } = asSeen.headers;
    expect(score({ ...asSeen, headers: rest })).toBeLessThan(score(asSeen));
  });

  test.each([
    ['inline code', { 'Content-Security-Policy': "default-src 'none'; script-src 'unsafe-inline'" }],
    ['answers to other sites', { 'Access-Control-Allow-Origin': '*' }],
    ['an hour of https', { 'Strict-Transport-Security': 'max-age=3600' }],
  ])('would lose points by %s', (_, headers) => {
    expect(score({ ...asSeen, headers: { ...asSeen.headers, ...headers } })).toBeLessThan(score(asSeen));
  });

  test('would lose points by a script of which nobody holds the hash, or a bare cookie', () => {
    expect(RULES['subresource-integrity']!({ ...asSeen, html: '<script src="/a.js"></script>' })).toBe(0);
    expect(score({ ...asSeen, cookies: ['session=x'] })).toBeLessThan(100);
  });
});

describe('the headers of the files that it loads', () => {
  test.each([...linkPage().assets])('%s', (_, { headers }) => {
    expect(headers).toMatchObject({
      'Content-Type': expect.stringMatching(/^(text\/(css|javascript)|application\/json); charset=utf-8$/),
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'Cache-Control': 'public, max-age=31536000, immutable, no-transform',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    });
    expect(Object.keys(headers).filter((name) => /^access-control|^server|^x-powered/i.test(name))).toEqual(
      [],
    );
  });
});
