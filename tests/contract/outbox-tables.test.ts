import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll } from '@jest/globals';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableOutbox } from '../../lib/adapters/tables/outbox-table.ts';
import { tableRenewals } from '../../lib/adapters/tables/renewals-table.ts';
import { tableSubjects } from '../../lib/adapters/tables/subjects-table.ts';
import { renewalKind, subjectKind, TENANTS } from '../support/aggregate-kinds.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';
import { outboxContract } from './outbox.contract.ts';

let tables: RunningTables;
let made = 0;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

outboxContract('the outbox of several tables', async () => {
  made += 1;
  const names = [`Renewals${made}`, `Subjects${made}`] as const;
  await createTables(tables.service, names);
  const tenants = TENANTS.slice(0, 1);
  const places = [
    { client: tables.client(names[0]), tenants: undefined },
    { client: tables.client(names[1]), tenants },
  ] as const;
  const renewals = tableRenewals(places[0].client);
  const subjects = tableSubjects(places[1].client, tenants);
  let used = 0;
  return {
    outbox: tableOutbox(places),
    commit: async (store, messages) => {
      const change = { expected: 'absent', dueAt: undefined, messages } as const;
      used += 1;
      const result =
        store === 0
          ? await renewals.commit(renewalKind.key(used), { ...change, state: renewalKind.state(1) })
          : await subjects.commit(subjectKind.key(used), { ...change, state: subjectKind.state(1) });
      if (!result.ok) throw new Error(result.failure.code);
      // The service tells age to the millisecond; two rows of one millisecond have none between them.
      await pause(2);
    },
  };
});
