import { createPublicKey, generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Persistent } from '../stand-in/state.ts';
import type { Attributes } from './certificates.ts';

const generate = promisify(generateKeyPair);

/** One version of a key, whole: the private half never leaves this process and its state. */
export interface KeyVersion {
  readonly version: string;
  readonly attributes: Attributes;
  readonly operations: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly jwk: JsonWebKey;
}

/** What a new version shall be. */
export interface KeyRequest extends Omit<KeyVersion, 'jwk'> {
  readonly kind: 'EC' | 'RSA';
  readonly size?: number | undefined;
}

/** All keys of all vaults, by `vault/name`, each with its versions, the oldest first. */
export type StoredKeys = Record<string, readonly KeyVersion[]>;

/** The keys of one vault that live on their own, that is, not as a part of a certificate. */
export interface KeyStore {
  names(): readonly string[];
  versions(name: string): readonly KeyVersion[];
  /** Adds a version; it is on disk before this resolves. */
  create(name: string, request: KeyRequest): Promise<KeyVersion>;
}

/** Keeps the keys of `vault` in `state`. */
export const keyStore = (state: Persistent<StoredKeys>, vault: string): KeyStore => ({
  names: () =>
    Object.keys(state.value)
      .filter((id) => id.startsWith(`${vault}/`))
      .map((id) => id.slice(vault.length + 1)),
  versions: (name) => state.value[`${vault}/${name}`] ?? [],
  create: async (name, { kind, size, ...rest }) => {
    const created: KeyVersion = { ...rest, jwk: (await privateKey(kind, size)).export({ format: 'jwk' }) };
    const id = `${vault}/${name}`;
    state.value[id] = [...(state.value[id] ?? []), created];
    state.save();
    return created;
  },
});

const privateKey = async (kind: 'EC' | 'RSA', size = 2048): Promise<KeyObject> =>
  kind === 'RSA'
    ? (await generate('rsa', { modulusLength: size })).privateKey
    : (await generate('ec', { namedCurve: 'P-256' })).privateKey;

/** The half of a key that anyone may see. */
export const publicJwk = (jwk: JsonWebKey): JsonWebKey =>
  createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'jwk' });
