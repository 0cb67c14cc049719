import { describe, expect, test } from '@jest/globals';
import { certificateFaultWords } from '../../lib/pages/certificate-words.ts';
import { days } from '../../lib/domain/time.ts';
import { NOW } from '../support/builders.ts';

describe('why a certificate was not taken', () => {
  test('is said with the numbers that count', () => {
    expect(certificateFaultWords({ code: 'WEAK_KEY', key: { kind: 'rsa', bits: 1024 }, atLeast: 2048 })).toBe(
      'Its key has 1024 bits, which is too weak. It needs 2048 or more.',
    );
    expect(certificateFaultWords({ code: 'EXPIRED', expiresAt: NOW })).toBe(
      'It expired on 18 November 2026 at 12:00 UTC.',
    );
    expect(
      certificateFaultWords({ code: 'LONGER_THAN_POLICY', lifetime: days(730), longest: days(365) }),
    ).toBe('It lives 730 days; at most 365 days are allowed.');
  });

  test('tells whoever handed in a private key what that means', () => {
    expect(certificateFaultWords({ code: 'PRIVATE_KEY' })).toMatch(/not kept.*make a new one/);
  });
});
