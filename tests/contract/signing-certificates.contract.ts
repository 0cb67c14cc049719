import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { days, type Instant, minus, plus } from '../../lib/domain/time.ts';
import type { Holder } from '../../lib/ports/credential-issuer.ts';
import type {
  Signer,
  SigningCertificate,
  SigningCertificates,
} from '../../lib/ports/signing-certificates.ts';

/** A service principal that signs with one certificate, which the directory says is in use. */
export interface SigningSetting {
  readonly signing: SigningCertificates;
  readonly holder: Holder;
  readonly nobody: Holder;
  readonly now: Instant;
  readonly notify: readonly string[];
  readonly goAway: () => void;
  readonly deny: () => void;
  readonly comeBack: () => void;
  /** The next certificate is made, and the answer lost. */
  readonly loseNextAnswer: () => void;
  /** How many entries of any kind the service principal has, where that can be told. */
  readonly entries?: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** What everyone promises who makes and chooses signing certificates. */
export const signingCertificatesContract = (name: string, open: () => Promise<SigningSetting>): void => {
  describe(`${name} as a maker of signing certificates`, () => {
    let setting: SigningSetting;
    beforeAll(async () => {
      setting = await open();
    });
    afterAll(() => setting.stop());

    const look = async (): Promise<Signer> => {
      const looked = await setting.signing.look(setting.holder);
      if (!looked.ok) throw new Error(looked.failure.detail);
      return looked.value;
    };
    const add = async (named: string): Promise<SigningCertificate> => {
      const added = await setting.signing.add(setting.holder, named, plus(setting.now, days(700)));
      if (!added.ok) throw new Error(added.failure.detail);
      return added.value;
    };
    const done = { ok: true, value: undefined };

    test('tells what is there, which of it is used, and whom the directory tells', async () => {
      const { certificates, inUse, notify } = await look();
      expect(certificates).toHaveLength(1);
      expect(certificates[0]).toMatchObject({
        keyId: inUse,
        thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
      });
      expect(notify).toEqual(setting.notify);
    });

    test('makes one that is there under its name, and does not use it', async () => {
      const before = await look();
      const made = await add('first #1');
      const after = await look();
      expect(made.expiresAt).toBe(plus(setting.now, days(700)));
      expect(after.certificates).toHaveLength(before.certificates.length + 1);
      expect(after.certificates.find(({ name: its }) => its === 'first #1')).toEqual(made);
      expect(after.inUse).toBe(before.inUse);
    });

    test('uses the one that it is told to, once or twice, and takes away all of another one', async () => {
      const [old, before] = [(await look()).inUse!, await setting.entries?.()];
      const made = await add('second #1');
      expect(await setting.signing.use(setting.holder, made.thumbprint!)).toEqual(done);
      expect(await setting.signing.use(setting.holder, made.thumbprint!)).toEqual(done);
      expect((await look()).inUse).toBe(made.keyId);
      expect(await setting.signing.remove(setting.holder, old)).toEqual(done);
      const { certificates, inUse } = await look();
      expect(certificates.map(({ keyId }) => keyId)).not.toContain(old);
      expect(inUse).toBe(made.keyId);
      expect(await setting.entries?.()).toBe(before);
      expect(await setting.signing.remove(setting.holder, old)).toEqual(done);
    });

    test('never takes away the one in use', async () => {
      const { inUse } = await look();
      const refused = await setting.signing.remove(setting.holder, inUse!);
      expect(refused).toMatchObject({ ok: false, failure: { code: 'IN_USE' } });
      expect((await look()).certificates.map(({ keyId }) => keyId)).toContain(inUse);
    });

    test('says that there is no such service principal, and that a wish is refused', async () => {
      const { signing, nobody, holder, now } = setting;
      const missing = { ok: false, failure: { code: 'NOT_FOUND' } };
      expect(await signing.look(nobody)).toMatchObject(missing);
      expect(await signing.add(nobody, 'lost #1', plus(now, days(1)))).toMatchObject(missing);
      expect(await signing.remove(nobody, '11111111-1111-4111-8111-111111111111')).toEqual(done);
      const late = await signing.add(holder, 'late #1', minus(now, days(1)));
      expect(late).toMatchObject({ ok: false, failure: { code: 'REJECTED' } });
    });

    test('says that it is away or may not, and has done nothing', async () => {
      const { signing, holder, now } = setting;
      const made = await add('kept #1');
      const before = await look();
      const ask = async () => [
        await signing.look(holder),
        await signing.add(holder, 'away #1', plus(now, days(1))),
        await signing.use(holder, made.thumbprint!),
        await signing.remove(holder, made.keyId),
      ];
      setting.goAway();
      const away = await ask();
      setting.comeBack();
      for (const answer of away)
        expect(answer).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      setting.deny();
      const denied = await ask();
      setting.comeBack();
      for (const answer of denied)
        expect(answer).toMatchObject({ ok: false, failure: { code: 'FORBIDDEN' } });
      expect(await look()).toEqual(before);
    });

    test('never makes a second one when the answer is lost, and finds the first by its name', async () => {
      setting.loseNextAnswer();
      const lost = await setting.signing.add(setting.holder, 'orphan #1', plus(setting.now, days(9)));
      expect(lost).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      const found = (await look()).certificates.filter(({ name: its }) => its === 'orphan #1');
      expect(found).toHaveLength(1);
      expect(await setting.signing.remove(setting.holder, found[0]!.keyId)).toEqual(done);
    });
  });
};
