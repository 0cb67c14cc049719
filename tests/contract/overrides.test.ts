import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableOverrides } from '../../lib/adapters/tables/overrides-table.ts';
import { tableSilences } from '../../lib/adapters/tables/silences-table.ts';
import type { TenantId } from '../../lib/domain/ids.ts';
import type { KeptOverride } from '../../lib/domain/owner-override.ts';
import { instantOfMs, parseInstant } from '../../lib/domain/time.ts';
import type { Overrides } from '../../lib/ports/overrides.ts';
import { overrideKind, silenceKind, TENANTS } from '../support/aggregate-kinds.ts';
import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeOverrides } from '../support/fakes/overrides.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';

const NOW = parseInstant('2026-11-21T12:00:00Z')!;
const [here, elsewhere] = TENANTS as readonly [TenantId, TenantId];

let tables: RunningTables;
let made = 0;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());
const freshTable = async () => {
  const name = `Overrides${(made += 1)}`;
  await createTables(tables.service, [name]);
  return tables.client(name);
};
const refuse = (row: string) => {
  throw new Error(`${row} can't be read.`);
};

describe.each<[string, () => Promise<Overrides>]>([
  ['overrides in memory', () => Promise.resolve(fakeOverrides(fakeOutbox()))],
  ['overrides in a table', async () => tableOverrides(await freshTable(), [here, elsewhere])],
])('%s', (_name, make) => {
  const stateOf = (n: number, tenant: TenantId, ended = false): KeptOverride => {
    const { override } = overrideKind.state(n);
    return {
      override: { ...override, tenant, id: overrideKind.key(n).id, setAt: instantOfMs(NOW + n) },
      ended: ended ? { at: NOW, cause: 'ended', by: undefined } : undefined,
    };
  };

  test('those of a tenant that are not over are read at once, the newest first', async () => {
    const overrides = await make();
    await expect(overrides.read(here, refuse)).resolves.toEqual([]);
    const all = [stateOf(1, here), stateOf(2, here), stateOf(3, here, true), stateOf(4, elsewhere)];
    for (const state of all) {
      const { tenant, id } = state.override;
      const wanted = { state, expected: 'absent', dueAt: undefined, messages: [] } as const;
      expect((await overrides.commit({ tenant, id }, wanted)).ok).toBe(true);
    }
    await expect(overrides.read(here, refuse)).resolves.toEqual([all[1]!.override, all[0]!.override]);
    const listed: KeptOverride[] = [];
    for await (const state of overrides.list(here, refuse)) listed.push(state);
    expect(listed).toHaveLength(3);
  });
});

test('silences lie in the same table, and neither is taken for the other', async () => {
  const client = await freshTable();
  const [silences, overrides] = [tableSilences(client, TENANTS), tableOverrides(client, TENANTS)];
  const common = { expected: 'absent', messages: [], dueAt: NOW } as const;
  for (let n = 1; n <= 40; n += 1)
    await silences.commit(silenceKind.key(n), { ...common, state: silenceKind.state(n) });
  await overrides.commit(overrideKind.key(1), { ...common, state: overrideKind.state(1) });
  expect(await overrides.due(NOW, 100)).toEqual([overrideKind.key(1)]);
  expect(await silences.due(NOW, 100)).toHaveLength(40);
  expect(await overrides.read(TENANTS[0]!, refuse)).toHaveLength(
    overrideKind.state(1).ended === undefined ? 1 : 0,
  );
});
