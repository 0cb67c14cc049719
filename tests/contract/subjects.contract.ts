import { describe, expect, test } from '@jest/globals';
import type { Credential } from '../../lib/domain/credential.ts';
import type { SubjectId, TenantId } from '../../lib/domain/ids.ts';
import { days, parseInstant, plus } from '../../lib/domain/time.ts';
import type { KnownSubject, NewSubject, Subjects, SubjectState } from '../../lib/ports/subjects.ts';
import { aSubject } from '../support/builders.ts';
import { subjectKind, TENANTS } from '../support/aggregate-kinds.ts';
import { aMessage } from '../support/messages.ts';

const NOW = parseInstant('2026-11-21T12:00:00Z')!;

/** What the inventory promises beyond what every store of aggregates does. Each test gets one with nothing in it. */
export const subjectsContract = (
  name: string,
  makeSubjectUnderTest: (tenants: readonly TenantId[]) => Promise<Subjects>,
): void =>
  describe(name, () => {
    const [here, elsewhere] = TENANTS as readonly [TenantId, TenantId];
    const empty = () => makeSubjectUnderTest([here, elsewhere]);
    const stateOf = (n: number, given: Partial<SubjectState> = {}): SubjectState => {
      const state = subjectKind.state(n);
      const { id } = subjectKind.key(n);
      return { ...state, facts: { ...state.facts, id, tenant: here }, ...given };
    };
    const keep = async (subjects: Subjects, state: SubjectState) => {
      const { tenant, id } = state.facts;
      const kept = await subjects.commit(
        { tenant, id },
        { state, expected: 'absent', dueAt: plus(NOW, days(1)), messages: [aMessage()] },
      );
      expect(kept.ok).toBe(true);
    };
    const listed = async (subjects: Subjects, tenant: TenantId): Promise<readonly SubjectState[]> => {
      const states: SubjectState[] = [];
      const nothingUnreadable = (row: string) => {
        throw new Error(`${row} can't be read.`);
      };
      for await (const state of subjects.list(tenant, nothingUnreadable)) states.push(state);
      return states.sort(byId);
    };
    const asNew = (state: SubjectState): NewSubject => ({ state, factsText: JSON.stringify(state.facts) });
    const byId = (a: SubjectState, b: SubjectState) => (a.facts.id < b.facts.id ? -1 : 1);

    test('an empty inventory lists nothing', async () => {
      await expect(listed(await empty(), here)).resolves.toEqual([]);
    });

    test('all of a tenant are listed once, and none of another one', async () => {
      const subjects = await empty();
      const mine = [1, 2, 3, 4, 5, 6, 7].map((n) => stateOf(n));
      const other = stateOf(8);
      for (const state of [...mine, { ...other, facts: { ...other.facts, tenant: elsewhere } }])
        await keep(subjects, state);
      await expect(listed(subjects, here)).resolves.toEqual(mine.sort(byId));
      await expect(listed(subjects, elsewhere)).resolves.toHaveLength(1);
    });

    test('a list goes on after any subject, in the order that it always has', async () => {
      const subjects = await empty();
      for (const n of Array.from({ length: 40 }, (_, index) => index + 1)) await keep(subjects, stateOf(n));
      const unlisted = (row: string) => {
        throw new Error(`${row} can't be read.`);
      };
      const idsAfter = async (after?: SubjectId): Promise<readonly string[]> => {
        const ids: string[] = [];
        for await (const { facts } of subjects.list(here, unlisted, after)) ids.push(facts.id);
        return ids;
      };
      const all = (await idsAfter()) as readonly SubjectId[];
      expect(all).toHaveLength(40);
      for (const [index, id] of all.entries()) expect(await idsAfter(id)).toEqual(all.slice(index + 1));
    });

    test('what is gone stays as a tombstone, and may come back', async () => {
      const subjects = await empty();
      const state = stateOf(1, { goneAt: undefined });
      const key = { tenant: here, id: state.facts.id };
      await keep(subjects, state);
      for (const goneAt of [NOW, undefined]) {
        const { version } = (await subjects.find(key))!;
        await subjects.commit(key, {
          state: { ...state, goneAt },
          expected: version,
          dueAt: undefined,
          messages: [],
        });
        await expect(listed(subjects, here)).resolves.toEqual([{ ...state, goneAt }]);
      }
    });

    const knownIn = async (subjects: Subjects) => {
      const all: KnownSubject[] = [];
      for await (const known of subjects.known(here)) all.push(known);
      return all.sort((a, b) => (a.id < b.id ? -1 : 1));
    };

    test('what is known of all is told without their facts', async () => {
      const subjects = await empty();
      const mine = [stateOf(1, { goneAt: NOW }), ...[2, 3, 4].map((n) => stateOf(n, { goneAt: undefined }))];
      for (const state of mine) await keep(subjects, state);
      await expect(knownIn(subjects)).resolves.toEqual(
        mine.sort(byId).map(({ facts: { id, source }, factsHash, goneAt }) => {
          return { id, source, factsHash, isGone: goneAt !== undefined };
        }),
      );
    });

    test('who holds a certificate is told by its thumbprint, however the row was written, and without its facts', async () => {
      const subjects = await empty();
      const [first, second] = ['A', 'B'].map((digit) => digit.repeat(40)) as [string, string];
      const holding = (n: number, thumbprints: readonly (string | undefined)[]): SubjectState => {
        const state = stateOf(n);
        const { facts } = state;
        const [credential] = aSubject().credentials as readonly [Credential];
        const credentials = thumbprints.map((thumbprint) => ({ ...credential, thumbprint }));
        return { ...state, facts: { ...facts, credentials } };
      };
      await keep(subjects, holding(1, [first, second, first]));
      await keep(subjects, holding(2, [undefined, "' or true", 'a thumbprint of nothing']));
      await subjects.insertAll([holding(3, [second]), holding(4, [])].map(asNew), NOW);
      const found: Record<string, readonly string[]> = {};
      for await (const { id, thumbprints } of subjects.certificates(here))
        found[id] = [...new Set(thumbprints)].toSorted();
      expect(found).toEqual({
        [stateOf(1).facts.id]: [first, second],
        [stateOf(3).facts.id]: [second],
      });
    });

    test('many new ones are inserted at once, all due then', async () => {
      const subjects = await empty();
      const many = Array.from({ length: 120 }, (_, n) => stateOf(n + 1));
      await expect(subjects.insertAll(many.map(asNew), NOW)).resolves.toEqual([]);
      await expect(listed(subjects, here)).resolves.toEqual(many.sort(byId));
      const due = await subjects.due(NOW, 1000);
      expect(due.map(({ id }) => id).sort()).toEqual(many.map(({ facts }) => facts.id));
      // As whole as if it had been committed by itself.
      const [{ facts: key }] = many as [SubjectState];
      const { version, state } = (await subjects.find(key))!;
      const moved = await subjects.commit(key, { state, expected: version, dueAt: undefined, messages: [] });
      expect(moved.ok).toBe(true);
      expect(await subjects.due(NOW, 1000)).toHaveLength(119);
    });

    test('one that is there already stays as it is, and is among those that are answered', async () => {
      const subjects = await empty();
      const there = stateOf(1);
      await keep(subjects, there);
      const refused = await subjects.insertAll(
        [stateOf(2), stateOf(1, { factsHash: 'other' })].map(asNew),
        NOW,
      );
      expect(refused.map(({ facts }) => facts.id)).toContain(there.facts.id);
      await expect(subjects.find(there.facts)).resolves.toMatchObject({ state: there });
    });

    test('a subject with 200 KB of facts is kept whole', async () => {
      const subjects = await empty();
      const state = stateOf(1);
      const credential: Credential = {
        id: 'cr-aaaaaaaaaaaaaaaaaaaaaaaaaa' as Credential['id'],
        kind: 'client-secret',
        keyId: '00000000-0000-0000-0000-000000000000',
        name: 'Büro 😀'.repeat(10),
        startsAt: NOW,
        expiresAt: plus(NOW, days(365)),
        thumbprint: undefined,
        hint: 'abc',
        enabled: true,
        renewsItself: false,
        managedBy: undefined,
      };
      const large = {
        ...state,
        facts: { ...state.facts, credentials: Array.from({ length: 700 }, () => credential) },
      };
      expect(JSON.stringify(large.facts).length).toBeGreaterThan(200_000);
      await keep(subjects, large);
      await expect(subjects.find({ tenant: here, id: state.facts.id })).resolves.toMatchObject({
        state: large,
      });
    });
  });
