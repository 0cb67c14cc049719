import { afterAll, beforeAll } from '@jest/globals';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableSeenSubjects } from '../../lib/adapters/tables/seen-subjects-table.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';
import { seenSubjectsContract } from './seen-subjects.contract.ts';

let tables: RunningTables;
let made = 0;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

seenSubjectsContract('what scans met, in a table', async () => {
  const name = `Scans${(made += 1)}`;
  await createTables(tables.service, [name]);
  return tableSeenSubjects(tables.client(name));
});
