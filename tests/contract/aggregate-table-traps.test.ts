import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { TableClient } from '@azure/data-tables';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableOutbox } from '../../lib/adapters/tables/outbox-table.ts';
import { shardOf } from '../../lib/adapters/tables/partitions.ts';
import { tableRenewals } from '../../lib/adapters/tables/renewals-table.ts';
import { tableSubjects } from '../../lib/adapters/tables/subjects-table.ts';
import { days, parseInstant, plus, toIso } from '../../lib/domain/time.ts';
import type { Change, Version } from '../../lib/ports/aggregates.ts';
import type { Renewal } from '../../lib/domain/renewal.ts';
import type { Renewals } from '../../lib/ports/renewals.ts';
import { renewalKind, subjectKind, TENANTS } from '../support/aggregate-kinds.ts';
import { aMessage, unreadable } from '../support/messages.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';

const NOW = parseInstant('2026-11-21T12:00:00Z')!;
const key = renewalKind.key(1);
const partitionKey = shardOf(key);
const state = renewalKind.state(1);

let tables: RunningTables;
let client: TableClient;
let renewals: Renewals;
let made = 0;
beforeAll(async () => {
  tables = await startTables();
});
beforeEach(async () => {
  const name = `Renewals${(made += 1)}`;
  await createTables(tables.service, [name]);
  client = tables.client(name);
  renewals = tableRenewals(client);
});
afterAll(() => tables.stop());

const change = (given: Partial<Change<Renewal>> = {}): Change<Renewal> => ({
  state,
  expected: 'absent',
  dueAt: NOW,
  messages: [],
  ...given,
});
const committed = async (given: Partial<Change<Renewal>> = {}): Promise<Version> => {
  const result = await renewals.commit(key, change(given));
  if (!result.ok) throw new Error(result.failure.code);
  return result.value.version;
};
const rowKeys = async (): Promise<readonly string[]> => {
  const keys: string[] = [];
  for await (const { rowKey } of client.listEntities()) keys.push(rowKey!);
  return keys.sort();
};
const dueKey = `due~${toIso(NOW)}~${key}`;

describe('a commit', () => {
  test('is one round trip, however much it changes', async () => {
    const expected = await committed();
    const before = tables.proxy.requests();
    await committed({ expected, dueAt: plus(NOW, days(1)), messages: [aMessage(), aMessage()] });
    expect(tables.proxy.requests() - before).toBe(1);
  });

  test('leaves no row behind but those that the aggregate has', async () => {
    const expected = await committed({ messages: [aMessage()] });
    for (const pending of await tableOutbox([{ client, tenants: undefined }]).pending(9, unreadable))
      await tableOutbox([{ client, tenants: undefined }]).sent([pending]);
    await committed({ expected, dueAt: undefined });
    await expect(rowKeys()).resolves.toEqual([key]);
  });

  describe.each(['unanswered', 'cut-off'] as const)('whose answer is lost (%s) has won', (mishap) => {
    test('when it made the aggregate', async () => {
      tables.proxy.mishaps(/batch/, mishap);
      const version = await committed({ messages: [aMessage()] });
      expect(tables.proxy.left()).toBe(0);
      await expect(renewals.find(key)).resolves.toEqual({ state, version });
    });

    test('when it changed the aggregate, and the next one builds on it', async () => {
      const expected = await committed();
      tables.proxy.mishaps(/batch/, mishap);
      const later = plus(NOW, days(1));
      const version = await committed({ expected, state: renewalKind.state(2), dueAt: later });
      expect(tables.proxy.left()).toBe(0);
      await expect(renewals.find(key)).resolves.toEqual({ state: renewalKind.state(2), version });
      await expect(renewals.due(NOW, 9)).resolves.toEqual([]);
      await committed({ expected: version, dueAt: NOW });
      await expect(renewals.due(NOW, 9)).resolves.toEqual([key]);
    });
  });

  test('that lost its answer to a winner before it is stale', async () => {
    const expected = await committed();
    await committed({ expected, state: renewalKind.state(2) });
    tables.proxy.mishaps(/batch/, 'unanswered');
    const late = await renewals.commit(key, change({ expected, state: renewalKind.state(3) }));
    expect(late).toEqual({ ok: false, failure: { code: 'STALE' } });
    await expect(renewals.find(key)).resolves.toMatchObject({ state: renewalKind.state(2) });
  });

  test('that never arrived is sent again', async () => {
    tables.proxy.mishaps(/batch/, 'unsent');
    await committed();
    expect(tables.proxy.left()).toBe(0);
    await expect(renewals.find(key)).resolves.toMatchObject({ state });
  });

  test('to tables that are down is an outage that names the table, and nothing is written', async () => {
    tables.proxy.mishaps(/batch/, 'refused', 'refused', 'refused', 'refused');
    await expect(committed()).rejects.toThrow(`Table ${client.tableName}`);
    expect(tables.proxy.left()).toBe(0);
    await expect(renewals.find(key)).resolves.toBeUndefined();
  });

  test('goes on when a stranger removed its old due row', async () => {
    const expected = await committed();
    await client.deleteEntity(partitionKey, dueKey);
    await committed({ expected, state: renewalKind.state(2), dueAt: undefined, messages: [aMessage()] });
    await expect(renewals.find(key)).resolves.toMatchObject({ state: renewalKind.state(2) });
    await expect(tableOutbox([{ client, tenants: undefined }]).pending(9, unreadable)).resolves.toHaveLength(
      1,
    );
  });

  test('is stale when someone else wrote and took the old due row along', async () => {
    const expected = await committed();
    await committed({ expected, dueAt: undefined });
    const late = await renewals.commit(key, change({ expected, dueAt: plus(NOW, days(1)) }));
    expect(late).toEqual({ ok: false, failure: { code: 'STALE' } });
    await expect(rowKeys()).resolves.toEqual([key]);
  });

  test('with more messages than one transaction holds is refused, and nothing is written', async () => {
    const messages = Array.from({ length: 99 }, () => aMessage());
    await expect(renewals.commit(key, change({ messages }))).rejects.toThrow('99 messages');
    await expect(rowKeys()).resolves.toEqual([]);
    await expect(renewals.commit(key, change({ messages: messages.slice(1) }))).resolves.toMatchObject({
      ok: true,
    });
  });

  test('for a tenant that nobody watches is refused, since it would never be due', async () => {
    const subjects = tableSubjects(client, TENANTS.slice(1));
    const orphan = { ...change(), state: subjectKind.state(1) };
    await expect(subjects.commit(subjectKind.key(1), orphan)).rejects.toThrow('nobody would look');
  });
});

describe('a due row that belongs to nobody', () => {
  const put = (rowKey: string) => client.createEntity({ partitionKey, rowKey });

  test('is removed when its aggregate is due at another time', async () => {
    await committed({ dueAt: plus(NOW, days(2)) });
    await put(dueKey);
    await expect(renewals.due(plus(NOW, days(1)), 9)).resolves.toEqual([]);
    await expect(rowKeys()).resolves.toEqual([`due~${toIso(plus(NOW, days(2)))}~${key}`, key]);
  });

  test.each([`due~${toIso(NOW)}~${renewalKind.key(7)}`, 'due~2020~x', `due~${toIso(NOW)}~no-id`, 'due~'])(
    'is removed when there is no aggregate: %s',
    async (rowKey) => {
      await put(rowKey);
      await expect(renewals.due(plus(NOW, days(1)), 9)).resolves.toEqual([]);
      await expect(rowKeys()).resolves.toEqual([]);
    },
  );

  test('does not keep an aggregate from being due at that very time', async () => {
    await put(dueKey);
    await committed();
    await expect(renewals.due(plus(NOW, days(1)), 9)).resolves.toEqual([key]);
  });
});

describe('a row that a stranger wrote', () => {
  const forged = async (columns: object) => {
    await client.createEntity({ partitionKey, rowKey: key, ...columns });
    return renewals.find(key);
  };
  const fault = (what: string) => `Table ${client.tableName}, partition ${partitionKey}, row ${key}: ${what}`;

  test('is refused by name when it is not of the schema', async () => {
    const { state: name, ...rest } = Object.fromEntries(
      Object.entries(state).map(([column, value]) => [column, JSON.stringify(value)]),
    );
    expect(name).toBeDefined();
    await expect(forged({ v: 1, ...rest, state: '"dancing"' })).rejects.toThrow(
      fault('it is not what its schema says.'),
    );
  });

  test('is refused by name when a column is no JSON, and what is in it is not repeated', async () => {
    const error = await forged({ v: 1, state: 'hunter2' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: fault('its column state is not JSON.') });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hunter2');
  });

  test.each([undefined, 0, 3, '1'])('is refused by name when its version is %s', async (v) => {
    await expect(forged(v === undefined ? {} : { v })).rejects.toThrow(fault('its schema version'));
  });

  test('in the outbox is named, counted and passed over', async () => {
    await committed({ messages: [aMessage()] });
    await client.createEntity({ partitionKey, rowKey: 'out~x', message: '{}' });
    const outbox = tableOutbox([{ client, tenants: undefined }]);
    const named: string[] = [];
    await expect(outbox.pending(9, (row) => named.push(row))).resolves.toHaveLength(1);
    expect(named).toEqual([`${client.tableName}/${partitionKey}/out~x`]);
    await expect(outbox.backlog()).resolves.toMatchObject({ count: 2 });
  });
});

test('a table that is not there is an outage, not an aggregate that is not there', async () => {
  const missing = tableRenewals(tables.client('Nowhere'));
  await expect(missing.find(key)).rejects.toThrow('Table Nowhere');
  await expect(missing.commit(key, change())).rejects.toThrow('Table Nowhere');
  await expect(missing.due(NOW, 9)).rejects.toThrow('Table Nowhere');
});

test('tables that exist already are no error', async () => {
  await createTables(tables.service);
  await expect(createTables(tables.service)).resolves.toBeUndefined();
});
