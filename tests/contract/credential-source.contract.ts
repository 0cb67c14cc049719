import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Subject } from '../../lib/domain/credential.ts';
import { credentialId, subjectId } from '../../lib/domain/ids.ts';
import type { CredentialSource, SourcePage } from '../../lib/ports/credential-source.ts';

/** A source over several pages, with one entry that can't be understood or one place that can't be read. */
export interface SourceSetting {
  readonly source: CredentialSource;
  /** What there is, by native id. */
  readonly nativeIds: readonly string[];
  /** Of the source's own shape, but not there. */
  readonly missing: string;
  /** What is said to be unread names this. */
  readonly unread: string;
  /** Every value that a credential of this source has. */
  readonly values: readonly string[];
  readonly goAway: () => void;
  readonly deny: () => void;
  readonly comeBack: () => void;
  readonly stop: () => Promise<void>;
}

/** What every source of credentials promises. */
export const credentialSourceContract = (name: string, open: () => Promise<SourceSetting>): void => {
  describe(`${name} as a source of credentials`, () => {
    let setting: SourceSetting;
    beforeAll(async () => {
      setting = await open();
    });
    afterAll(() => setting.stop());

    test('leads over several pages to the last one, and shows everything once', async () => {
      const pages = await allPages(setting.source);
      expect(pages.length).toBeGreaterThan(1);
      const met = subjectsOf(pages).map(({ nativeId }) => nativeId);
      expect(met.toSorted()).toEqual(setting.nativeIds.toSorted());
    });

    test('tells what it would have by its native id, whether that is there or not', () => {
      const { source, nativeIds, missing } = setting;
      for (const nativeId of [...nativeIds, missing]) expect(source.watches(nativeId)).toBe(true);
      for (const foreign of ['', 'elsewhere', 'other.vault.example/certificates/x'])
        expect(source.watches(foreign)).toBe(false);
    });

    test('gives everything an id that follows from where it is', async () => {
      const { source } = setting;
      for (const subject of subjectsOf(await allPages(source))) {
        const { nativeId, credentials } = subject;
        expect(subject).toMatchObject({ tenant: source.tenant, source: source.source });
        const { tenant, source: of } = source;
        expect(subject.id).toBe(subjectId(sha256, { tenant, source: of, nativeId }));
        for (const { id, kind, keyId } of credentials) {
          expect(id).toBe(credentialId(sha256, subject.id, kind, keyId));
        }
        expect(new Set(credentials.map(({ id }) => id)).size).toBe(credentials.length);
      }
    });

    test('shows the same again to who asks the same again', async () => {
      const pages = await allPages(setting.source);
      const [first] = pages;
      const [one, two] = await placesOf(setting.source, pages);
      expect(await setting.source.page(...one!)).toEqual({ ok: true, value: first });
      expect(await setting.source.page(...two!)).toEqual({ ok: true, value: pages[1] });
    });

    test('says what could not be read, and takes the rest', async () => {
      const unread = (await allPages(setting.source)).flatMap((page) => page.unread);
      expect(unread).toEqual([{ what: expect.stringContaining(setting.unread), reason: expect.any(String) }]);
    });

    test('tells nothing of any value', async () => {
      const told = JSON.stringify(await allPages(setting.source));
      expect(setting.values.filter((value) => told.includes(value))).toEqual([]);
    });

    test('shows at a second look what the scan showed', async () => {
      const subjects = subjectsOf(await allPages(setting.source));
      for (const subject of [subjects.at(0)!, subjects.at(-1)!]) {
        expect(await setting.source.look(subject.nativeId)).toEqual({ ok: true, value: subject });
      }
    });

    test('says of what is not there that it is not there', async () => {
      expect(await setting.source.look(setting.missing)).toEqual({ ok: true, value: undefined });
    });

    test('says that it is away, and goes on from the same cursor when it is back', async () => {
      const pages = await allPages(setting.source);
      const [, place] = await placesOf(setting.source, pages);
      setting.goAway();
      const failed = await setting.source.page(...place!);
      const looked = await setting.source.look(setting.nativeIds[0]!);
      setting.comeBack();
      expect([failed, looked]).toMatchObject([
        { ok: false, failure: { code: 'UNAVAILABLE' } },
        { ok: false, failure: { code: 'UNAVAILABLE' } },
      ]);
      expect(await setting.source.page(...place!)).toEqual({ ok: true, value: pages[1] });
    });

    test('never says of what it may not see that it is gone', async () => {
      setting.deny();
      const looked = await setting.source.look(setting.nativeIds[0]!);
      setting.comeBack();
      expect(looked).toMatchObject({ ok: false, failure: { code: 'FORBIDDEN' } });
    });
  });
};

/** Reads a source from the first page to the last, part by part; a part that is closed to us is unread, as in a scan. */
export const allPages = async (source: CredentialSource): Promise<readonly SourcePage[]> => {
  const pages: SourcePage[] = [];
  for (const part of await partsOf(source)) {
    let cursor: string | undefined;
    do {
      const page = await source.page(cursor, part);
      if (!page.ok && (part === undefined || page.failure.code !== 'FORBIDDEN'))
        throw new Error(`The source failed: ${page.failure.detail}`);
      pages.push(page.ok ? page.value : closed(part, page.failure.detail));
      cursor = page.ok ? page.value.next : undefined;
    } while (cursor !== undefined);
  }
  return pages;
};

const closed = (what = '', reason: string): SourcePage => ({
  subjects: [],
  unread: [{ what, reason }],
  next: undefined,
});

const partsOf = async (source: CredentialSource): Promise<readonly (string | undefined)[]> => {
  const parts = await source.parts?.();
  if (parts?.ok === false) throw new Error(`The source failed: ${parts.failure.detail}`);
  return parts?.value ?? [undefined];
};

/** Where each page is asked for: its cursor and its part. */
const placesOf = async (
  source: CredentialSource,
  pages: readonly SourcePage[],
): Promise<readonly (readonly [string | undefined, string | undefined])[]> => {
  const [first, ...others] = await partsOf(source);
  const places: (readonly [string | undefined, string | undefined])[] = [];
  const parts = [first, ...others].values();
  let part = parts.next().value;
  let cursor: string | undefined;
  for (const { next } of pages) {
    places.push([cursor, part]);
    cursor = next;
    if (next === undefined) part = parts.next().value;
  }
  return places;
};

/** All subjects of some pages. */
export const subjectsOf = (pages: readonly SourcePage[]): readonly Subject[] =>
  pages.flatMap(({ subjects }) => subjects);
