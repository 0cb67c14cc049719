import { afterAll, beforeAll } from '@jest/globals';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableSubjects } from '../../lib/adapters/tables/subjects-table.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';
import { subjectsContract } from './subjects.contract.ts';

let tables: RunningTables;
let made = 0;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

subjectsContract('the inventory in a table', async (tenants) => {
  const name = `Subjects${(made += 1)}`;
  await createTables(tables.service, [name]);
  return tableSubjects(tables.client(name), tenants);
});
