import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableScans } from '../../lib/adapters/tables/scans-table.ts';
import { type ScanId, tenantId } from '../../lib/domain/ids.ts';
import { instantOfMs } from '../../lib/domain/time.ts';
import { blankScan } from '../../lib/use-cases/start-scan.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';

const TENANT = tenantId('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11');

let tables: RunningTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

test('the plan of a scan of 5,000 vaults with the longest of names is kept whole', async () => {
  await createTables(tables.service, ['Scans']);
  const scans = tableScans(tables.client('Scans'), [TENANT]);
  const key = { tenant: TENANT, id: 'sc-aaaaaaaaaaaaaaaaaaaaaaaaaa' as ScanId };
  const parts = Array.from(
    { length: 5_000 },
    (_, n) => `vaults/${`kv-${n}`.padEnd(24, 'x')}.vault.usgovcloudapi.net`,
  );
  const slices = Array.from({ length: 64 }, (_, index) => parts.slice(index * 79, (index + 1) * 79));
  const state = {
    ...blankScan({ tenant: TENANT, source: 'key-vault' }, instantOfMs(0)),
    plan: { slices, open: slices.map((_, index) => index) },
  };
  const saved = await scans.commit(key, { expected: 'absent', state, dueAt: undefined, messages: [] });
  expect(saved.ok).toBe(true);
  expect((await scans.find(key))?.state).toEqual(state);
});
