import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { days, type Instant, minus, plus } from '../../lib/domain/time.ts';
import type {
  CredentialIssuer,
  HeldSecret,
  Holder,
  IssuedSecret,
} from '../../lib/ports/credential-issuer.ts';

/** An application that holds one secret already. */
export interface IssuerSetting {
  readonly issuer: CredentialIssuer;
  readonly holder: Holder;
  readonly nobody: Holder;
  readonly now: Instant;
  readonly signsIn: (value: string) => Promise<boolean>;
  readonly goAway: () => void;
  readonly deny: () => void;
  readonly comeBack: () => void;
  /** The next secret is made, and the answer lost. */
  readonly loseNextAnswer: () => void;
  readonly stop: () => Promise<void>;
}

/** What everyone who makes client secrets promises. */
export const credentialIssuerContract = (name: string, open: () => Promise<IssuerSetting>): void => {
  describe(`${name} as an issuer of client secrets`, () => {
    let setting: IssuerSetting;
    beforeAll(async () => {
      setting = await open();
    });
    afterAll(() => setting.stop());

    const add = async (
      secretName: string,
      expiresAt = plus(setting.now, days(180)),
    ): Promise<IssuedSecret> => {
      const added = await setting.issuer.add(setting.holder, secretName, expiresAt);
      if (!added.ok) throw new Error(added.failure.detail);
      return added.value;
    };
    const held = async (): Promise<readonly HeldSecret[]> => {
      const list = await setting.issuer.held(setting.holder);
      if (!list.ok) throw new Error(list.failure.detail);
      return list.value;
    };

    test('makes a secret that is held under its name and signs in', async () => {
      const before = await held();
      const secret = await add('first #1');
      expect(secret.expiresAt).toBe(plus(setting.now, days(180)));
      expect(await held()).toHaveLength(before.length + 1);
      expect(await held()).toContainEqual({ keyId: secret.keyId, name: 'first #1' });
      expect(await setting.signsIn(secret.value)).toBe(true);
    });

    test('makes another one each time, under the same name too', async () => {
      const [one, other] = [await add('twin #1'), await add('twin #1')];
      expect(one.keyId).not.toBe(other.keyId);
      expect(one.value).not.toBe(other.value);
      expect((await held()).filter((secret) => secret.name === 'twin #1')).toHaveLength(2);
    });

    test('takes away exactly the one that it is told to', async () => {
      const [goes, stays] = [await add('goes #1'), await add('stays #1')];
      expect(await setting.issuer.remove(setting.holder, goes.keyId)).toEqual({ ok: true, value: undefined });
      const keyIds = (await held()).map(({ keyId }) => keyId);
      expect(keyIds).not.toContain(goes.keyId);
      expect(keyIds).toContain(stays.keyId);
      expect(await setting.signsIn(goes.value)).toBe(false);
      expect(await setting.signsIn(stays.value)).toBe(true);
    });

    test('finds nothing wrong in taking away what is not there', async () => {
      const { keyId } = await add('twice #1');
      const done = { ok: true, value: undefined };
      expect(await setting.issuer.remove(setting.holder, keyId)).toEqual(done);
      expect(await setting.issuer.remove(setting.holder, keyId)).toEqual(done);
      expect(await setting.issuer.remove(setting.nobody, keyId)).toEqual(done);
    });

    test('says that there is no such application', async () => {
      const { issuer, nobody, now } = setting;
      const missing = { ok: false, failure: { code: 'NOT_FOUND' } };
      expect(await issuer.held(nobody)).toMatchObject(missing);
      expect(await issuer.add(nobody, 'lost #1', plus(now, days(1)))).toMatchObject(missing);
    });

    test('says that a wish is refused', async () => {
      const { issuer, holder, now } = setting;
      const before = await held();
      const refused = await issuer.add(holder, 'late #1', minus(now, days(1)));
      expect(refused).toMatchObject({ ok: false, failure: { code: 'REJECTED' } });
      expect(await held()).toEqual(before);
    });

    test('says that it is away, and has done nothing', async () => {
      const { issuer, holder, now } = setting;
      const kept = await add('kept #1');
      const before = await held();
      setting.goAway();
      const answers = [
        await issuer.held(holder),
        await issuer.add(holder, 'away #1', plus(now, days(1))),
        await issuer.remove(holder, kept.keyId),
      ];
      setting.comeBack();
      for (const answer of answers)
        expect(answer).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      expect(await held()).toEqual(before);
    });

    test('says that it may not', async () => {
      const { issuer, holder, now } = setting;
      setting.deny();
      const answers = [
        await issuer.held(holder),
        await issuer.add(holder, 'denied #1', plus(now, days(1))),
        await issuer.remove(holder, '11111111-1111-4111-8111-111111111111'),
      ];
      setting.comeBack();
      for (const answer of answers)
        expect(answer).toMatchObject({ ok: false, failure: { code: 'FORBIDDEN' } });
    });

    test('never makes a second one when the answer to the first is lost, and finds the first by its name', async () => {
      setting.loseNextAnswer();
      const lost = await setting.issuer.add(setting.holder, 'orphan #1', plus(setting.now, days(1)));
      expect(lost).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      const orphans = (await held()).filter((secret) => secret.name === 'orphan #1');
      expect(orphans).toHaveLength(1);
      expect(await setting.issuer.remove(setting.holder, orphans[0]!.keyId)).toMatchObject({ ok: true });
    });
  });
};
