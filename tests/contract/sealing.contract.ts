import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LinkId, readId } from '../../lib/domain/ids.ts';
import type { Opener, Sealed, Sealer } from '../../lib/ports/sealing.ts';
import { openSealed, proofFor } from '../support/open-sealed.ts';

/** Both sides of links, with the key that wraps shares behind them. */
export interface SealingSetting {
  readonly sealer: Sealer;
  readonly opener: Opener;
  readonly goAway: () => void;
  readonly comeBack: () => void;
  readonly stop: () => Promise<void>;
}

const LINK = readId<LinkId>('AAECAwQFBgcICQoLDA0ODw');
const OTHER_LINK = readId<LinkId>('DwECAwQFBgcICQoLDA0ODw');
const VALUE = 'not a secret: žluťoučký ~8Q';
const BOUND_TO = '{"v":1,"recipient":"someone"}';

/** What sealing and opening promise together. */
export const sealingContract = (name: string, open: () => Promise<SealingSetting>): void => {
  describe(`${name} as a seal`, () => {
    let setting: SealingSetting;
    beforeAll(async () => {
      setting = await open();
    });
    afterAll(() => setting.stop());

    const seal = async (): Promise<Sealed> => {
      const ready = await setting.sealer.ready();
      if (!ready.ok) throw new Error(ready.failure.detail);
      return ready.value(LINK, VALUE, BOUND_TO);
    };
    const openingOf = async ({ linkKey, secret }: Sealed) => {
      const share = await setting.opener.share(secret);
      if (!share.ok) throw new Error(share.failure.detail);
      const { iv, ciphertext, boundTo } = secret;
      return { linkId: LINK, linkKey, share: share.value, iv, ciphertext, boundTo };
    };

    test('opens in a browser that has the key of the mail and our share', async () => {
      expect(await openSealed(await openingOf(await seal()))).toBe(VALUE);
    });

    test('opens with nothing missing and nothing changed', async () => {
      const [opening, other] = [await openingOf(await seal()), await openingOf(await seal())];
      const { linkKey, share, iv, ciphertext } = other;
      for (const change of [
        { linkKey },
        { share },
        { iv },
        { ciphertext },
        { linkId: OTHER_LINK },
        { boundTo: '{}' },
      ])
        await expect(openSealed({ ...opening, ...change })).rejects.toThrow();
    });

    test('knows who has the key of the mail, and tells nobody else that', async () => {
      const { opener } = setting;
      const [{ linkKey, verifier }, other] = [await seal(), await seal()];
      const proof = await proofFor(LINK, linkKey);
      expect(opener.proves(proof, verifier)).toBe(true);
      const wrong = [
        await proofFor(LINK, other.linkKey),
        await proofFor(OTHER_LINK, linkKey),
        linkKey,
        verifier,
      ];
      for (const text of [...wrong, '', 'A', '=', '%', proof.slice(1), `${proof}AAAA`, 'é'.repeat(43)])
        expect(opener.proves(text, verifier)).toBe(false);
      for (const text of ['', 'A', other.verifier, `${verifier}AAAA`])
        expect(opener.proves(proof, text)).toBe(false);
    });

    test('uses nothing twice', async () => {
      const seals = [await seal(), await seal()];
      for (const part of [
        (sealed: Sealed) => sealed.linkKey,
        (sealed: Sealed) => sealed.verifier,
        (sealed: Sealed) => sealed.secret.iv,
        (sealed: Sealed) => sealed.secret.wrappedShare,
        (sealed: Sealed) => sealed.secret.ciphertext,
      ])
        expect(new Set(seals.map(part)).size).toBe(2);
    });

    test('keeps neither the value, nor the key of the mail, nor the bare share', async () => {
      const sealed = await seal();
      const { share } = await openingOf(sealed);
      const kept = JSON.stringify({ verifier: sealed.verifier, ...sealed.secret });
      expect([VALUE, sealed.linkKey, share].filter((text) => kept.includes(text))).toEqual([]);
      expect(Buffer.from(sealed.linkKey, 'base64url')).toHaveLength(32);
      expect(Buffer.from(share, 'base64url')).toHaveLength(32);
    });

    test('says that its key is away, and opens again when it is back', async () => {
      const sealed = await seal();
      setting.goAway();
      const answers = [await setting.sealer.ready(), await setting.opener.share(sealed.secret)];
      setting.comeBack();
      for (const answer of answers)
        expect(answer).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      expect(JSON.stringify(answers)).not.toContain(VALUE);
      expect(await openSealed(await openingOf(sealed))).toBe(VALUE);
    });
  });
};
