import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { type LinkId, readId } from '../../domain/ids.ts';
import type { Random } from '../../ports/random.ts';

const LINK_ID_BYTES = 16;
const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Chance from the operating system. */
export const systemRandom: Random = {
  linkId: () => readId<LinkId>(randomBytes(LINK_ID_BYTES).toString('base64url')),
  keyId: () => randomUUID(),
  lettersAndDigits: (length) =>
    Array.from({ length }, () => CHARACTERS.charAt(randomInt(CHARACTERS.length))).join(''),
};
