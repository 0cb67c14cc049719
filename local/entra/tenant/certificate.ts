import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';

/** A self-signed certificate and its SHA-1 thumbprint, which is how Entra names it. */
export interface SelfSigned {
  readonly der: Buffer;
  readonly sha1: Buffer;
}

export interface SelfSignedOptions {
  readonly commonName: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** 32 bytes: the whole private key. The same seed and fields give the same certificate, byte for byte. */
  readonly seed: Buffer;
}

/**
 * A real X.509 certificate. Ed25519, though Entra itself takes only RSA and EC: it is the one algorithm whose keys and
 * signatures Node makes from a seed, and the same tenant must have the same thumbprints in every run.
 */
export const selfSigned = ({ commonName, notBefore, notAfter, seed }: SelfSignedOptions): SelfSigned => {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const name = sequence(set(sequence(oid(COMMON_NAME), element(0x0c, Buffer.from(commonName, 'utf8')))));
  const algorithm = sequence(oid(ED25519));
  const tbs = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, serialNumber(seed, notAfter)),
    algorithm,
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
  );
  const der = sequence(tbs, algorithm, element(0x03, Buffer.concat([Buffer.of(0), sign(null, tbs, key)])));
  return { der, sha1: createHash('sha1').update(der).digest() };
};

const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const ED25519 = '2b6570';
const COMMON_NAME = '550403';

const element = (tag: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, Buffer.concat(parts));
const set = (...parts: readonly Buffer[]): Buffer => element(0x31, Buffer.concat(parts));
const oid = (hex: string): Buffer => element(0x06, Buffer.from(hex, 'hex'));

const lengthOf = ({ length }: Buffer): Buffer =>
  length < 0x80
    ? Buffer.of(length)
    : length < 0x100
      ? Buffer.of(0x81, length)
      : Buffer.of(0x82, length >> 8, length & 0xff);

/** Positive, and another one for each validity: a renewed certificate has another serial number. */
const serialNumber = (seed: Buffer, notAfter: number): Buffer => {
  const bytes = createHash('sha256').update(seed).update(String(notAfter)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes;
};

/** UTCTime until 2049, GeneralizedTime after, as RFC 5280 wants. */
const time = (ms: number): Buffer => {
  const digits = new Date(ms).toISOString().slice(0, 19).replace(/[-T:]/g, '');
  return ms < Date.UTC(2050, 0, 1)
    ? element(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : element(0x18, Buffer.from(`${digits}Z`));
};
