import { describe, expect, test } from '@jest/globals';
import { credentialsOf } from '../../lib/adapters/graph/directory-credentials.ts';
import { purposeOnApplication } from '../../lib/adapters/graph/key-purpose.ts';

const THUMBPRINT = 'DA20FCA696C4F83E8A9AED59BE33368ED421F3C1';
const SHA1 = Buffer.from(THUMBPRINT, 'hex').toString('base64');
const keyId = (nth: number): string => `00000000-0000-4000-8000-00000000000${nth}`;

const password = (said: object = {}) => ({
  customKeyIdentifier: null,
  displayName: 'secret',
  endDateTime: '2027-01-25T00:00:00Z',
  hint: 'Ab~',
  keyId: keyId(1),
  secretText: null,
  startDateTime: '2026-01-25T00:00:00Z',
  ...said,
});
const key = (said: object = {}) => ({
  customKeyIdentifier: SHA1,
  displayName: 'CN=portal',
  endDateTime: '2027-01-25T00:00:00Z',
  key: null,
  keyId: keyId(2),
  startDateTime: '2024-01-25T00:00:00Z',
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
  ...said,
});
const read = (passwordCredentials: readonly unknown[], keyCredentials: readonly unknown[] = []) =>
  credentialsOf({ passwordCredentials, keyCredentials }, purposeOnApplication(undefined));
const kinds = ({ found }: ReturnType<typeof credentialsOf>) =>
  found.map((one) => `${one.kind} ${one.keyId}`).toSorted();

describe('credentials as Graph lists them', () => {
  const sign = { type: 'X509CertAndPassword', usage: 'Sign', keyId: keyId(3) };

  test('a certificate with its private half and the password of that is one', () => {
    const { found, unread } = read(
      [password({ keyId: keyId(3), customKeyIdentifier: SHA1, hint: null })],
      [key(sign), key()],
    );
    expect(unread).toEqual([]);
    expect(found).toMatchObject([{ kind: 'client-certificate', keyId: keyId(2), thumbprint: THUMBPRINT }]);
  });

  test('halves without an identifier are told by name and end', () => {
    const halves = [key({ ...sign, customKeyIdentifier: null }), key({ customKeyIdentifier: null })];
    expect(kinds(read([], halves))).toEqual([`client-certificate ${keyId(2)}`]);
  });

  test('a private half without a public one still counts', () => {
    expect(kinds(read([], [key(sign)]))).toEqual([`client-certificate ${keyId(3)}`]);
  });

  test('two certificates with the same name and end are two', () => {
    const other = Buffer.alloc(20, 1).toString('base64');
    const both = [key(), key({ keyId: keyId(3), customKeyIdentifier: other })];
    expect(kinds(read([], both))).toEqual([
      `client-certificate ${keyId(2)}`,
      `client-certificate ${keyId(3)}`,
    ]);
  });

  test('a secret that shares its key id with a plain certificate is a secret all the same', () => {
    const both = read([password({ keyId: keyId(2) })], [key()]);
    expect(kinds(both)).toEqual([`client-certificate ${keyId(2)}`, `client-secret ${keyId(2)}`]);
  });

  test.each([
    ['twenty bytes in base64', SHA1, THUMBPRINT],
    ['twenty bytes in base64url', Buffer.from(THUMBPRINT, 'hex').toString('base64url'), THUMBPRINT],
    ['a SHA-256', Buffer.alloc(32, 1).toString('base64'), undefined],
    ['the thumbprint as text', Buffer.from(THUMBPRINT).toString('base64'), undefined],
    ['nothing', null, undefined],
    ['nonsense', '%%%', undefined],
  ])('of %s the thumbprint is told or left open', (_what, customKeyIdentifier, thumbprint) => {
    expect(read([], [key({ customKeyIdentifier })]).found[0]).toMatchObject({ thumbprint });
  });

  test.each([
    ['2026-12-20T10:00:00Z', '2026-12-20T10:00:00.000Z'],
    ['2026-12-20T10:00:00.1Z', '2026-12-20T10:00:00.100Z'],
    ['2026-12-20T10:00:00.1234567Z', '2026-12-20T10:00:00.123Z'],
    ['2026-12-20T11:00:00+01:00', '2026-12-20T10:00:00.000Z'],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.999Z'],
  ])('the end %s is %s', (endDateTime, expected) => {
    expect(read([password({ endDateTime })]).found[0]!.expiresAt).toBe(Date.parse(expected));
  });

  test.each([
    ['an end that is no instant', { endDateTime: 'tomorrow' }, 'endDateTime: not an instant'],
    [
      'an end of another type',
      { endDateTime: 5 },
      'endDateTime: Invalid input: expected string, received number',
    ],
    ['a start without a zone', { startDateTime: '2026-01-25T00:00:00' }, 'startDateTime: not an instant'],
  ])('%s costs only that entry, and is said', (_what, wrong, reason) => {
    const { found, unread } = read([password(wrong), password({ keyId: keyId(4) })]);
    expect(found).toMatchObject([{ keyId: keyId(4) }]);
    expect(unread).toEqual([{ which: `passwordCredentials/${keyId(1)}`, reason }]);
  });

  test('an entry without a key id is named by its place', () => {
    expect(read([password(), { keyId: '<b>' }, null]).unread.map(({ which }) => which)).toEqual([
      'passwordCredentials/1',
      'passwordCredentials/2',
    ]);
  });

  test('what is said of a bad entry repeats nothing of it', () => {
    const { unread } = read([password({ endDateTime: 'CANARY', displayName: 7, keyId: 'CANARY' })]);
    expect(JSON.stringify(unread)).not.toContain('CANARY');
  });

  test('of two entries with one key id the one that ends first is taken, and the other is said', () => {
    const late = password({ endDateTime: '2028-01-25T00:00:00Z' });
    for (const entries of [
      [late, password()],
      [password(), late],
    ]) {
      const { found, unread } = read(entries);
      expect(found).toMatchObject([{ expiresAt: Date.parse('2027-01-25T00:00:00Z') }]);
      expect(unread).toMatchObject([{ which: `client-secret/${keyId(1)}` }]);
    }
  });

  test('the same entry twice is one, and nothing to speak of', () => {
    const { found, unread } = read([password(), password({ keyId: keyId(1).toUpperCase() })]);
    expect(found).toHaveLength(1);
    expect(unread).toEqual([]);
  });

  test('no more than three characters are ever taken for a hint', () => {
    expect(read([password({ hint: 'Ab~8Q~the-whole-secret' })]).found[0]!.hint).toBe('Ab~');
  });
});
