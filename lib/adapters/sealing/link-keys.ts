import { hkdfSync } from 'node:crypto';
import type { LinkId } from '../../domain/ids.ts';

export const KEY_BYTES = 32;

/** Derives 32 bytes. The page that opens a link does the same with the same words, so they are for ever. */
const derive = (material: Uint8Array, linkId: LinkId, purpose: 'proof' | 'encrypt' | 'key'): Buffer =>
  Buffer.from(
    hkdfSync(
      'sha256',
      material,
      Buffer.from(linkId, 'utf8'),
      Buffer.from(`expiry-monitor/link/v1/${purpose}`, 'utf8'),
      KEY_BYTES,
    ),
  );

/** What a holder of the link's key shows, so that nobody needs to see the key. */
export const proofOf = (linkKey: Uint8Array, linkId: LinkId): Buffer => derive(linkKey, linkId, 'proof');

/** The key of the ciphertext: it takes the key in the mail and our share together. */
export const sealingKey = (linkKey: Uint8Array, share: Uint8Array, linkId: LinkId): Buffer =>
  derive(Buffer.concat([derive(linkKey, linkId, 'encrypt'), share]), linkId, 'key');
