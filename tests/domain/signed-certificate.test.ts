import { describe, expect, test } from '@jest/globals';
import type { PublicCertificate } from '../../lib/domain/public-certificate.ts';
import { signedFor } from '../../lib/domain/signed-certificate.ts';
import { days, minus, plus } from '../../lib/domain/time.ts';
import { NOW } from '../support/builders.ts';

const one = (said: Partial<PublicCertificate> = {}): PublicCertificate => ({
  der: 'AA==',
  subject: 'CN=ledger',
  issuer: 'CN=Issuing',
  serialNumber: '01',
  startsAt: minus(NOW, days(1)),
  expiresAt: plus(NOW, days(365)),
  thumbprint: 'NEW',
  publicKey: 'ours',
  key: { kind: 'rsa', bits: 2048 },
  signatureHash: 'sha256',
  ...said,
});
const issuing = one({ subject: 'CN=Issuing', issuer: 'CN=Root', publicKey: 'issuing', thumbprint: 'I' });
const root = one({ subject: 'CN=Root', issuer: 'CN=Root', publicKey: 'root', thumbprint: 'R' });
const stray = one({ subject: 'CN=Stray', issuer: 'CN=Other', publicKey: 'stray', thumbprint: 'S' });
const asked = { publicKey: 'ours', old: 'OLD', oldExpiresAt: plus(NOW, days(5)), longestLifetime: days(400) };

describe('what came back from an authority', () => {
  test('is the certificate of the key that was asked for, with its chain behind it, and nothing else', () => {
    expect(signedFor([stray, root, one(), issuing], asked, NOW)).toEqual({
      ok: true,
      value: [one(), issuing, root],
    });
    expect(signedFor([one()], asked, NOW)).toEqual({ ok: true, value: [one()] });
    expect(signedFor([one(), root], asked, NOW)).toEqual({ ok: true, value: [one()] });
  });
  test('is of another key', () => {
    for (const file of [[], [issuing, root]])
      expect(signedFor(file, asked, NOW)).toEqual({ ok: false, failure: [{ code: 'OTHER_KEY' }] });
  });
  test.each([
    ['the old one', { thumbprint: 'OLD' }, 'SAME_AS_OLD'],
    ['no later than the old one', { expiresAt: asked.oldExpiresAt }, 'ENDS_NO_LATER'],
    ['longer than the policy allows', { expiresAt: plus(NOW, days(500)) }, 'LONGER_THAN_POLICY'],
    ['of a kind that vaults have not', { key: { kind: 'other', name: 'ed25519' } }, 'KEY_KIND'],
    ['over', { expiresAt: minus(NOW, days(1)) }, 'EXPIRED'],
    ['not yet valid', { startsAt: plus(NOW, days(1)) }, 'NOT_YET_VALID'],
  ] as const)('is %s', (_, said, code) => {
    const judged = signedFor([one(said), issuing], asked, NOW);
    expect(judged.ok ? [] : judged.failure.map((fault) => fault.code)).toContain(code);
  });
  test('may have a key on an elliptic curve, and live as long as it likes where no policy says', () => {
    const ec = one({ key: { kind: 'ec', curve: 'prime256v1', bits: 256 }, expiresAt: plus(NOW, days(9000)) });
    expect(signedFor([ec], { ...asked, longestLifetime: undefined }, NOW)).toEqual({ ok: true, value: [ec] });
  });
  test('is followed by eight certificates at most, itself among them, whatever names they have', () => {
    const names = Array.from({ length: 12 }, (_, n) =>
      one({ subject: `CN=${n}`, issuer: `CN=${n + 1}`, publicKey: `key-${n}` }),
    );
    const leaf = one({ issuer: 'CN=0' });
    const judged = signedFor([leaf, ...names], asked, NOW);
    expect(judged.ok && judged.value).toHaveLength(8);
    const circle = [one({ issuer: 'CN=a' }), one({ subject: 'CN=a', issuer: 'CN=ledger', publicKey: 'a' })];
    expect(signedFor(circle, asked, NOW)).toEqual({ ok: true, value: circle });
  });
});
