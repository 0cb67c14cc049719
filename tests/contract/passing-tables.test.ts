import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableLinks } from '../../lib/adapters/tables/links-table.ts';
import { removePassed } from '../../lib/adapters/tables/passing-rows.ts';
import { tableRateLimits } from '../../lib/adapters/tables/rate-limits-table.ts';
import { tablePendingSignIns, tableSessions } from '../../lib/adapters/tables/sessions-table.ts';
import { linkDueAt } from '../../lib/domain/link.ts';
import { aLink, aPerson, NOW } from '../support/builders.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';
import { passingContract } from './passing.contract.ts';

let tables: RunningTables;
beforeAll(async () => {
  tables = await startTables();
  await createTables(tables.service);
});
afterAll(() => tables.stop());

passingContract('tables', () => {
  const [sessions, limits] = [tables.client('Sessions'), tables.client('RateLimits')];
  return {
    sessions: tableSessions(sessions),
    pendingSignIns: tablePendingSignIns(sessions),
    limits: tableRateLimits(limits),
    expired: { remove: removePassed([sessions, limits]) },
  };
});

describe('what the tables hold', () => {
  test('has no key of a session in it, no state of a sign-in and nothing of who was counted', async () => {
    const { tenant, objectId } = aPerson('Olive');
    const key = await tableSessions(tables.client('Sessions')).begin({
      ...{
        person: { tenant, objectId },
        name: 'Olive',
        authenticatedAt: NOW,
        freshFor: undefined,
        only: undefined,
      },
      until: NOW,
    });
    await tableRateLimits(tables.client('RateLimits')).add('203.0.113.0/24', 600_000 as never, NOW);
    const rows: string[] = [];
    for (const name of ['Sessions', 'RateLimits'])
      for await (const row of tables.client(name).listEntities()) rows.push(JSON.stringify(row));
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter((row) => row.includes(key) || row.includes('203.0.113'))).toEqual([]);
  });

  test('knows when a link was written, by the clock of the store', async () => {
    const links = tableLinks(tables.client('Links'));
    const text = 'AAAA';
    const sealed = { ciphertext: text, iv: text, wrappedShare: text, wrapKeyId: text, boundTo: text };
    const link = aLink({ sealed });
    const before = Date.now() - 1_000;
    expect(await links.writtenAt(link.id)).toBeUndefined();
    await links.commit(link.id, {
      expected: 'absent',
      state: link,
      dueAt: linkDueAt(link),
      messages: [],
    });
    const writtenAt = await links.writtenAt(link.id);
    expect(writtenAt).toBeGreaterThan(before);
    expect(writtenAt).toBeLessThan(Date.now() + 1_000);
  });
});
