import { createHash } from 'node:crypto';
import type { Digest } from '../../domain/ids.ts';

/** SHA-256 of UTF-8 text. */
export const sha256: Digest = (text) => createHash('sha256').update(text, 'utf8').digest();
