import { webcrypto } from 'node:crypto';

/** What a browser has when it opens a link: the key of the mail and what the server gave for its proof. */
export interface Opening {
  readonly linkId: string;
  /** Base64url, as all texts here. */
  readonly linkKey: string;
  readonly share: string;
  readonly iv: string;
  readonly ciphertext: string;
  readonly boundTo: string;
}

/**
 * The browser's side of a link, on WebCrypto alone: an implementation of its own, so that it proves that ours does what
 * the page expects. Rejects when anything was tampered with.
 */
export const openSealed = async (opening: Opening): Promise<string> => {
  const key = await sealingKey(opening);
  const value = await webcrypto.subtle.decrypt(
    { name: 'AES-GCM', iv: bytes(opening.iv), additionalData: utf8(opening.boundTo) },
    key,
    bytes(opening.ciphertext),
  );
  return new TextDecoder('utf-8', { fatal: true }).decode(value);
};

/** The sealing side, done the same way. */
export const sealAgain = async (opening: Omit<Opening, 'ciphertext'>, value: string): Promise<string> => {
  const key = await sealingKey(opening);
  const ciphertext = await webcrypto.subtle.encrypt(
    { name: 'AES-GCM', iv: bytes(opening.iv), additionalData: utf8(opening.boundTo) },
    key,
    utf8(value),
  );
  return base64url(ciphertext);
};

/** What the browser shows instead of the key. */
export const proofFor = async (linkId: string, linkKey: string): Promise<string> =>
  base64url(await derive(bytes(linkKey), linkId, 'proof'));

/** What the server keeps of the key: the hash of the proof. */
export const verifierFor = async (linkId: string, linkKey: string): Promise<string> =>
  base64url(await webcrypto.subtle.digest('SHA-256', await derive(bytes(linkKey), linkId, 'proof')));

const sealingKey = async ({ linkId, linkKey, share }: Omit<Opening, 'ciphertext' | 'iv' | 'boundTo'>) => {
  const encrypt = await derive(bytes(linkKey), linkId, 'encrypt');
  const material = new Uint8Array([...new Uint8Array(encrypt), ...bytes(share)]);
  const key = await derive(material, linkId, 'key');
  return webcrypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
};

const derive = async (material: Uint8Array, linkId: string, purpose: string): Promise<ArrayBuffer> => {
  const key = await webcrypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveBits']);
  const info = utf8(`expiry-monitor/link/v1/${purpose}`);
  return webcrypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: utf8(linkId), info }, key, 256);
};

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
const base64url = (value: ArrayBuffer): string => Buffer.from(value).toString('base64url');
