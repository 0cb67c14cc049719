import { describe, expect, test } from '@jest/globals';
import { type LinkId, readId, type RenewalId } from '../../lib/domain/ids.ts';
import { headerLine, isMailAddress } from '../../lib/domain/mail-address.ts';
import { readReference, referenceText } from '../../lib/domain/mail-reference.ts';
import { providerWords } from '../../lib/domain/provider-words.ts';
import { UNATTENDED } from '../../lib/domain/unattended-mail.ts';

describe('a mail address', () => {
  test.each(['olive@northwind.example', 'o@x', "o'brien+ci@northwind.example", 'ölive@nordwind.example'])(
    '%s is one',
    (text) => {
      expect(isMailAddress(text)).toBe(true);
    },
  );

  test.each([
    '',
    'olive',
    '@northwind.example',
    'olive@',
    'olive@a@b',
    'olive@a.example,eve@b.example',
    'olive@a.example;eve@b.example',
    'Olive <olive@a.example>',
    '"olive"@a.example',
    'olive(hello)@a.example',
    'olive@[127.0.0.1]',
    'ol:ive@a.example',
    'ol\\ive@a.example',
    'olive @a.example',
    'olive@a.example ',
    ' olive@a.example',
    'olive@a.example\n',
    'olive@a.example\r\nBcc: eve@b.example',
    'olive\u0000@a.example',
    'olive\u200B@a.example',
    'olive@a\u202E.example',
  ])('%j is none', (text) => {
    expect(isMailAddress(text)).toBe(false);
  });

  test('is as long as its two halves may be, and no longer', () => {
    expect(isMailAddress(`${'o'.repeat(64)}@${'a'.repeat(253)}`)).toBe(true);
    expect(isMailAddress(`${'o'.repeat(65)}@${'a'.repeat(253)}`)).toBe(false);
    expect(isMailAddress(`${'o'.repeat(64)}@${'a'.repeat(254)}`)).toBe(false);
  });
});

describe('the line of a header', () => {
  test('is one line, whatever a name brings along', () => {
    expect(headerLine('payroll\r\nBcc: eve@b.example')).toBe('payroll Bcc: eve@b.example');
    expect(headerLine('a\u2028b\u2029c\u0000d\t e')).toBe('a b c d e');
  });

  test('has no blanks around it, and single ones within', () => {
    expect(headerLine('  two   words \n')).toBe('two words');
  });
});

describe('what a mail says of the link in it', () => {
  const reference = {
    renewalId: readId<RenewalId>(`rn-${'a'.repeat(26)}`),
    linkId: readId<LinkId>('AAECAwQFBgcICQoLDA0ODw'),
  };

  test('is read as it was written', () => {
    expect(referenceText(reference)).toBe(`${reference.renewalId}/${reference.linkId}`);
    expect(readReference(referenceText(reference))).toEqual(reference);
  });

  test.each([
    '',
    '/',
    reference.renewalId,
    `${reference.renewalId}/`,
    `/${reference.linkId}`,
    `${reference.linkId}/${reference.renewalId}`,
    `${reference.renewalId}/${reference.linkId}/`,
    `${reference.renewalId}/${reference.linkId}/more`,
    `${reference.renewalId}/${reference.linkId}x`,
  ])('%j is none of ours', (text) => {
    expect(readReference(text)).toBeUndefined();
  });
});

describe('the words of a mail provider', () => {
  test.each([
    ['550 5.1.1 unknown user', '550 5.1.1 unknown user'],
    ['no such user <olive@a.example>, sorry', 'no such user (withheld) sorry'],
    ['see https://a.example/x for help', 'see (withheld) for help'],
    ['key SG.aaaaaaaaaaaaaaaaa is bad', 'key (withheld) is bad'],
    ['key SG.aaaaaaaaaaaaaaaa is bad', 'key SG.aaaaaaaaaaaaaaaa is bad'],
    ['hash AAAA+BBBB/CCCC=DDDD-EE %7E~.#', 'hash (withheld) %7E~.#'],
    ['two\r\n lines\u0000 and  blanks', 'two lines and blanks'],
  ])('%j are told as %j', (said, told) => {
    expect(providerWords(said)).toBe(told);
  });

  test('are at most two hundred characters', () => {
    expect(providerWords('no such user '.repeat(40))).toHaveLength(200);
  });
});

test('a mail says that a program wrote it, in both ways that other programs look for', () => {
  expect(UNATTENDED).toEqual({ 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' });
});
