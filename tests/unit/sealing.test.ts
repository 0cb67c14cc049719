import { describe, expect, test } from '@jest/globals';
import { opener } from '../../lib/adapters/sealing/open.ts';
import { sealer } from '../../lib/adapters/sealing/seal.ts';
import { type LinkId, readId } from '../../lib/domain/ids.ts';
import { ok } from '../../lib/domain/result.ts';
import { openSealed, proofFor, sealAgain, verifierFor } from '../support/open-sealed.ts';

/** 0, 1, 2 … from a start: bytes that anyone can write down. */
const counting = (from: number, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, i) => from + i));

const LINK = readId<LinkId>('AAECAwQFBgcICQoLDA0ODw');
const VALUE = 'kZ98Q~planted-value-for-a-known-answer.0';
const BOUND_TO = '{"v":1,"linkId":"AAECAwQFBgcICQoLDA0ODw"}';
const SHARE = counting(64, 32);
const LINK_KEY = counting(128, 32);
const IV = counting(240, 12);

/** Written down once from WebCrypto. Links in mails were sealed like this: it may never change. */
const KNOWN = {
  ciphertext: '9daC1jkVOGo3SV_syVXWuBQmZG8N1aZtG2Ldf_ACyqIdCRK1xOMiDB5g3Jociflp7pZOr3k98TM',
  verifier: 'DfvLHVA14XDl2UBaWImWbdybrMtSt6pEc4UBCa-BcFM',
  proof: 'aXbVKOL4KH9NBTHRpbNIdsqOGCfbmD6wy5-y0QZs6Uw',
};

const sealPlanted = async () => {
  const planted = [SHARE, LINK_KEY, IV];
  const seal = sealer({
    wrap: (share) => Promise.resolve(ok({ wrapped: share, keyId: 'key' })),
    bytes: (count) => {
      const next = planted.shift();
      if (next?.length !== count) throw new Error(`Nobody planted ${count} bytes.`);
      return next;
    },
  });
  const ready = await seal.ready();
  if (!ready.ok) throw new Error(ready.failure.detail);
  return ready.value(LINK, VALUE, BOUND_TO);
};

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

describe('sealing', () => {
  test('gives the known answer for known keys', async () => {
    const { linkKey, verifier, secret } = await sealPlanted();
    expect(linkKey).toBe(text(LINK_KEY));
    expect(verifier).toBe(KNOWN.verifier);
    expect(secret).toEqual({
      ciphertext: KNOWN.ciphertext,
      iv: text(IV),
      wrappedShare: text(SHARE),
      wrapKeyId: 'key',
      boundTo: BOUND_TO,
    });
  });

  test('is opened by WebCrypto, and gives what WebCrypto gives', async () => {
    const opening = {
      linkId: LINK,
      linkKey: text(LINK_KEY),
      share: text(SHARE),
      iv: text(IV),
      boundTo: BOUND_TO,
    };
    const { secret, verifier } = await sealPlanted();
    expect(await openSealed({ ...opening, ciphertext: secret.ciphertext })).toBe(VALUE);
    expect(await sealAgain(opening, VALUE)).toBe(KNOWN.ciphertext);
    expect(await verifierFor(LINK, text(LINK_KEY))).toBe(verifier);
  });

  test('takes the proof that WebCrypto makes of the key', async () => {
    const known = opener({ unwrap: ({ wrapped }) => Promise.resolve(ok(wrapped)) });
    expect(await proofFor(LINK, text(LINK_KEY))).toBe(KNOWN.proof);
    expect(known.proves(KNOWN.proof, KNOWN.verifier)).toBe(true);
  });
});
