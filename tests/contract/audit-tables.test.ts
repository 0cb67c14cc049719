import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tableAudit } from '../../lib/adapters/tables/audit-table.ts';
import { fromColumns } from '../../lib/adapters/tables/chunked-text.ts';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { type EventId, readId } from '../../lib/domain/ids.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';
import { type AuditEntryRead, auditContract } from './audit.contract.ts';

let tables: RunningTables;
let made = 0;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

const emptyTable = async () => {
  const name = `Audit${(made += 1)}`;
  await createTables(tables.service, [name]);
  return tables.client(name);
};

auditContract('the record in a table', async () => {
  const client = await emptyTable();
  return {
    audit: tableAudit(client),
    read: async () => {
      const entries: AuditEntryRead[] = [];
      for await (const entity of client.listEntities())
        entries.push({
          id: readId<EventId>(entity.rowKey!.slice(1)),
          occurredAt: parseInstant(String(entity['occurredAt']))!,
          body: fromColumns('body', entity)!,
        });
      return entries;
    },
  };
});

test('an entry whose answer is lost is there once, and adding it is no error', async () => {
  const client = await emptyTable();
  tables.proxy.mishaps(/batch/, 'unanswered');
  await tableAudit(client).append([
    {
      id: readId<EventId>('ev-aaaaaaaaaaaaaaaaaaaaaaaaaa'),
      occurredAt: parseInstant('2026-11-21T12:00:00Z')!,
      body: '{}',
    },
  ]);
  expect(tables.proxy.left()).toBe(0);
  await expect(client.getEntity('events-2026-11', 'Xev-aaaaaaaaaaaaaaaaaaaaaaaaaa')).resolves.toBeDefined();
});
