import { createHash } from 'node:crypto';
import type { Digest } from '../../domain/ids.ts';
import type { HashBytes } from '../../domain/merkle.ts';

/** SHA-256 of UTF-8 text. */
export const sha256: Digest = (text) => createHash('sha256').update(text, 'utf8').digest();

/** SHA-256 of bytes. */
export const sha256Bytes: HashBytes = (bytes) => createHash('sha256').update(bytes).digest();
