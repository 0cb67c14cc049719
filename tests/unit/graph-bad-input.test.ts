import { describe, expect, test } from '@jest/globals';
import { APPLICATION_LIST } from '../../lib/adapters/graph/application-subject.ts';
import { certificateFacts } from '../../lib/adapters/graph/certificate-facts.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { isNeverValid } from '../../lib/domain/verdict.ts';
import { aTenant } from '../support/tenants.ts';

const [ID, KEY] = ['11111111-2222-4333-8444-555555555555', '21111111-2222-4333-8444-555555555555'];
const END = '2027-05-01T10:00:00Z';

const read = (application: object) =>
  APPLICATION_LIST.read(
    {
      id: ID,
      appId: ID,
      displayName: 'payroll',
      passwordCredentials: [],
      keyCredentials: [],
      ...application,
    },
    aTenant(),
    sha256,
  );
const seen = (application: object) => {
  const entry = read(application);
  if (entry.kind !== 'read') throw new Error(`It is ${entry.kind}.`);
  return entry;
};
const secrets = (...entries: readonly object[]) =>
  seen({ passwordCredentials: entries.map((entry) => ({ keyId: KEY, endDateTime: END, ...entry })) });

describe('a directory that says odd things', () => {
  test.each([
    ['missing', { endDateTime: undefined }],
    ['null', { endDateTime: null }],
    ['the zero date', { endDateTime: '0001-01-01T00:00:00Z' }],
  ])('an end that is %s never comes', (_what, entry) => {
    const { subject, unread } = secrets(entry);
    expect(subject.credentials).toMatchObject([{ keyId: KEY, expiresAt: undefined }]);
    expect(unread).toEqual([]);
  });

  test('an end with seven fractional digits is cut to the millisecond', () => {
    const { subject } = secrets({ endDateTime: '2027-05-01T10:00:00.1239999Z' });
    expect(subject.credentials[0]?.expiresAt).toBe(Date.parse('2027-05-01T10:00:00.123Z'));
  });

  test('an end that is no date costs only its own entry, which is named without what stood there', () => {
    const { subject, unread } = secrets({ endDateTime: 'hunter2' }, { keyId: ID });
    expect(subject.credentials.map(({ keyId }) => keyId)).toEqual([ID]);
    expect(unread).toMatchObject([{ what: expect.stringContaining(KEY) }]);
    expect(JSON.stringify(unread)).not.toContain('hunter2');
  });

  test('an end before the start is kept as it is, and known to be never valid', () => {
    const { subject } = secrets({ startDateTime: '2028-01-01T00:00:00Z' });
    expect(subject.credentials.map(isNeverValid)).toEqual([true]);
  });

  test('of two entries with one key id the one that ends first is taken, and the other is said', () => {
    const { subject, unread } = secrets({ endDateTime: '2029-01-01T00:00:00Z' }, {});
    expect(subject.credentials.map(({ expiresAt }) => expiresAt)).toEqual([Date.parse(END)]);
    expect(unread).toHaveLength(1);
    expect(secrets({}, {})).toMatchObject({ subject: { credentials: [{ keyId: KEY }] }, unread: [] });
  });

  test.each([undefined, null])('without a display name (%s) it is called by its client id', (displayName) => {
    expect(seen({ displayName }).subject.name).toBe(ID);
  });

  test.each([
    ['HTML', '<script>alert(1)</script>'],
    ['newlines', 'pay\r\nroll\nBcc: all@northwind.example'],
    ['a right-to-left mark', 'pay\u202Eroll'],
    ['10,000 characters', 'x'.repeat(10_000)],
  ])('a name with %s is kept as hostile text, letter by letter', (_what, displayName) => {
    expect(seen({ displayName }).subject.name).toBe(displayName);
  });

  test('members of enumerations and properties that nobody knows yet keep from nothing', () => {
    const { subject, unread } = seen({
      disabledByMicrosoftStatus: 'NotDisabled',
      aPropertyOfTomorrow: { deep: [1] },
      keyCredentials: [{ keyId: KEY, endDateTime: END, type: 'Quantum', usage: 'Entangle', newHere: true }],
    });
    expect(subject.enabled).toBe(true);
    expect(subject.credentials).toMatchObject([{ keyId: KEY, kind: 'client-certificate' }]);
    expect(unread).toEqual([]);
    expect(seen({ disabledByMicrosoftStatus: 'ATomorrowReason' }).subject.enabled).toBe(false);
  });

  test('an entry without an id is not understood, which is never the same as nothing', () => {
    expect(read({ id: undefined })).toMatchObject({ kind: 'not-understood' });
  });

  test.each(['', 'MIICnotACertificate', 'A'.repeat(70_000), '\u0000'])(
    'what does not parse as a certificate is none',
    (text) => {
      expect(certificateFacts(text)).toBeUndefined();
    },
  );
});
