import { createHash, hash } from 'node:crypto';
import type { Digest } from '../../domain/ids.ts';
import type { HashBytes } from '../../domain/merkle.ts';

/**
 * SHA-256 of UTF-8 text. In one call, which costs half of what an object for it does; and by way of text, since a buffer
 * made from text lies in one that many share, and does not need memory of its own.
 */
export const sha256: Digest = (text) => Buffer.from(hash('sha256', text, 'binary'), 'binary');

/** SHA-256 of bytes. */
export const sha256Bytes: HashBytes = (bytes) => createHash('sha256').update(bytes).digest();
