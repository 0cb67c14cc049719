import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What the app gives to whoever shows the proof. Base64url texts. */
export interface Sealed {
  readonly ciphertext: string;
  readonly iv: string;
  readonly share: string;
  readonly boundTo: string;
}

const KEY_BYTES = 32;
const TAG_BYTES = 16;
const NONCE_BYTES = 16;

/** What a link's key is shown as, so that it stays with the recipient. */
export const proofOf = (linkId: string, linkKey: string): string =>
  derived(bytes(linkKey), linkId, 'proof').toString('base64url');

/** A tab's own number, by which it may have its answer again. */
export const newNonce = (): string => randomBytes(NONCE_BYTES).toString('base64url');

/** The secret: what the link page works out in the recipient's browser, worked out here by the same protocol. */
export const openSealed = (linkId: string, linkKey: string, sealed: Sealed): string => {
  const ours = derived(bytes(linkKey), linkId, 'encrypt');
  const key = derived(Buffer.concat([ours, bytes(sealed.share)]), linkId, 'key');
  const whole = bytes(sealed.ciphertext);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes(sealed.iv), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(sealed.boundTo, 'utf8'));
  decipher.setAuthTag(whole.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(whole.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
};

const derived = (material: Buffer, linkId: string, purpose: 'proof' | 'encrypt' | 'key'): Buffer =>
  Buffer.from(
    hkdfSync(
      'sha256',
      material,
      Buffer.from(linkId),
      Buffer.from(`expiry-monitor/link/v1/${purpose}`),
      KEY_BYTES,
    ),
  );

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
