import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readVault } from '../../lib/adapters/key-vault/read-vault.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { aTenant } from '../support/tenants.ts';
import { clientsWith, type ListedItem } from '../support/vaults-in-memory.ts';

const place = { url: 'https://kv.vault.example:8443', owners: {} };
const reading = { tenant: aTenant(), digest: sha256, clock: fakeClock() };
const read = async (lists: Parameters<typeof clientsWith>[0]) => {
  const answer = await readVault(clientsWith(lists), place, reading);
  if (!answer.ok) throw new Error(answer.failure.detail);
  return answer.value;
};

const names = fc.stringMatching(/^[0-9A-Za-z-]{1,12}$/);
const dates = fc.option(fc.date({ noInvalidDate: true }), { nil: undefined });
const items = fc
  .record({
    name: names,
    enabled: fc.option(fc.boolean(), { nil: undefined }),
    notBefore: dates,
    expiresOn: dates,
    createdOn: dates,
    tags: fc.option(fc.dictionary(fc.string(), fc.string()), { nil: undefined }),
  })
  .map((item): ListedItem => item);
const lists = fc.uniqueArray(items, { selector: ({ name }) => name, maxLength: 6 });
const certificates = lists.map((all) =>
  all.map((item, at) => ({ ...item, x509Thumbprint: new Uint8Array(20).fill(at) })),
);

describe('a certificate with the key and the secret that it brought along', () => {
  test('is one thing, and what stands on its own stays', async () => {
    await fc.assert(
      fc.asyncProperty(certificates, lists, lists, async (of, secrets, keys) => {
        const taken = new Set(of.map(({ name }) => name));
        const own = (all: readonly ListedItem[]) => all.filter(({ name }) => !taken.has(name));
        const twins = of.map((item) => ({ ...item, managed: true }));
        const { subjects, unread } = await read({
          certificates: of,
          secrets: [...twins, ...own(secrets)],
          keys: [...own(keys), ...twins],
        });
        expect(unread).toEqual([]);
        expect(subjects.map(({ nativeId }) => nativeId)).toEqual([
          ...of.map(({ name }) => `kv.vault.example/certificates/${name}`),
          ...own(secrets).map(({ name }) => `kv.vault.example/secrets/${name}`),
          ...own(keys).map(({ name }) => `kv.vault.example/keys/${name}`),
        ]);
        const ids = subjects.flatMap(({ id, credentials }) => [id, ...credentials.map((each) => each.id)]);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 100 },
    );
  });

  test('has one id as long as it is the same version, whatever else changes', async () => {
    await fc.assert(
      fc.asyncProperty(items, items, async (before, after) => {
        const { name, createdOn } = before;
        const [first, second] = await Promise.all(
          [before, { ...after, name, createdOn }].map((secret) => read({ secrets: [secret] })),
        );
        expect(second!.subjects[0]!.credentials[0]!.id).toBe(first!.subjects[0]!.credentials[0]!.id);
      }),
      { numRuns: 50 },
    );
  });
});

describe('an entry of a list with odd contents', () => {
  const good: ListedItem = { name: 'good', expiresOn: new Date('2027-01-01') };

  test.each<readonly [string, Omit<ListedItem, 'name'>]>([
    ['no dates', {}],
    ['dates of null', { notBefore: null, expiresOn: null, createdOn: null }],
    ['the date zero', { expiresOn: new Date(0) }],
    ['an end before its start', { notBefore: new Date('2027-01-01'), expiresOn: new Date('2026-01-01') }],
    ['tags of null', { tags: null }],
    ['a name in tags that is no name', { tags: { 'used-by': ' ,; ', owner: ' ' } }],
  ])('is taken with %s', async (_what, odd) => {
    const { subjects, unread } = await read({ secrets: [{ name: 'odd', ...odd }, good] });
    expect(subjects.map(({ name }) => name)).toEqual(['odd', 'good']);
    expect(subjects[0]!.credentials[0]!.dependents).toBeUndefined();
    expect(unread).toEqual([]);
  });

  test.each<readonly [string, Omit<ListedItem, 'name'> & { readonly name?: unknown }, string]>([
    ['a date that is none', { expiresOn: new Date(Number.NaN) }, 'expiresOn'],
    ['a date beyond all calendars', { expiresOn: new Date(1e18) }, 'expiresOn'],
    ['a text for a date', { expiresOn: 'soon' }, 'expiresOn'],
    ['no name', { name: '' }, 'name'],
    ['a thumbprint of the wrong length', { x509Thumbprint: new Uint8Array(3) }, 'x509Thumbprint'],
  ])('is said to be unread with %s, and costs nothing but itself', async (_what, odd, field) => {
    const { subjects, unread } = await read({ certificates: [{ name: 'odd', ...odd } as ListedItem, good] });
    expect(subjects.map(({ name }) => name)).toEqual(['good']);
    expect(unread).toEqual([
      {
        what: 'vaults/kv.vault.example/certificates',
        reason: `An entry of its list is not understood: ${field}.`,
      },
    ]);
  });
});
