import { createHash } from 'node:crypto';
import { type LinkId, readId } from '../../../lib/domain/ids.ts';
import type { Random } from '../../../lib/ports/random.ts';

/** Bytes that look like chance and are the same for the same seed, in every run. */
export const seededBytes = (seed = 'seed'): ((count: number) => Uint8Array) => {
  let draws = 0;
  return (count) => {
    const blocks: Buffer[] = [];
    for (let length = 0; length < count; length += 32) {
      draws += 1;
      blocks.push(createHash('sha256').update(`${seed}/${draws}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, count);
  };
};

/** Chance that repeats itself from run to run, never within one. */
export const fakeRandom = (seed?: string): Random => {
  const bytes = seededBytes(seed);
  return {
    linkId: () => readId<LinkId>(Buffer.from(bytes(16)).toString('base64url')),
    keyId: () => {
      const hex = Buffer.from(bytes(16)).toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
    lettersAndDigits: (length) => {
      let text = '';
      while (text.length < length)
        text += Buffer.from(bytes(32))
          .toString('base64')
          .replace(/[^A-Za-z0-9]/g, '');
      return text.slice(0, length);
    },
  };
};
