import { describe, expect, test } from '@jest/globals';
import {
  certificateFaults,
  type CertificateRules,
  ENTRA_KEY_KINDS,
} from '../../lib/domain/certificate-rules.ts';
import type { PublicCertificate } from '../../lib/domain/public-certificate.ts';
import { days, minus, minutes, plus, seconds } from '../../lib/domain/time.ts';
import { aCertificate, NOW } from '../support/builders.ts';

const RULES: CertificateRules = {
  now: NOW,
  keyKinds: ENTRA_KEY_KINDS,
  longestLifetime: days(365),
  present: ['0000'],
  replacesOneUntil: plus(NOW, days(20)),
};

const codes = (said: Partial<PublicCertificate>, rules: Partial<CertificateRules> = {}): string[] =>
  certificateFaults(aCertificate(said), { ...RULES, ...rules }).map(({ code }) => code);

describe('a certificate', () => {
  test('of a year, with a key of 2048 bits and SHA-256, will do', () => {
    expect(codes({})).toEqual([]);
  });

  const until = (duration: number) => ({ startsAt: NOW, expiresAt: plus(NOW, seconds(duration / 1000)) });
  test.each<[string, Partial<PublicCertificate>, string]>([
    ['with a key of 2047 bits is weak', { key: { kind: 'rsa', bits: 2047 } }, 'WEAK_KEY'],
    ['of a kind that Entra can not use', { key: { kind: 'ec', curve: 'prime256v1', bits: 256 } }, 'KEY_KIND'],
    ['of an unknown kind', { key: { kind: 'other', name: 'dsa' } }, 'KEY_KIND'],
    ['with SHA-1', { signatureHash: 'sha1' }, 'WEAK_HASH'],
    ['with SHA-224', { signatureHash: 'sha224' }, 'WEAK_HASH'],
    ['with a hash that nobody knows', { signatureHash: undefined }, 'WEAK_HASH'],
    ['a second longer than the policy', until(days(365) + 1000), 'LONGER_THAN_POLICY'],
    ['that is there already', { thumbprint: '0000' }, 'SAME_AS_OLD'],
    ['that ends with the old one', { expiresAt: plus(NOW, days(20)) }, 'ENDS_NO_LATER'],
    ['that starts later than a wrong clock explains', { startsAt: plus(NOW, minutes(6)) }, 'NOT_YET_VALID'],
  ])('%s', (_what, said, code) => {
    expect(codes(said)).toEqual([code]);
  });

  test('at the very moment of its end has expired', () => {
    const open = { replacesOneUntil: undefined };
    expect(codes({ expiresAt: NOW }, open)).toEqual(['EXPIRED']);
    expect(codes({ expiresAt: plus(NOW, seconds(1)) }, open)).toEqual([]);
  });

  test('of exactly the longest lifetime will do, and of any where there is no limit', () => {
    expect(codes(until(days(365)))).toEqual([]);
    expect(codes(until(days(3650)), { longestLifetime: undefined })).toEqual([]);
  });

  test('that was made a moment ago by a clock ahead of ours will do', () => {
    expect(codes({ startsAt: plus(NOW, minutes(5)) })).toEqual([]);
  });

  test.each(['sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-384', 'sha3-512', 'none'])(
    'that is signed with %s will do',
    (signatureHash) => {
      expect(codes({ signatureHash })).toEqual([]);
    },
  );

  test('is there already, among others, however its thumbprint is written', () => {
    expect(codes({ thumbprint: 'ABCD' }, { present: ['0000', 'abcd'] })).toEqual(['SAME_AS_OLD']);
    expect(codes({ thumbprint: 'ABCD' }, { present: ['abce'] })).toEqual([]);
  });

  test('is told all that speaks against it at once', () => {
    const said = { startsAt: minus(NOW, days(400)), expiresAt: minus(NOW, days(1)), signatureHash: 'md5' };
    expect(codes(said)).toEqual(['WEAK_HASH', 'EXPIRED', 'LONGER_THAN_POLICY', 'ENDS_NO_LATER']);
  });

  test('with a curve of 256 bits will do where such keys are used, and one of 160 not', () => {
    const ec = { keyKinds: ['rsa', 'ec'] } as const;
    expect(codes({ key: { kind: 'ec', curve: 'prime256v1', bits: 256 } }, ec)).toEqual([]);
    expect(codes({ key: { kind: 'ec', curve: 'secp160r1', bits: 160 } }, ec)).toEqual(['WEAK_KEY']);
  });
});
