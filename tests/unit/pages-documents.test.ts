import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { linkPage } from '../../lib/pages/link-page.ts';
import { plainName } from '../../lib/pages/plain-name.ts';

const inline = (html: string, tag: string): readonly string[] =>
  [...html.matchAll(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))].map(([, code]) => code!);
const hashOf = (code: string): string => `'sha256-${createHash('sha256').update(code).digest('base64')}'`;
const policyOf = (headers: Record<string, string>): Map<string, string> =>
  new Map(
    headers['Content-Security-Policy']!.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')];
    }),
  );

describe('the document behind every link', () => {
  const { html, headers } = linkPage();

  test('allows exactly its own script and style', () => {
    const policy = policyOf(headers);
    expect(inline(html, 'script').map(hashOf)).toEqual([policy.get('script-src')]);
    expect(inline(html, 'style').map(hashOf)).toEqual([policy.get('style-src')]);
    expect(html).not.toMatch(/<!-- page|\sstyle=|\son\w+=/);
  });

  test('allows nothing else, and no one else', () => {
    const policy = policyOf(headers);
    expect(Object.fromEntries(policy)).toMatchObject({
      'default-src': "'none'",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': "'none'",
    });
    expect(headers).toMatchObject({
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store, no-transform',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Frame-Options': 'DENY',
      'X-Robots-Tag': 'noindex, nofollow, noarchive',
      'Strict-Transport-Security': expect.stringContaining('max-age=63072000'),
      'Content-Type': 'text/html; charset=utf-8',
    });
    expect(Object.keys(headers).filter((name) => /^access-control/i.test(name))).toEqual([]);
  });

  test('is whole in one answer of less than 30 kB that fetches nothing', () => {
    expect(Buffer.byteLength(html)).toBeLessThan(30_000);
    expect(html).not.toMatch(/\ssrc=|<link|url\(|@import|https?:/);
  });

  test('is not changed for the next by whoever has it', () => {
    headers['Cache-Control'] = 'public';
    expect(linkPage().headers['Cache-Control']).toBe('no-store, no-transform');
  });

  test('knows a section for each refusal of the app', () => {
    for (const code of [
      'LINK_UNKNOWN',
      'LINK_USED',
      'LINK_EXPIRED',
      'LINK_REVOKED',
      'LINK_FROZEN',
      'UNAVAILABLE',
    ]) {
      expect(html).toContain(`<section id="${code}" aria-labelledby="${code}-title" hidden>`);
    }
  });
});

describe('a name from a directory', () => {
  test.each([
    ['Payroll', 'Payroll'],
    ['  two\r\n lines\t', 'two lines'],
    ['turned \u202egnp.exe', 'turned gnp.exe'],
    ['nothing \u200b\ufeffto see', 'nothing to see'],
    ['family 👨‍👩‍👧', 'family 👨‍👩‍👧'],
    ['\u0000\u202e', '(no name)'],
    ['half \ud83d', 'half'],
    ['', '(no name)'],
  ])('%j is shown as %j', (name, shown) => {
    expect(plainName(name)).toBe(shown);
  });

  test('is cut when it is too long, and never within a character', () => {
    expect(plainName('x'.repeat(120))).toBe('x'.repeat(120));
    expect(plainName('x'.repeat(250))).toBe(`${'x'.repeat(119)}…`);
    expect(plainName('👨‍👩‍👧'.repeat(130))).toBe(`${'👨‍👩‍👧'.repeat(119)}…`);
  });
});
