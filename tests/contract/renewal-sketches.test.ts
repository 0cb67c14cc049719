import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { TableClient } from '@azure/data-tables';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableRenewalSketches } from '../../lib/adapters/tables/renewal-sketches.ts';
import { tableRenewals } from '../../lib/adapters/tables/renewals-table.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { renewalId } from '../../lib/domain/ids.ts';
import type { ActiveRenewal, Renewal } from '../../lib/domain/renewal.ts';
import { sketchOf } from '../../lib/domain/renewal-sketch.ts';
import { hours, instantOfMs, minus, plus, seconds } from '../../lib/domain/time.ts';
import type { RenewalSketches } from '../../lib/ports/renewal-sketches.ts';
import type { Renewals } from '../../lib/ports/renewals.ts';
import { aRenewal, NOW, STATES } from '../support/builders.ts';
import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeRenewals, fakeSketches } from '../support/fakes/stores.ts';
import { unreadable } from '../support/messages.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';

const idOf = (n: number) => renewalId(sha256, aRenewal('requested').of.credentialId, plus(NOW, seconds(n)));

/** A renewal in each of its states and one that is paused. */
const everyRenewal = (): readonly Renewal[] => {
  const states = STATES.map((state, n): ActiveRenewal => ({ ...aRenewal(state), id: idOf(n) }));
  const from: ActiveRenewal = { ...aRenewal('issued'), id: idOf(99) };
  const paused: Renewal = {
    state: 'paused',
    id: from.id,
    of: from.of,
    seq: 9,
    from,
    failure: 'UNAVAILABLE',
    attempts: 1,
    since: NOW,
    nextTryAt: plus(NOW, hours(1)),
  };
  return [...states, paused];
};

const keep = async (renewals: Renewals): Promise<void> => {
  for (const state of everyRenewal()) {
    const saved = await renewals.commit(state.id, {
      expected: 'absent',
      state,
      dueAt: undefined,
      messages: [],
    });
    expect(saved.ok).toBe(true);
  }
};
const LONG_AGO = instantOfMs(0);
const wanted = () => new Map(everyRenewal().map((renewal) => [renewal.id, sketchOf(renewal)]));

const sketchesContract = (
  name: string,
  open: () => Promise<{ readonly renewals: Renewals; readonly sketches: RenewalSketches }>,
): void =>
  describe(name, () => {
    test('shows every renewal as it stands, below any pause', async () => {
      const { renewals, sketches } = await open();
      await keep(renewals);
      const read = await sketches.read(LONG_AGO, unreadable);
      expect(new Map([...read].sort())).toEqual(new Map([...wanted()].sort()));
    });

    test('is empty while there are none', async () => {
      const { sketches } = await open();
      expect([...(await sketches.read(LONG_AGO, unreadable))]).toEqual([]);
    });
  });

sketchesContract('renewals in memory', () => {
  const renewals = fakeRenewals(fakeOutbox());
  return Promise.resolve({ renewals, sketches: fakeSketches(renewals) });
});

describe('in a table', () => {
  let tables: RunningTables;
  let client: TableClient;
  let made = 0;
  beforeAll(async () => {
    tables = await startTables();
  });
  beforeEach(async () => {
    const name = `Renewals${(made += 1)}`;
    await createTables(tables.service, [name]);
    client = tables.client(name);
  });
  afterAll(() => tables.stop());
  const open = () =>
    Promise.resolve({ renewals: tableRenewals(client), sketches: tableRenewalSketches(client) });

  sketchesContract('renewals in a table', open);

  test('what ended before is left out, and what goes on is not', async () => {
    const { renewals, sketches } = await open();
    await keep(renewals);
    const future = plus(instantOfMs(Date.now()), hours(1));
    const states = [...(await sketches.read(future, unreadable)).values()].map(({ state }) => state);
    expect(states).toEqual(
      expect.arrayContaining(['requested', 'approved', 'issued', 'redeemed', 'retired']),
    );
    for (const ended of ['closed', 'denied', 'link-expired', 'by-hand']) expect(states).not.toContain(ended);
    const lately = await sketches.read(minus(future, hours(2)), unreadable);
    expect(lately.size).toBe(everyRenewal().length);
  });

  test('costs a request for each partition, however many there are', async () => {
    const { renewals, sketches } = await open();
    await keep(renewals);
    const before = tables.proxy.requests();
    await sketches.read(LONG_AGO, unreadable);
    expect(tables.proxy.requests() - before).toBe(16);
  });

  test('names a row that nobody can read, and shows the others', async () => {
    const { renewals, sketches } = await open();
    await keep(renewals);
    const { value: first } = await client.listEntities().next();
    await client.upsertEntity(
      { partitionKey: first!.partitionKey!, rowKey: first!.rowKey!, state: 'no JSON' },
      'Replace',
    );
    const named: string[] = [];
    const read = await sketches.read(LONG_AGO, (row) => named.push(row));
    expect(named).toEqual([first!.rowKey]);
    expect(read.size).toBe(everyRenewal().length - 1);
  });
});
