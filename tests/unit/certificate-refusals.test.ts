import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { x509CertificateReader } from '../../lib/adapters/x509/certificate-reader.ts';
import { generateSelfSigned } from '../../local/certificates/generate.ts';
import type { PemPair } from '../../local/certificates/pem-pair.ts';
import { openssl, opensslVersion } from '../support/openssl.ts';

const reader = x509CertificateReader();
const VALIDITY = { notBefore: new Date('2026-11-01T00:00:00Z'), notAfter: new Date('2027-11-01T00:00:00Z') };

let one: PemPair;
let other: PemPair;
let folder: string;
beforeAll(async () => {
  one = await generateSelfSigned('one', VALIDITY);
  other = await generateSelfSigned('other', VALIDITY);
  folder = await mkdtemp(join(tmpdir(), 'certificate-refusals-'));
});
afterAll(() => rm(folder, { recursive: true }));

const bytesOf = (pem: string): Buffer => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
const armour = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64')}\n-----END ${label}-----\n`;

const codeOf = (file: string | Buffer): string => {
  const read = reader.read(typeof file === 'string' ? Buffer.from(file, 'utf8') : file);
  return read.ok ? 'READ' : read.failure.code;
};

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const locked = { cipher: 'aes-256-cbc', passphrase: 'x' };

describe('a file with one public certificate is read', () => {
  test.each([
    ['as PEM', () => one.cert],
    ['as DER', () => bytesOf(one.cert)],
    [
      'as PEM of Windows, with a mark at its start and other line ends',
      () => `\ufeff${one.cert.replaceAll('\n', '\r\n')}`,
    ],
    ['as PEM with what programs write around it', () => `subject=/CN=one\nissuer=/CN=one\n${one.cert}\n`],
    ['as PEM without a line end', () => one.cert.trim()],
  ])('%s', (_what, file) => {
    expect(codeOf(file())).toBe('READ');
  });
});

describe('a file with a private key in it is refused as such', () => {
  const pem = (type: 'pkcs8' | 'pkcs1') => rsa.privateKey.export({ type, format: 'pem' });
  const der = (type: 'pkcs8' | 'pkcs1') => rsa.privateKey.export({ type, format: 'der' });
  test.each<[string, () => string | Buffer]>([
    ['PKCS #8, PEM', () => pem('pkcs8')],
    ['PKCS #8, DER', () => der('pkcs8')],
    ['PKCS #1, PEM', () => pem('pkcs1')],
    ['PKCS #1, DER', () => der('pkcs1')],
    ['SEC 1, PEM', () => ec.privateKey.export({ type: 'sec1', format: 'pem' })],
    ['SEC 1, DER', () => ec.privateKey.export({ type: 'sec1', format: 'der' })],
    ['encrypted, PEM', () => rsa.privateKey.export({ type: 'pkcs8', format: 'pem', ...locked })],
    ['encrypted, DER', () => rsa.privateKey.export({ type: 'pkcs8', format: 'der', ...locked })],
    ['a JSON Web Key', () => JSON.stringify(rsa.privateKey.export({ format: 'jwk' }))],
    ['of PuTTY', () => 'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPrivate-Lines: 14\nAAAB\n'],
    ['a Java keystore', () => Buffer.from('feedfeed0000000200000001', 'hex')],
    ['after the certificate, PEM', () => one.cert + one.key],
    ['before the certificate, PEM', () => one.key + one.cert],
    ['after the certificate, DER', () => Buffer.concat([bytesOf(one.cert), bytesOf(one.key)])],
    ['under the label of a certificate', () => armour('CERTIFICATE', bytesOf(one.key))],
    ['beside a certificate under another label', () => one.cert + armour('DATA', bytesOf(one.key))],
    ['as bare base64', () => bytesOf(one.key).toString('base64')],
    ['in UTF-16', () => Buffer.from(one.cert + one.key, 'utf16le')],
    ['cut off', () => one.cert + one.key.slice(0, 60)],
  ])('%s', (_what, file) => {
    expect(codeOf(file())).toBe('PRIVATE_KEY');
  });
});

describe('what is not one certificate is refused', () => {
  const der = () => bytesOf(one.cert);
  const changed = (at: number, to: number): Buffer => {
    const bytes = Buffer.from(der());
    bytes[at] = to;
    return bytes;
  };
  test.each<[string, () => string | Buffer, string]>([
    ['nothing', () => '', 'EMPTY'],
    ['blanks', () => ' \r\n\t', 'EMPTY'],
    ['much', () => Buffer.alloc(64 * 1024 + 1, 0x20), 'TOO_LARGE'],
    ['two certificates, PEM', () => one.cert + other.cert, 'SEVERAL'],
    ['the same one twice', () => one.cert + one.cert, 'SEVERAL'],
    ['two certificates, DER', () => Buffer.concat([der(), bytesOf(other.cert)]), 'SEVERAL'],
    ['a public key', () => rsa.publicKey.export({ type: 'spki', format: 'pem' }), 'NOT_A_CERTIFICATE'],
    ['a public key, DER', () => rsa.publicKey.export({ type: 'spki', format: 'der' }), 'NOT_A_CERTIFICATE'],
    [
      'a certificate and a public key',
      () => one.cert + rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      'NOT_A_CERTIFICATE',
    ],
    ['a letter', () => 'Dear desk, here is my certificate.', 'NOT_A_CERTIFICATE'],
    ['a picture', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'NOT_A_CERTIFICATE'],
    ['bare base64', () => der().toString('base64'), 'NOT_A_CERTIFICATE'],
    ['one that is cut off, DER', () => der().subarray(0, -1), 'MALFORMED'],
    ['one that is cut off, PEM', () => one.cert.slice(0, -30), 'MALFORMED'],
    ['one with more after it', () => Buffer.concat([der(), Buffer.of(0)]), 'MALFORMED'],
    ['one with a letter lost', () => one.cert.replace('MII', 'MI'), 'MALFORMED'],
    ['one with something else in its base64', () => one.cert.replace('MII', 'M-II'), 'MALFORMED'],
    ['one with another end', () => one.cert.replace('END CERTIFICATE', 'END X509 CRL'), 'MALFORMED'],
    ['one of the length that DER would not write', () => changed(1, 0x80), 'MALFORMED'],
  ])('%s', (_what, file, code) => {
    expect(codeOf(file())).toBe(code);
  });

  test('a flipped bit anywhere is refused or reads as another certificate, and never fails otherwise', () => {
    const known = reader.read(der());
    fc.assert(
      fc.property(fc.nat(der().length * 8 - 1), (bit) => {
        const bytes = Buffer.from(der());
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const read = reader.read(bytes);
        expect(read).not.toEqual(known);
      }),
      { numRuns: 2000 },
    );
  });

  test('bytes of any kind never make it fail', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        reader.read(bytes);
        reader.read(Buffer.concat([Buffer.of(0x30), bytes]));
      }),
      { numRuns: 2000 },
    );
  });
});

const title = 'files as openssl writes them';
if (opensslVersion === undefined) {
  test.skip(`${title} are refused (skipped: there is no openssl on this system)`, () => undefined);
} else {
  describe(`${title} are refused`, () => {
    const at = (name: string) => join(folder, name);
    beforeAll(async () => {
      await Promise.all([writeFile(at('one.key'), one.key), writeFile(at('one.pem'), one.cert)]);
    });
    const files: readonly [string, readonly string[], string][] = [
      [
        'a .pfx',
        ['pkcs12', '-export', '-inkey', 'one.key', '-in', 'one.pem', '-passout', 'pass:x'],
        'PRIVATE_KEY',
      ],
      [
        'a .pfx without a key',
        ['pkcs12', '-export', '-nokeys', '-in', 'one.pem', '-passout', 'pass:x'],
        'PRIVATE_KEY',
      ],
      ['a .p7b, PEM', ['crl2pkcs7', '-nocrl', '-certfile', 'one.pem'], 'SEVERAL'],
      ['a .p7b, DER', ['crl2pkcs7', '-nocrl', '-certfile', 'one.pem', '-outform', 'DER'], 'SEVERAL'],
      ['a request, PEM', ['req', '-new', '-key', 'one.key', '-subj', '/CN=one'], 'REQUEST'],
      [
        'a request, DER',
        ['req', '-new', '-key', 'one.key', '-subj', '/CN=one', '-outform', 'DER'],
        'REQUEST',
      ],
    ];
    test.each(files)('%s', async (_what, args, code) => {
      await openssl(...args.map((arg) => (arg.startsWith('one.') ? at(arg) : arg)), '-out', at('file'));
      expect(codeOf(await readFile(at('file')))).toBe(code);
    });
  });
}
