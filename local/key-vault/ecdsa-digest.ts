import { createECDH } from 'node:crypto';

/**
 * ECDSA on P-256 over a digest that the caller computed. The service is handed digests, while Node's own functions
 * insist on hashing what they sign; with the private key at hand, both directions need only one multiple of the base
 * point, which ECDH gives.
 */

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const SIZE = 32;

/** The signature, both halves one after the other as JSON Web Signatures have it. */
export const signDigest = (privateKey: Buffer, digest: Buffer): Buffer => {
  const nonce = createECDH('prime256v1');
  nonce.generateKeys();
  const k = toNumber(nonce.getPrivateKey());
  const r = abscissa(nonce.getPublicKey()) % ORDER;
  const s = (inverse(k) * (toNumber(digest) + r * toNumber(privateKey))) % ORDER;
  // Chance of one in 2^256; the algorithm demands another nonce then.
  return r === 0n || s === 0n ? signDigest(privateKey, digest) : Buffer.concat([toBytes(r), toBytes(s)]);
};

/** Whether the signature was made over this digest by this key. */
export const isDigestSigned = (privateKey: Buffer, digest: Buffer, signature: Buffer): boolean => {
  if (signature.length !== 2 * SIZE || digest.length !== SIZE) return false;
  const r = toNumber(signature.subarray(0, SIZE));
  const s = toNumber(signature.subarray(SIZE));
  if (r === 0n || r >= ORDER || s === 0n || s >= ORDER) return false;
  const k = (inverse(s) * (toNumber(digest) + r * toNumber(privateKey))) % ORDER;
  if (k === 0n) return false;
  const point = createECDH('prime256v1');
  point.setPrivateKey(toBytes(k));
  return abscissa(point.getPublicKey()) % ORDER === r;
};

/** The x of an uncompressed point: 04, x, y. */
const abscissa = (point: Buffer): bigint => toNumber(point.subarray(1, 1 + SIZE));

const toNumber = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * SIZE, '0'), 'hex');

/** By Fermat: the order is a prime. */
const inverse = (value: bigint): bigint => {
  let result = 1n;
  let base = value % ORDER;
  for (let exponent = ORDER - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % ORDER;
    base = (base * base) % ORDER;
  }
  return result;
};
