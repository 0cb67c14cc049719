import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tableAudit } from '../../lib/adapters/tables/audit-table.ts';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableDirectory } from '../../lib/adapters/tables/directory-table.ts';
import { tableOutbox } from '../../lib/adapters/tables/outbox-table.ts';
import { tableRenewalSketches } from '../../lib/adapters/tables/renewal-sketches.ts';
import { tableRenewals } from '../../lib/adapters/tables/renewals-table.ts';
import { tableOverrides } from '../../lib/adapters/tables/overrides-table.ts';
import { tableSilences } from '../../lib/adapters/tables/silences-table.ts';
import { tableSubjects } from '../../lib/adapters/tables/subjects-table.ts';
import { sha256, sha256Bytes } from '../../lib/adapters/system/sha256.ts';
import { unarmed } from '../../lib/domain/arming.ts';
import { DEFAULT_POLICY, type Policy } from '../../lib/domain/policy.ts';
import { minutes, plus } from '../../lib/domain/time.ts';
import { judgeDueSubjects } from '../../lib/use-cases/judge-due-subjects.ts';
import { TENANT } from '../support/app.ts';
import { aJudgedSubject, fill } from '../support/bench/inventory.ts';
import { NOW } from '../support/builders.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeDirectory } from '../support/fakes/directory.ts';
import { fakePublisher } from '../support/fakes/publisher.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';

let tables: RunningTables;
beforeAll(async () => {
  tables = await startTables();
  await createTables(tables.service);
});
afterAll(() => tables.stop());

/** Nobody is written to: a mail costs requests of its own. */
const POLICY: Policy = {
  ...DEFAULT_POLICY,
  fallback: {
    ...DEFAULT_POLICY.fallback,
    stages: DEFAULT_POLICY.fallback.stages.map((stage) => ({ ...stage, actions: ['raise-request'] })),
    onExpired: [],
  },
};
const DUE = 400;

test('a run of the judge costs at most three requests for each subject that is due, publishing included', async () => {
  const clock = fakeClock(NOW);
  const client = tables.client('Subjects');
  const tenants = [TENANT.id];
  const all = Array.from({ length: DUE + 200 }, (_, n) => {
    const dueAt = plus(NOW, n < DUE ? minutes(1) : minutes(10_000));
    return [aJudgedSubject(TENANT.id, n, NOW, dueAt), dueAt] as const;
  });
  await fill(client, all, () => undefined);
  const directory = tableDirectory(tables.client('Directory'), tenants);
  const key = { tenant: TENANT.id, source: 'entra-applications' } as const;
  const armed = { ...unarmed(key), baselineAt: NOW, armedAt: NOW };
  await directory.commit(key, { expected: 'absent', state: armed, dueAt: undefined, messages: [] });
  const publisher = fakePublisher();
  const renewals = tables.client('Renewals');
  const judge = judgeDueSubjects({
    clock,
    directory,
    publisher,
    subjects: tableSubjects(client, tenants),
    renewals: tableRenewals(renewals),
    sketches: tableRenewalSketches(renewals),
    silences: tableSilences(tables.client('Directory'), tenants),
    overrides: tableOverrides(tables.client('Directory'), tenants),
    outbox: tableOutbox([{ client, tenants }]),
    audit: tableAudit(tables.client('Audit'), sha256Bytes, clock),
    people: fakeDirectory({ tenant: TENANT, clock }).people,
    lastUse: fakeDirectory({ tenant: TENANT, clock }).lastUse,
    teamMailbox: undefined,
    tenants: [TENANT],
    policy: POLICY,
    digest: sha256,
    log: () => undefined,
    mode: 'act',
    stormCap: 10_000,
  });
  const costOf = async () => {
    const before = tables.proxy.requests();
    const report = await judge();
    return { requests: tables.proxy.requests() - before, report };
  };

  const idle = await costOf();
  expect(idle).toEqual({ requests: 16, report: { judged: 0, announced: 0, capped: false, owing: [] } });
  clock.wait(minutes(1));
  const busy = await costOf();
  expect(busy.report).toMatchObject({ judged: DUE, announced: DUE, capped: false });
  expect(busy.requests).toBeLessThanOrEqual(3 * DUE);
  expect(publisher.sent()).toHaveLength(DUE);
  clock.wait(minutes(1));
  expect(await costOf()).toEqual(idle);
});
