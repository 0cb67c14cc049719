import { describe, expect, test } from '@jest/globals';
import {
  advanceCodes,
  hashToTry,
  isOfDomain,
  type MailCode,
  type MailCodes,
} from '../../lib/domain/mail-code.ts';
import { instantOfMs, minutes, plus } from '../../lib/domain/time.ts';
import { NOW } from '../support/builders.ts';

const code = (said: Partial<MailCode> = {}): MailCode => ({
  ...{ browser: 'a browser', askedAt: NOW, hash: 'a hash', tries: 0 },
  ...said,
});
const codes = (said: Partial<MailCodes> = {}): MailCodes => ({ asked: 1, current: code(), ...said });
const REFUSED = { ok: false, failure: 'OUT_OF_ORDER' };
const END = plus(NOW, minutes(10));

describe('asking for a code', () => {
  const ask = { kind: 'ask-code', browser: 'another browser', now: NOW } as const;

  test('takes the place of the one before, which opens nothing any more', () => {
    expect(advanceCodes(codes(), ask)).toEqual({
      ok: true,
      value: { asked: 2, current: code({ browser: 'another browser', hash: undefined }) },
    });
  });

  test('is possible three times for one link', () => {
    expect(advanceCodes(codes({ asked: 2 }), ask).ok).toBe(true);
    expect(advanceCodes(codes({ asked: 3 }), ask)).toEqual(REFUSED);
  });
});

describe('mailing a code', () => {
  test('makes it one that opens', () => {
    expect(
      advanceCodes(codes({ current: code({ hash: undefined }) }), { kind: 'mail-code', hash: 'a hash' }),
    ).toEqual({ ok: true, value: codes() });
  });

  test('that can not be mailed takes the wish away, so that another can be asked for', () => {
    expect(
      advanceCodes(codes({ current: code({ hash: undefined }) }), { kind: 'mail-code', hash: undefined }),
    ).toEqual({ ok: true, value: codes({ current: undefined }) });
  });

  test('happens once, and only after it was asked for', () => {
    expect(advanceCodes(codes(), { kind: 'mail-code', hash: 'another' })).toEqual(REFUSED);
    expect(advanceCodes(codes({ current: undefined }), { kind: 'mail-code', hash: 'another' })).toEqual(
      REFUSED,
    );
  });
});

describe('trying a code', () => {
  const attempt = (fits: boolean, now = NOW) => ({ kind: 'try-code', fits, now }) as const;

  test('that fits uses it up', () => {
    expect(advanceCodes(codes(), attempt(true))).toEqual({ ok: true, value: codes({ current: undefined }) });
  });

  test('that is wrong counts', () => {
    expect(advanceCodes(codes(), attempt(false))).toEqual({
      ok: true,
      value: codes({ current: code({ tries: 1 }) }),
    });
  });

  test('is over after five wrong ones, though it would fit', () => {
    expect(advanceCodes(codes({ current: code({ tries: 4 }) }), attempt(true)).ok).toBe(true);
    expect(advanceCodes(codes({ current: code({ tries: 5 }) }), attempt(true))).toEqual(REFUSED);
  });

  test('is over when it is ten minutes old, in that very millisecond', () => {
    expect(advanceCodes(codes(), attempt(true, instantOfMs(END - 1))).ok).toBe(true);
    expect(advanceCodes(codes(), attempt(true, END))).toEqual(REFUSED);
  });

  test('needs one that was mailed', () => {
    expect(advanceCodes(codes({ current: undefined }), attempt(true))).toEqual(REFUSED);
    expect(advanceCodes(codes({ current: code({ hash: undefined }) }), attempt(true))).toEqual(REFUSED);
  });

  test('is a comparison with what was mailed, while it may be compared', () => {
    expect(hashToTry(code(), NOW)).toBe('a hash');
    expect(hashToTry(code(), END)).toBeUndefined();
    expect(hashToTry(code({ tries: 5 }), NOW)).toBeUndefined();
  });
});

describe('an address', () => {
  test.each([
    ['olive@partner.example', true],
    ['olive@PARTNER.example', true],
    ['"a@b"@partner.example', true],
    ['olive@partner.example.evil.example', false],
    ['olive@sub.partner.example', false],
    ['partner.example@elsewhere.example', false],
    [undefined, false],
  ])('%j is of a domain that was named: %s', (address, expected) => {
    expect(isOfDomain(['other.example', 'partner.example'], address)).toBe(expected);
  });

  test('is of none where no domain was named', () => {
    expect(isOfDomain([], 'olive@partner.example')).toBe(false);
  });
});
