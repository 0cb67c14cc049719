import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { generateClient } from '../../local/certificates/client.ts';
import { days, type Instant, minus, minutes, plus } from '../../lib/domain/time.ts';
import type { ApplicationCertificates, NewCertificate } from '../../lib/ports/application-certificates.ts';
import type { Holder } from '../../lib/ports/credential-issuer.ts';

/** An application that holds certificates already. */
export interface CertificatesSetting {
  readonly certificates: ApplicationCertificates;
  readonly holder: Holder;
  readonly nobody: Holder;
  readonly now: Instant;
  readonly goAway: () => void;
  readonly deny: () => void;
  readonly comeBack: () => void;
  /** The next certificate is added, and the answer lost. */
  readonly loseNextAnswer: () => void;
  readonly stop: () => Promise<void>;
}

let made = 0;

/** What everyone who keeps the certificates of applications promises. */
export const applicationCertificatesContract = (
  name: string,
  open: () => Promise<CertificatesSetting>,
): void => {
  describe(`${name} as the keeper of an application’s certificates`, () => {
    let setting: CertificatesSetting;
    beforeAll(async () => {
      setting = await open();
    });
    afterAll(() => setting.stop());

    const aNew = async (): Promise<NewCertificate> => {
      made += 1;
      const [startsAt, expiresAt] = [minus(setting.now, minutes(5)), plus(setting.now, days(90))];
      const validity = { notBefore: new Date(startsAt), notAfter: new Date(expiresAt) };
      const { cert } = await generateClient(`new ${made}`, validity);
      const der = Buffer.from(cert.replace(/-----[^-]+-----|\s/g, ''), 'base64');
      const whole = (at: Instant) => (Math.floor(at / 1000) * 1000) as Instant;
      return {
        keyId: `5a3c0000-0000-4000-8000-${String(made).padStart(12, '0')}`,
        name: `Expiry Monitor #${made}`,
        der: der.toString('base64'),
        thumbprint: createHash('sha1').update(der).digest('hex').toUpperCase(),
        startsAt: plus(whole(startsAt), 1000 as never),
        expiresAt: whole(expiresAt),
      };
    };
    const held = async () => {
      const list = await setting.certificates.held(setting.holder);
      if (!list.ok) throw new Error(list.failure.detail);
      return list.value;
    };
    const DONE = { ok: true, value: undefined };
    const byKey = (all: Awaited<ReturnType<typeof held>>) =>
      all.toSorted((a, b) => (a.keyId < b.keyId ? -1 : 1));

    test('adds one beside all that are there, under the key id and name that it was given', async () => {
      const before = await held();
      expect(before.length).toBeGreaterThan(0);
      const certificate = await aNew();
      expect(await setting.certificates.add(setting.holder, certificate)).toEqual(DONE);
      const { keyId, name: called, thumbprint } = certificate;
      expect(byKey(await held())).toEqual(byKey([...before, { keyId, name: called, thumbprint }]));
    });

    test('adds the same key id once, however often it is told to', async () => {
      const certificate = await aNew();
      await setting.certificates.add(setting.holder, certificate);
      const before = await held();
      expect(await setting.certificates.add(setting.holder, certificate)).toEqual(DONE);
      expect(await held()).toEqual(before);
    });

    test('takes away exactly the one that it is told to, and finds nothing wrong in doing it twice', async () => {
      const [goes, stays] = [await aNew(), await aNew()];
      await setting.certificates.add(setting.holder, goes);
      await setting.certificates.add(setting.holder, stays);
      const before = await held();
      expect(await setting.certificates.remove(setting.holder, goes.keyId)).toEqual(DONE);
      expect(await setting.certificates.remove(setting.holder, goes.keyId)).toEqual(DONE);
      expect(byKey(await held())).toEqual(byKey(before.filter(({ keyId }) => keyId !== goes.keyId)));
    });

    test('says that there is no such application; there is nothing to take away from it', async () => {
      const { certificates, nobody } = setting;
      const missing = { ok: false, failure: { code: 'NOT_FOUND' } };
      expect(await certificates.held(nobody)).toMatchObject(missing);
      expect(await certificates.add(nobody, await aNew())).toMatchObject(missing);
      expect(await certificates.remove(nobody, 'a'.repeat(8))).toEqual(DONE);
    });

    test('says that one is refused, and has changed nothing', async () => {
      const before = await held();
      const refused = { ...(await aNew()), expiresAt: minus(setting.now, days(1)) };
      expect(await setting.certificates.add(setting.holder, refused)).toMatchObject({
        ok: false,
        failure: { code: 'REJECTED' },
      });
      expect(await held()).toEqual(before);
    });

    test('says that it is away, and has done nothing', async () => {
      const [kept, another] = [await aNew(), await aNew()];
      await setting.certificates.add(setting.holder, kept);
      const before = await held();
      setting.goAway();
      const answers = [
        await setting.certificates.held(setting.holder),
        await setting.certificates.add(setting.holder, another),
        await setting.certificates.remove(setting.holder, kept.keyId),
      ];
      setting.comeBack();
      for (const answer of answers)
        expect(answer).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      expect(await held()).toEqual(before);
    });

    test('says that it may not', async () => {
      const another = await aNew();
      setting.deny();
      const answers = [
        await setting.certificates.held(setting.holder),
        await setting.certificates.add(setting.holder, another),
      ];
      setting.comeBack();
      for (const answer of answers)
        expect(answer).toMatchObject({ ok: false, failure: { code: 'FORBIDDEN' } });
    });

    test('whose answer is lost has it once, however often it is asked again', async () => {
      const certificate = await aNew();
      setting.loseNextAnswer();
      expect(await setting.certificates.add(setting.holder, certificate)).toMatchObject({
        ok: false,
        failure: { code: 'UNAVAILABLE' },
      });
      expect(await setting.certificates.add(setting.holder, certificate)).toEqual(DONE);
      expect((await held()).filter(({ keyId }) => keyId === certificate.keyId)).toHaveLength(1);
    });
  });
};
