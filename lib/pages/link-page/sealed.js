// @ts-check
// The recipient's half of the seal. The key of the link never leaves the browser: what is sent is a proof made of it,
// and what comes back opens only with it.

const utf8 = new TextEncoder();

/** @param {string} text */
const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));

/** @param {Uint8Array} bytes */
export const textOf = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (char) => ({ '+': '-', '/': '_' })[char] ?? '');

/** @param {Uint8Array<ArrayBuffer>} from @param {string} salt @param {'proof' | 'encrypt' | 'key'} purpose */
const derive = async (from, salt, purpose) => {
  const base = await crypto.subtle.importKey('raw', from, 'HKDF', false, ['deriveBits']);
  const info = utf8.encode(`expiry-monitor/link/v1/${purpose}`);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: utf8.encode(salt), info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, base, 256));
};

/** Whoever has this may be told of the link; it opens nothing. @param {string} linkId @param {string} key */
export const proofOf = async (linkId, key) => textOf(await derive(bytesOf(key), linkId, 'proof'));

/** With it this page, and no other, may ask again for an answer that was lost. */
export const newNonce = () => textOf(crypto.getRandomValues(new Uint8Array(16)));

/**
 * @param {string} linkId @param {string} key
 * @param {{ ciphertext: string, iv: string, share: string, boundTo: string }} sealed
 */
export const unlock = async (linkId, key, { ciphertext, iv, share, boundTo }) => {
  const both = new Uint8Array([...(await derive(bytesOf(key), linkId, 'encrypt')), ...bytesOf(share)]);
  const dek = await derive(both, linkId, 'key');
  const aes = await crypto.subtle.importKey('raw', dek, 'AES-GCM', false, ['decrypt']);
  const parameters = { name: 'AES-GCM', iv: bytesOf(iv), additionalData: utf8.encode(boundTo) };
  return new TextDecoder().decode(await crypto.subtle.decrypt(parameters, aes, bytesOf(ciphertext)));
};
