import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Instant } from '../../lib/domain/time.ts';
import type { Holder } from '../../lib/ports/credential-issuer.ts';
import type { LastUse } from '../../lib/ports/last-use.ts';

/** A directory in which one credential signed in, and another never did. */
export interface LastUseSetting {
  readonly lastUse: LastUse;
  readonly holder: Holder;
  readonly used: string;
  readonly unused: string;
  /** Another holder that has a credential of the same key id as `used`, which did not sign in. */
  readonly namesake: Holder;
  /** Signs in with the used one; tells when, in whole seconds at least. */
  readonly signIn: () => Promise<Instant>;
  readonly goAway: () => void;
  readonly deny: () => void;
  readonly comeBack: () => void;
  readonly stop: () => Promise<void>;
}

/** What every report of sign-ins promises. */
export const lastUseContract = (name: string, open: () => Promise<LastUseSetting>): void => {
  describe(`${name} as a report of sign-ins`, () => {
    let setting: LastUseSetting;
    beforeAll(async () => {
      setting = await open();
    });
    afterAll(() => setting.stop());

    test('tells the last sign-in, and moves on with the next one', async () => {
      const { lastUse, holder, used } = setting;
      const first = await setting.signIn();
      expect(await lastUse.of(holder, used)).toEqual({ ok: true, value: first });
      expect(await lastUse.of(holder, used.toUpperCase())).toEqual({ ok: true, value: first });
      const second = await setting.signIn();
      expect(second).toBeGreaterThan(first);
      expect(await lastUse.of(holder, used)).toEqual({ ok: true, value: second });
    });

    test('tells of none where none is known: for another credential, another holder, and what is no key id', async () => {
      const { lastUse, holder, used, unused, namesake } = setting;
      await setting.signIn();
      for (const [whose, keyId] of [
        [holder, unused],
        [namesake, used],
        [holder, "x' or keyId ne '"],
        [holder, '00000000-0000-4000-8000-000000000000'],
      ] as const)
        expect(await lastUse.of(whose, keyId)).toEqual({ ok: true, value: undefined });
    });

    test('tells all page by page, each credential by its holder, and what it tells of one is the same', async () => {
      const { lastUse, holder, used } = setting;
      const at = await setting.signIn();
      const all = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = await lastUse.page(holder.tenant, cursor);
        if (!page.ok) throw new Error(page.failure.detail);
        all.push(...page.value.used);
        cursor = page.value.next;
        pages += 1;
      } while (cursor !== undefined);
      expect(pages).toBeGreaterThan(1);
      expect(all.filter(({ keyId }) => keyId === used)).toEqual([
        { nativeId: holder.nativeId, keyId: used, at },
      ]);
      expect(all.length).toBeGreaterThan(1);
    });

    test('says that it is away, and that it is not offered, and never that nobody signed in', async () => {
      const { lastUse, holder, used } = setting;
      for (const [trouble, code] of [
        [setting.goAway, 'UNAVAILABLE'],
        [setting.deny, 'NOT_OFFERED'],
      ] as const) {
        trouble();
        const answers = [await lastUse.of(holder, used), await lastUse.page(holder.tenant, undefined)];
        setting.comeBack();
        for (const answer of answers) expect(answer).toMatchObject({ ok: false, failure: { code } });
      }
    });
  });
};
