import { describe, expect, test } from '@jest/globals';
import { faultsOfHanded, handedOf } from '../../lib/domain/handed-certificate.ts';
import { days, plus } from '../../lib/domain/time.ts';
import { aCertificate, NOW } from '../support/builders.ts';

const WANTED = { present: ['0000'], replacesOneUntil: plus(NOW, days(20)), longestLifetime: days(365) };
const codes = (said: Parameters<typeof aCertificate>[0] = {}, wanted = WANTED, now = NOW) =>
  faultsOfHanded(aCertificate(said), wanted, now).map(({ code }) => code);

describe('a certificate that was handed in', () => {
  test('will do where nothing speaks against it', () => {
    expect(codes()).toEqual([]);
  });

  test('is held against what applications can use, what is there and what is wanted, as of now', () => {
    expect(codes({ key: { kind: 'ec', curve: 'prime256v1', bits: 256 } })).toEqual(['KEY_KIND']);
    expect(codes({ thumbprint: '0000' })).toEqual(['SAME_AS_OLD']);
    expect(codes({}, { ...WANTED, replacesOneUntil: plus(NOW, days(400)) })).toEqual(['ENDS_NO_LATER']);
    expect(codes({}, { ...WANTED, longestLifetime: days(30) })).toEqual(['LONGER_THAN_POLICY']);
    expect(codes({}, WANTED, plus(NOW, days(363)))).toEqual(['EXPIRED']);
  });

  test('is kept as what a directory takes and what tells it from others', () => {
    const { der, thumbprint, startsAt, expiresAt } = aCertificate();
    expect(handedOf(aCertificate())).toEqual({ der, thumbprint, startsAt, expiresAt });
  });
});
