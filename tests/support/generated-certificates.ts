import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSelfSigned } from '../../local/certificates/generate.ts';
import { openssl } from './openssl.ts';

const KEYS: Readonly<Record<string, () => KeyObject>> = {
  'rsa-1024': () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
  'rsa-2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  'rsa-3072': () => generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey,
  'ec-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  'ec-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  'ec-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  ed25519: () => generateKeyPairSync('ed25519').privateKey,
};

const HASHES = ['-sha256', '-sha384', '-sha512', '-sha224', '-sha1', '-md5'];
const SUBJECTS = [
  '/CN=billing-api',
  '/C=DE/O=Example \\/ Co/OU=Payments, cards + "wire"/CN=Büro für Zahlungen',
  '/CN=تسليم الفواتير/emailAddress=desk@example.org',
  '/DC=org/DC=example/CN=a\\\\b=c',
];
const PADDING = ['-sigopt', 'rsa_padding_mode:pss'];

/** How the n-th certificate is made: every key with every hash, and names, days and numbers that differ. */
const recipe = (n: number) => {
  const names = Object.keys(KEYS);
  const key = names[n % names.length] ?? 'rsa-2048';
  const wanted = HASHES[Math.floor(n / names.length) % HASHES.length] ?? '-sha256';
  // openssl itself signs with MD5 only by RSA, and not as PSS.
  const hash = wanted === '-md5' && !key.startsWith('rsa') ? '-sha1' : wanted;
  const padding = key.startsWith('rsa') && hash !== '-md5' && n % 5 === 0 ? PADDING : [];
  return {
    key,
    options: [
      ...(key === 'ed25519' ? [] : [hash]),
      ...padding,
      ...['-subj', SUBJECTS[n % SUBJECTS.length] ?? '/CN=x', '-utf8'],
      // From a day to some fifty years, so that the end is written in both ways that X.509 has.
      ...['-days', String(1 + n * 113), '-set_serial', String(2n ** BigInt(n % 100) + BigInt(n))],
    ],
  };
};

/** The path of a private key of this kind, made when it is first asked for. */
export const privateKeys = (folder: string) => {
  const made = new Map<string, Promise<string>>();
  const write = async (kind: string): Promise<string> => {
    const path = join(folder, `${kind}.key`);
    const key = KEYS[kind];
    if (key === undefined) throw new Error(`No such kind of key: ${kind}`);
    await writeFile(path, key().export({ type: 'pkcs8', format: 'pem' }));
    return path;
  };
  return (kind: string): Promise<string> => {
    const path = made.get(kind) ?? write(kind);
    made.set(kind, path);
    return path;
  };
};

/** A self-signed certificate in a file, in PEM or DER; the path of it. */
export const makeCertificate = async (
  folder: string,
  keyOf: (kind: string) => Promise<string>,
  n: number,
): Promise<string> => {
  const path = join(folder, `${n}.${n % 2 === 0 ? 'pem' : 'cer'}`);
  const { key, options } = recipe(n);
  const form = n % 2 === 0 ? 'PEM' : 'DER';
  await openssl('req', '-x509', '-new', '-key', await keyOf(key), ...options, '-outform', form, '-out', path);
  return path;
};

/** One that another program made, with a start of its own. */
export const makeElsewhere = async (folder: string, n: number): Promise<string> => {
  const path = join(folder, `elsewhere-${n}.crt`);
  const from = Date.UTC(1990 + n, n % 12, 1 + (n % 28), n % 24, n % 60, (n * 7) % 60);
  const validity = { notBefore: new Date(from), notAfter: new Date(from + n * 86_400_000 * 100 + 1000) };
  await writeFile(path, (await generateSelfSigned(`made elsewhere ${n}`, validity)).cert);
  return path;
};
