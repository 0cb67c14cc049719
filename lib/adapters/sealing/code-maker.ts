import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import type { CodeMaker } from '../../ports/code-maker.ts';

/** Without what looks alike: 0 and O, 1 and I. Five bits each. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 8;
/** Some 50 ms for each guess: all 2^40 would take centuries, and a code lives ten minutes. */
const COST = { N: 2 ** 14, r: 8, p: 1 };
const BYTES = 32;

/** Codes of 40 bits, kept as salted scrypt. */
export const codeMaker: CodeMaker = {
  make: async () => {
    const code = Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
    const salt = randomBytes(BYTES);
    return {
      code,
      hash: `${salt.toString('base64url')}.${(await stretched(code, salt)).toString('base64url')}`,
    };
  },
  fits: async (code, hash) => {
    const [salt = '', kept = ''] = hash.split('.');
    const known = Buffer.from(kept, 'base64url');
    const given = await stretched(code, Buffer.from(salt, 'base64url'));
    return known.length === BYTES && timingSafeEqual(given, known);
  },
  nonce: () => randomBytes(BYTES).toString('base64url'),
};

const stretched = (code: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(code, salt, BYTES, COST, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
