import { constants, createPrivateKey, createPublicKey, privateDecrypt, publicEncrypt } from 'node:crypto';
import { isDigestSigned, signDigest } from './ecdsa-digest.ts';
import type { KeyVersion } from './key-store.ts';
import { badParameter, VaultError } from './vault-error.ts';

/** The operations that work with a key's private or public half. */
export type KeyOperation = 'sign' | 'unwrapKey' | 'verify' | 'wrapKey';

/** What an operation is given: `alg`, and in base64url `value` (to verify: the signature) and `digest` (to verify only). */
export type OperationInput = Readonly<Record<string, unknown>>;

const OAEP_HASHES = new Map([
  ['RSA-OAEP', 'sha1'],
  ['RSA-OAEP-256', 'sha256'],
]);

/** Does it, really; answers what the service would put into `value`. */
export const operate = (
  key: KeyVersion,
  operation: KeyOperation,
  input: OperationInput,
): string | boolean => {
  requireUsable(key, operation);
  const algorithm = String(input['alg']);
  switch (operation) {
    case 'wrapKey':
      return wrap(key, algorithm, bytes(input, 'value')).toString('base64url');
    case 'unwrapKey':
      return unwrap(key, algorithm, bytes(input, 'value')).toString('base64url');
    case 'sign':
      return signDigest(scalar(key, algorithm), digest(input, 'value')).toString('base64url');
    case 'verify':
      return isDigestSigned(scalar(key, algorithm), digest(input, 'digest'), bytes(input, 'value'));
  }
};

/** Outside its time a key may still open and check what it closed and signed before, but do nothing new. */
const requireUsable = ({ attributes, operations }: KeyVersion, operation: KeyOperation): void => {
  if (!attributes.enabled) {
    throw new VaultError(
      403,
      'Forbidden',
      `Operation ${operation} is not allowed on a disabled key.`,
      'KeyDisabled',
    );
  }
  if (!operations.includes(operation)) {
    throw new VaultError(
      403,
      'Forbidden',
      `Operation ${operation} is not permitted on this key.`,
      'KeyOperationForbidden',
    );
  }
  const now = Date.now() / 1000;
  const inTime = (attributes.nbf ?? now) <= now && now < (attributes.exp ?? Number.POSITIVE_INFINITY);
  if (!inTime && (operation === 'wrapKey' || operation === 'sign')) {
    throw new VaultError(
      403,
      'Forbidden',
      `Operation ${operation} is not allowed on a key outside its time.`,
      'KeyNotValid',
    );
  }
};

const wrap = (key: KeyVersion, algorithm: string, open: Buffer): Buffer => {
  const options = { key: createPublicKey({ key: key.jwk, format: 'jwk' }), ...oaep(key, algorithm) };
  return orBadParameter(() => publicEncrypt(options, open));
};

const unwrap = (key: KeyVersion, algorithm: string, wrapped: Buffer): Buffer => {
  const options = { key: createPrivateKey({ key: key.jwk, format: 'jwk' }), ...oaep(key, algorithm) };
  return orBadParameter(() => privateDecrypt(options, wrapped));
};

/** Too long, or made by another key: the service does not say which, as an oracle would. */
const orBadParameter = (work: () => Buffer): Buffer => {
  try {
    return work();
  } catch {
    throw badParameter('The parameter is incorrect.');
  }
};

const oaep = (key: KeyVersion, algorithm: string): { padding: number; oaepHash: string } => {
  const oaepHash = key.jwk.kty === 'RSA' ? OAEP_HASHES.get(algorithm) : undefined;
  if (oaepHash === undefined) throw unsupported(key, algorithm);
  return { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash };
};

const scalar = (key: KeyVersion, algorithm: string): Buffer => {
  if (algorithm !== 'ES256' || key.jwk.kty !== 'EC') throw unsupported(key, algorithm);
  return Buffer.from(key.jwk.d ?? '', 'base64url');
};

const digest = (input: OperationInput, name: string): Buffer => {
  const value = bytes(input, name);
  if (value.length !== 32)
    throw badParameter(`Property ${name} has ${value.length} bytes; the algorithm wants 32.`);
  return value;
};

const bytes = (input: OperationInput, name: string): Buffer => {
  const value = input[name];
  if (typeof value !== 'string') throw badParameter(`Property ${name} is required.`);
  return Buffer.from(value, 'base64url');
};

const unsupported = (key: KeyVersion, algorithm: string): VaultError =>
  badParameter(`Key of type ${String(key.jwk.kty)} does not support algorithm ${algorithm}.`);
