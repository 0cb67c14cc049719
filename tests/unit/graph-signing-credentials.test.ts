import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { credentialsOf, type FoundCredential } from '../../lib/adapters/graph/directory-credentials.ts';
import { purposeOnApplication, purposeOnPrincipal } from '../../lib/adapters/graph/key-purpose.ts';

const THUMBPRINT = 'DA20FCA696C4F83E8A9AED59BE33368ED421F3C1';
const OTHER = 'A9C1E3B4D5F60718293A4B5C6D7E8F9001122334';
const sha1 = (thumbprint: string): string => Buffer.from(thumbprint, 'hex').toString('base64');
const keyId = (nth: number): string => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;

/** The three entries of one signing certificate. */
const signing = (nth: number, customKeyIdentifier: string | null, said: object = {}) => {
  const shared = {
    customKeyIdentifier,
    displayName: 'CN=Microsoft Azure Federated SSO Certificate',
    startDateTime: '2024-01-25T00:00:00Z',
    endDateTime: '2027-01-25T00:00:00Z',
    ...said,
  };
  return {
    sign: { ...shared, keyId: keyId(nth), key: null, type: 'X509CertAndPassword', usage: 'Sign' },
    verify: { ...shared, keyId: keyId(nth + 1), key: null, type: 'AsymmetricX509Cert', usage: 'Verify' },
    password: { ...shared, keyId: keyId(nth), hint: null, secretText: null },
  };
};

interface Says {
  readonly mode?: string;
  readonly preferred?: string;
  readonly encryption?: string;
}

const read = (
  passwordCredentials: readonly unknown[],
  keyCredentials: readonly unknown[],
  { mode, preferred, encryption }: Says = {},
) =>
  credentialsOf(
    { passwordCredentials, keyCredentials },
    purposeOnPrincipal({
      preferredSingleSignOnMode: mode,
      preferredTokenSigningKeyThumbprint: preferred,
      tokenEncryptionKeyId: encryption,
    }),
  );
const shown = ({ found }: { readonly found: readonly FoundCredential[] }) =>
  found
    .map(({ kind, role, keyId: id }) => [kind, role, id])
    .toSorted((a, b) => (a.join() < b.join() ? -1 : 1));

describe('a signing certificate of a service principal', () => {
  const one = signing(1, sha1(THUMBPRINT));
  const two = signing(11, sha1(OTHER), { endDateTime: '2029-01-25T00:00:00Z' });

  test('is one thing, though it is three entries, and its password is no client secret', () => {
    const { found, unread } = read([one.password], [one.sign, one.verify], { mode: 'saml' });
    expect(unread).toEqual([]);
    expect(found).toMatchObject([
      { kind: 'saml-signing-certificate', keyId: keyId(2), thumbprint: THUMBPRINT, role: 'primary' },
    ]);
  });

  test('is the same where no mode is given, as on old applications', () => {
    expect(shown(read([one.password], [one.sign, one.verify]))).toEqual([
      ['saml-signing-certificate', 'primary', keyId(2)],
    ]);
  });

  test('signs tokens where the mode is OpenID Connect', () => {
    expect(shown(read([one.password], [one.sign, one.verify], { mode: 'oidc' }))).toEqual([
      ['token-signing-certificate', 'primary', keyId(2)],
    ]);
  });

  test('is the primary one when it is preferred, and secondary beside the preferred one', () => {
    const entries = [one.sign, one.verify, two.sign, two.verify] as const;
    const passwords = [one.password, two.password];
    expect(shown(read(passwords, entries, { preferred: OTHER.toLowerCase() }))).toEqual([
      ['saml-signing-certificate', 'primary', keyId(12)],
      ['saml-signing-certificate', 'secondary', keyId(2)],
    ]);
    expect(shown(read(passwords, entries))).toEqual([
      ['saml-signing-certificate', undefined, keyId(2)],
      ['saml-signing-certificate', undefined, keyId(12)],
    ]);
  });

  test.each([
    ['the SHA-256 of the thumbprint', createHash('sha256').update(THUMBPRINT).digest('base64')],
    ['the thumbprint as text', Buffer.from(THUMBPRINT).toString('base64')],
    ['the thumbprint in base64url', Buffer.from(THUMBPRINT, 'hex').toString('base64url')],
  ])('is known as the preferred one by %s', (_what, identifier) => {
    const custom = signing(1, identifier);
    const { found } = read([custom.password], [custom.sign, custom.verify], { preferred: THUMBPRINT });
    expect(found).toMatchObject([{ role: 'primary', thumbprint: THUMBPRINT }]);
  });

  test('of which only the public half is left is still one when it is preferred, else a client certificate', () => {
    expect(shown(read([one.password], [one.verify], { preferred: THUMBPRINT }))).toEqual([
      ['saml-signing-certificate', 'primary', keyId(2)],
    ]);
    expect(shown(read([one.password], [one.verify]))).toEqual([['client-certificate', undefined, keyId(2)]]);
  });

  test('whose private half is no longer understood keeps its password from looking like a secret', () => {
    const { found, unread } = read([one.password], [{ ...one.sign, endDateTime: 'CANARY' }, one.verify]);
    expect(found.map(({ kind }) => kind)).not.toContain('client-secret');
    expect(unread).toEqual([{ which: `keyCredentials/${keyId(1)}`, reason: 'endDateTime: not an instant' }]);
  });

  test('ends when the first of its halves does', () => {
    const { found } = read([], [{ ...one.sign, endDateTime: '2026-12-01T00:00:00Z' }, one.verify]);
    expect(found).toMatchObject([{ expiresAt: Date.parse('2026-12-01T00:00:00Z') }]);
  });

  test('beside a secret of the principal itself leaves that a secret', () => {
    const own = { ...one.password, keyId: keyId(30), customKeyIdentifier: null, hint: 'Ab~' };
    expect(shown(read([one.password, own], [one.sign, one.verify]))).toEqual([
      ['client-secret', undefined, keyId(30)],
      ['saml-signing-certificate', 'primary', keyId(2)],
    ]);
  });
});

describe('a certificate that tokens are encrypted with', () => {
  const { verify } = signing(1, sha1(THUMBPRINT));
  const encrypt = { ...verify, usage: 'Encrypt' };

  test('is a kind of its own, and the one that is named is in use', () => {
    const next = { ...encrypt, keyId: keyId(9), customKeyIdentifier: sha1(OTHER) };
    const found = credentialsOf(
      { passwordCredentials: [], keyCredentials: [encrypt, next] },
      purposeOnApplication(keyId(2)),
    );
    expect(shown(found)).toEqual([
      ['token-encryption-certificate', 'primary', keyId(2)],
      ['token-encryption-certificate', 'secondary', keyId(9)],
    ]);
  });

  test('is known by being named, whatever its usage says', () => {
    expect(shown(read([], [verify], { encryption: keyId(2) }))).toEqual([
      ['token-encryption-certificate', 'primary', keyId(2)],
    ]);
  });
});

describe('dates that are none', () => {
  test.each([undefined, null, '0001-01-01T00:00:00Z'])('the end %j is no end', (endDateTime) => {
    const { password } = signing(1, null);
    expect(read([{ ...password, endDateTime }], []).found).toMatchObject([{ expiresAt: undefined }]);
  });
});

describe('any number of certificates, secrets and passwords, in any order', () => {
  const entries = fc
    .uniqueArray(fc.uint8Array({ minLength: 20, maxLength: 20 }), {
      minLength: 0,
      maxLength: 6,
      selector: (bytes) => Buffer.from(bytes).toString('hex'),
    })
    .chain((identifiers) => {
      const certificates = identifiers.map((bytes, nth) =>
        signing(100 * nth + 1, Buffer.from(bytes).toString(nth % 2 === 0 ? 'base64' : 'base64url')),
      );
      const secrets = [901, 902].map((nth) => ({
        ...signing(nth, null).password,
        displayName: `secret ${nth}`,
      }));
      return fc.record({
        count: fc.constant(certificates.length),
        keys: shuffled(certificates.flatMap(({ sign, verify }) => [sign, verify])),
        passwords: shuffled([...secrets, ...certificates.map(({ password }) => password)]),
      });
    });

  test('make one item of each certificate and one of each secret, always the same ones', () => {
    fc.assert(
      fc.property(entries, ({ count, keys, passwords }) => {
        const { found, unread } = read(passwords, keys);
        const kinds = found.map(({ kind }) => kind);
        expect(kinds.filter((kind) => kind === 'saml-signing-certificate')).toHaveLength(count);
        expect(kinds.filter((kind) => kind === 'client-secret')).toHaveLength(2);
        expect(kinds).toHaveLength(count + 2);
        expect(unread).toEqual([]);
        expect(shown(read(passwords.toReversed(), keys.toReversed()))).toEqual(shown({ found }));
      }),
    );
  });

  test('whatever stands in an entry, nothing fails, no key is met twice, and nothing of a bad entry is repeated', () => {
    const field = fc.oneof(
      fc.constantFrom('Sign', 'Verify', 'X509CertAndPassword', 'Symmetric', keyId(1), keyId(2), null),
      fc.constantFrom(sha1(THUMBPRINT), '2027-01-25T00:00:00Z', 'CANARY', 7, undefined),
    );
    const entry = fc.record({
      keyId: field,
      customKeyIdentifier: field,
      type: field,
      usage: field,
      endDateTime: field,
      startDateTime: field,
      displayName: fc.constant(null),
    });
    const list = fc.array(fc.oneof(entry, fc.constantFrom(null, 'CANARY', 3)), { maxLength: 6 });
    fc.assert(
      fc.property(list, list, (passwords, keys) => {
        const { found, unread } = read(passwords, keys, { preferred: THUMBPRINT });
        const ids = found.map(({ kind, keyId: id }) => `${kind}/${id}`);
        expect(new Set(ids).size).toBe(ids.length);
        expect(JSON.stringify(unread)).not.toContain('CANARY');
      }),
    );
  });
});

const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
