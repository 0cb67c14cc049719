import { describe, expect, test } from '@jest/globals';
import type { TenantId } from '../../lib/domain/ids.ts';
import type { KeptSilence } from '../../lib/domain/kept-silence.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import type { Silences } from '../../lib/ports/silences.ts';
import { silenceKind, TENANTS } from '../support/aggregate-kinds.ts';
import { aMessage } from '../support/messages.ts';

const NOW = parseInstant('2026-11-21T12:00:00Z')!;

/** What silences promise beyond what every store of aggregates does. Each test gets a store with nothing in it. */
export const silencesContract = (
  name: string,
  make: (tenants: readonly TenantId[]) => Promise<Silences>,
): void =>
  describe(name, () => {
    const [here, elsewhere] = TENANTS as readonly [TenantId, TenantId];
    const stateOf = (n: number, tenant: TenantId): KeptSilence => {
      const state = silenceKind.state(n);
      return { ...state, silence: { ...state.silence, tenant, id: silenceKind.key(n).id } };
    };
    const keep = (silences: Silences, state: KeptSilence) =>
      silences.commit(
        { tenant: state.silence.tenant, id: state.silence.id },
        { state, expected: 'absent', dueAt: NOW, messages: [aMessage()] },
      );
    const listed = async (silences: Silences, tenant: TenantId): Promise<readonly KeptSilence[]> => {
      const states: KeptSilence[] = [];
      const unreadable = (row: string) => {
        throw new Error(`${row} can't be read.`);
      };
      for await (const state of silences.list(tenant, unreadable)) states.push(state);
      return states.sort(byId);
    };
    const byId = (a: KeptSilence, b: KeptSilence) => (a.silence.id < b.silence.id ? -1 : 1);

    test('all of a tenant are listed once, the ended ones too, and none of another one', async () => {
      const silences = await make([here, elsewhere]);
      await expect(listed(silences, here)).resolves.toEqual([]);
      const mine = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => stateOf(n, here));
      for (const state of [...mine, stateOf(10, elsewhere)])
        expect((await keep(silences, state)).ok).toBe(true);
      await expect(listed(silences, here)).resolves.toEqual(mine.sort(byId));
      await expect(listed(silences, elsewhere)).resolves.toHaveLength(1);
    });
  });
