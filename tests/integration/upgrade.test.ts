import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { aggregateTable, type Codec } from '../../lib/adapters/tables/aggregate-table.ts';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { maybe, whole as shape } from '../../lib/adapters/tables/schema.ts';
import { table } from '../../lib/adapters/tables/table.ts';
import { instantOfMs } from '../../lib/domain/time.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';
import { STORAGE, tokenOf } from '../support/whole/tokens.ts';
import { endWholes, startWhole, type Whole } from '../support/whole/whole.ts';
import { textIn } from '../support/whole/watcher.ts';

interface Old {
  readonly name: string;
}
interface New extends Old {
  readonly colour: string | undefined;
}

const codec = <State>(version: number, schema: z.ZodType<State>): Codec<string, State> => ({
  version,
  schema,
  partitions: ['p'],
  placeOf: (key) => ({ partitionKey: 'p', rowKey: key }),
  keyOf: ({ rowKey }) => rowKey,
});
const NOW = instantOfMs(Date.UTC(2026, 10, 22));

describe('an older app and a newer one on one table', () => {
  let tables: RunningTables;
  beforeAll(async () => {
    tables = await startTables();
    await createTables(tables.service, ['Things']);
  });
  afterAll(() => tables.stop());
  const both = () => {
    const things = table(tables.client('Things'));
    return {
      older: aggregateTable<string, Old>(things, codec(1, shape({ name: z.string() }))),
      newer: aggregateTable<string, New>(
        things,
        codec(2, shape({ name: z.string(), colour: maybe(z.string()) })),
      ),
    };
  };
  const rowOf = (key: string) => tables.client('Things').getEntity('p', key);
  const change = { dueAt: NOW, messages: [] };

  test('the newer one reads what the older one wrote, and writes it in its own version', async () => {
    const { older, newer } = both();
    await older.commit('a', { ...change, expected: 'absent', state: { name: 'a' } });
    const read = await newer.find('a');
    expect(read?.state).toEqual({ name: 'a', colour: undefined });
    expect((await rowOf('a'))['v']).toBe(1);
    await newer.commit('a', { ...change, expected: read!.version, state: { name: 'a', colour: 'red' } });
    expect((await rowOf('a'))['v']).toBe(2);
  });

  test('the older one refuses what the newer one wrote, by name, and leaves it as it is', async () => {
    const { older, newer } = both();
    await newer.commit('b', { ...change, expected: 'absent', state: { name: 'b', colour: 'red' } });
    const before = await rowOf('b');
    await expect(older.find('b')).rejects.toThrow(/Things.*b.*schema version is not one from 1 to 1/);
    const blind = await older.commit('b', { ...change, expected: 'absent', state: { name: 'mine' } });
    expect(blind).toMatchObject({ ok: false, failure: { code: 'STALE' } });
    expect(await rowOf('b')).toEqual(before);
  });

  test('what the older one can not read stays due, for the newer one to do', async () => {
    const { older, newer } = both();
    await newer.commit('c', { ...change, expected: 'absent', state: { name: 'c', colour: 'red' } });
    expect(await older.due(NOW, 100)).toContain('c');
    expect(await newer.due(NOW, 100)).toContain('c');
  });
});

describe('the app beside rows of a newer one', () => {
  afterEach(endWholes);

  const rowsOf = async (whole: Whole, path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${whole.surroundings.tablesUrl}/${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${await tokenOf(whole.surroundings, 'all', STORAGE)}`,
        'x-ms-version': '2019-02-02',
        accept: 'application/json;odata=nometadata',
        'content-type': 'application/json',
        ...Object.fromEntries(new Headers(init.headers)),
      },
    });
    const text = await answer.text();
    return text === ''
      ? []
      : ((JSON.parse(text) as { value?: readonly Record<string, unknown>[] }).value ?? []);
  };

  test('goes on with all others, says which it left, and does it once the row is readable again', async () => {
    const whole = await startWhole({ timers: false });
    const objectId = whole.surroundings.tenant.nearExpiry[0]?.objectId ?? '';
    const rows = async () =>
      (await rowsOf(whole, 'Subjects()')).filter((row) => JSON.stringify(row).includes(objectId));
    const setVersion = async (row: Record<string, unknown>, v: unknown) => {
      const place = `Subjects(PartitionKey='${String(row['PartitionKey'])}',RowKey='${String(row['RowKey'])}')`;
      await rowsOf(whole, place, {
        method: 'MERGE',
        body: JSON.stringify({ v }),
        headers: { 'if-match': '*' },
      });
    };
    const announced = () =>
      whole.watcher.sights
        .filter(({ what }) => what === 'credential.near-expiry' || what === 'credential.expired')
        .map((sight) => textIn(sight, 'subjectId'));

    await whole.control().move('schedule-scans');
    await whole.until(
      'the scans have ended',
      () => whole.watcher.sights.filter(({ what }) => what === 'scan.completed').length >= 2,
    );
    const [row] = await rows();
    const id = String(row!['RowKey']);
    await setVersion(row!, 99);
    await whole.control().move('judge-due');
    await whole.until('the others are announced', () => new Set(announced()).size > 20);
    expect(announced()).not.toContain(id);
    const [left] = await rows();
    expect({ ...left, v: row!['v'], Timestamp: '' }).toEqual({ ...row, Timestamp: '' });
    const logs = whole.folder.place('logs');
    const said = readdirSync(logs, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.log'))
      .map((name) => readFileSync(join(logs, name), 'utf8'))
      .join('');
    expect(said).toMatch(new RegExp(`DUE_FAILED.*${id}.*schema version`));

    await setVersion(left!, row!['v']);
    await whole.control().move('judge-due');
    await whole.until('it is announced too', () => announced().includes(id));
    expect(announced().filter((each) => each === id)).toHaveLength(1);
    expect(await whole.bus.deadLetters()).toBe(0);
  }, 180_000);
});
