import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { x509CertificateReader } from '../../lib/adapters/x509/certificate-reader.ts';
import type { PublicCertificate } from '../../lib/domain/public-certificate.ts';
import { toIso } from '../../lib/domain/time.ts';
import { makeCertificate, makeElsewhere, privateKeys } from '../support/generated-certificates.ts';
import { openssl, opensslVersion } from '../support/openssl.ts';

const reader = x509CertificateReader();
const title = 'openssl and our reader agree';
const COUNT = 160;
const ELSEWHERE = 40;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificate-reader-'));
});
afterAll(() => rm(folder, { recursive: true }));

const BITS = /Public-Key: \((\d+) bit\)/;
const NAMES = ['-nameopt', 'esc_2253,esc_ctrl,utf8,sep_multiline,sname'];

/** What openssl says of a certificate, in our words. */
const asked = async (path: string) => {
  const said = await openssl(
    ...['x509', '-in', path, '-noout', '-serial', '-fingerprint', '-sha1', '-startdate', '-enddate'],
    ...['-dateopt', 'iso_8601', '-pubkey', '-text', '-subject', '-issuer', ...NAMES],
  );
  const line = (pattern: RegExp): string => pattern.exec(said)?.[1] ?? '(not said)';
  const name = (which: string): string =>
    (new RegExp(`^${which}=\\n((?: {4}.*\\n?)+)`, 'm').exec(said)?.[1] ?? '(not said)')
      .split('\n')
      .map((one) => one.slice(4))
      .filter((one) => one !== '')
      .join('\n');
  return {
    serialNumber: line(/^serial=(.*)$/m),
    thumbprint: line(/Fingerprint=(.*)$/m).replaceAll(':', ''),
    startsAt: line(/^notBefore=(.*)$/m).replace(' ', 'T'),
    expiresAt: line(/^notAfter=(.*)$/m).replace(' ', 'T'),
    publicKey: line(/-----BEGIN PUBLIC KEY-----([^-]*)-----END/).replace(/\s/g, ''),
    subject: name('subject'),
    issuer: name('issuer'),
    bits: Number(BITS.exec(said)?.[1] ?? 0),
    hash: hashOf(line(/Signature Algorithm: (\S+)/), line(/Hash Algorithm: (\S+)/)),
  };
};

const hashOf = (algorithm: string, pss: string): string => {
  if (algorithm === 'ED25519') return 'none';
  const named = algorithm === 'rsassaPss' ? pss : algorithm;
  return /(sha\d+|md5)/i.exec(named)?.[1]?.toLowerCase() ?? algorithm;
};

const ours = (read: PublicCertificate) => ({
  serialNumber: read.serialNumber,
  thumbprint: read.thumbprint,
  startsAt: toIso(read.startsAt).replace('.000', ''),
  expiresAt: toIso(read.expiresAt).replace('.000', ''),
  publicKey: read.publicKey,
  subject: read.subject,
  issuer: read.issuer,
  bits: read.key.kind === 'other' ? 0 : read.key.bits,
  hash: read.signatureHash,
});

const compare = async (path: string): Promise<void> => {
  const read = reader.read(await readFile(path));
  if (!read.ok) throw new Error(`${path}: ${read.failure.code}`);
  expect({ path, ...ours(read.value) }).toEqual({ path, ...(await asked(path)) });
};

if (opensslVersion === undefined) {
  test.skip(`${title} (skipped: there is no openssl on this system)`, () => undefined);
} else {
  describe(title, () => {
    test(`on ${COUNT} certificates that openssl makes: every key, hash, name and length of time`, async () => {
      const keys = privateKeys(folder);
      for (let n = 0; n < COUNT; n += 1) await compare(await makeCertificate(folder, keys, n));
    }, 120_000);

    test(`on ${ELSEWHERE} certificates that another program makes, of any start`, async () => {
      for (let n = 0; n < ELSEWHERE; n += 1) await compare(await makeElsewhere(folder, n));
    }, 60_000);
  });
}
