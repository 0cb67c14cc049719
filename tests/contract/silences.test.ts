import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableDirectory } from '../../lib/adapters/tables/directory-table.ts';
import { tableSilences } from '../../lib/adapters/tables/silences-table.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import { armingKind, silenceKind, TENANTS } from '../support/aggregate-kinds.ts';
import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeSilences } from '../support/fakes/stores.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';
import { silencesContract } from './silences.contract.ts';

let tables: RunningTables;
let made = 0;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());
const freshTable = async () => {
  const name = `Directory${(made += 1)}`;
  await createTables(tables.service, [name]);
  return tables.client(name);
};

silencesContract('silences in memory', () => Promise.resolve(fakeSilences(fakeOutbox())));
silencesContract('silences in a table', async (tenants) => tableSilences(await freshTable(), tenants));

test('what is armed lies in the same table, and neither is taken for the other', async () => {
  const now = parseInstant('2026-11-21T12:00:00Z')!;
  const client = await freshTable();
  const silences = tableSilences(client, TENANTS);
  const arming = tableDirectory(client, TENANTS);
  const key = silenceKind.key(1);
  const common = { expected: 'absent', messages: [] } as const;
  await silences.commit(key, { ...common, state: silenceKind.state(1), dueAt: now });
  await arming.commit(armingKind.key(1), { ...common, state: armingKind.state(1), dueAt: undefined });
  expect(await silences.due(now, 10)).toEqual([key]);
  expect(await arming.due(now, 10)).toEqual([]);
  expect(await silences.due(now, 10)).toEqual([key]);
});
