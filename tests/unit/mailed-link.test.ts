import { describe, expect, test } from '@jest/globals';

interface Read {
  readonly linkId: string | undefined;
  readonly key: string | undefined;
}
const url = new URL('../../lib/pages/link-page/mailed-link.js', import.meta.url).href;
const { readLink, readPasted } = (await import(url)) as Record<
  'readLink' | 'readPasted',
  (text: string) => Read
>;

const ID = 'Abc-_defghijklmnopqr12';
const KEY = 'k_-0123456789012345678901234567890123456789';
const LINK = `https://links.example/r/${ID}#${KEY}`;

describe('a link that came through the mail', () => {
  test.each([
    ['as it was sent', `/r/${ID}#${KEY}`],
    ['with # encoded', `/r/${ID}%23${KEY}`],
    ['with # encoded twice', `/r/${ID}%2523${KEY}`],
    ['with # encoded three times', `/r/${ID}%252523${KEY}`],
    ['with a slash before #', `/r/${ID}/#${KEY}`],
    ['with a slash and # encoded', `/r/${ID}/%23${KEY}`],
    ['with more behind it', `/r/${ID}#${KEY}&data=05%7C02`],
    ['with a full stop behind it', `/r/${ID}#${KEY}.`],
    ['with a bracket behind it', `/r/${ID}#${KEY}>`],
  ])('%s has both its parts', (_, text) => {
    expect(readLink(text)).toEqual({ linkId: ID, key: KEY });
  });

  test.each([
    ['without what stood behind #', `/r/${ID}`],
    ['with an empty end', `/r/${ID}#`],
    ['cut in the code', `/r/${ID}#${KEY.slice(1)}`],
    ['with a code that is too long', `/r/${ID}#${KEY}x`],
  ])('%s has no code', (_, text) => {
    expect(readLink(text).key).toBeUndefined();
  });

  test.each(['/r/', '/', `/r/${ID.slice(1)}#${KEY}`, `/r/${ID}x#${KEY}`, `/x/${ID}#${KEY}`])(
    '%s is none',
    (text) => {
      expect(readLink(text)).toEqual({ linkId: undefined, key: undefined });
    },
  );
});

describe('what a person pastes', () => {
  const encoded = encodeURIComponent(LINK);
  test.each([
    ['the whole link', LINK],
    ['the link in two lines', `${LINK.slice(0, 40)}\r\n   ${LINK.slice(40)}`],
    ['the link in a sentence', `Open ${LINK}, please`],
    [
      'the link as Safe Links wraps it',
      `https://nam01.safelinks.example/?url=${encoded}&data=05%7C01&reserved=0`,
    ],
    ['the link wrapped twice', `https://gate.example/v2/url?u=${encodeURIComponent(encoded)}&d=x`],
  ])('as %s is taken', (_, text) => {
    expect(readPasted(text)).toEqual({ linkId: ID, key: KEY });
  });

  test('as the code alone is taken without a link', () => {
    expect(readPasted(` ${KEY.slice(0, 20)}\n${KEY.slice(20)} `)).toEqual({ linkId: undefined, key: KEY });
  });

  test.each(['', 'hello', KEY.slice(1), `${KEY}x`, ID])('as %j is refused', (text) => {
    expect(readPasted(text).key).toBeUndefined();
  });
});
