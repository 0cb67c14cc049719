import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type HostOptions, runHost, type RunningHost } from '../support/function-apps/running-host.ts';

let stateDir: string;
let host: RunningHost | undefined;
beforeAll(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'function-host-'));
});
afterEach(async () => {
  await host?.stop();
  host = undefined;
});
afterAll(() => {
  rmSync(stateDir, { recursive: true });
});

const NEW_YEAR = '0 0 0 1 1 *';
const start = async (options: Partial<HostOptions> = {}) => {
  host = await runHost({ app: 'everything', env: { TICK_SCHEDULE: NEW_YEAR }, ...options });
  return host;
};
const ticked = ({ message }: { message: string }) => message.startsWith('tick ');

interface Ticks {
  readonly ticks: number;
  readonly most: number;
  readonly seen: { isPastDue: boolean; scheduleStatus: { last: string; next: string } }[];
}
const ticks = async ({ url }: RunningHost) => (await (await fetch(`${url}/api/ticks`)).json()) as Ticks;

describe('a timer', () => {
  test('runs when it is due', async () => {
    const running = await start({ env: { TICK_SCHEDULE: '* * * * * *' } });
    await running.logged(ticked);
    const { seen } = await ticks(running);
    expect(seen[0]).toMatchObject({ isPastDue: false, schedule: { adjustForDST: true } });
  });

  test('keeps what the app prints off stdout', async () => {
    const running = await start({ flags: ['--no-timers'] });
    await running.admin('POST', 'functions/tick?wait=true', { input: '' });
    const line = await running.logged(({ message }) => message === 'on stdout');
    expect(line.category).toBe('Host.Function.Console');
  });

  test('waits for its time, and does nothing at the first start', async () => {
    const running = await start({ flags: ['--state', join(stateDir, 'first')] });
    expect((await ticks(running)).ticks).toBe(0);
  });

  test('whose occurrences were missed runs once, late, and then waits again', async () => {
    const state = join(stateDir, 'missed');
    mkdirSync(join(state, 'timers'), { recursive: true });
    const lastUpdated = '2020-06-01T00:00:00.000Z';
    writeFileSync(join(state, 'timers', 'tick.json'), JSON.stringify({ next: '2021-01-01', lastUpdated }));

    const first = await start({ flags: ['--state', state] });
    await first.logged(ticked);
    const { seen } = await ticks(first);
    expect(seen.map(({ isPastDue }) => isPastDue)).toEqual([true]);
    await first.stop();

    const remembered = JSON.parse(readFileSync(join(state, 'timers', 'tick.json'), 'utf8'));
    expect(remembered.last).toBe('2021-01-01T00:00:00.000Z');
    const second = await start({ flags: ['--state', state] });
    expect((await ticks(second)).ticks).toBe(0);
  });

  test('that is killed in the middle runs again, late', async () => {
    const state = join(stateDir, 'killed');
    mkdirSync(join(state, 'timers'), { recursive: true });
    const lastUpdated = '2020-06-01T00:00:00.000Z';
    writeFileSync(join(state, 'timers', 'slow.json'), JSON.stringify({ next: '2021-01-01', lastUpdated }));
    const begins = ({ message }: { message: string }) => message === 'slow begins';

    const first = await start({ flags: ['--state', state] });
    await first.logged(begins);
    await first.stop('SIGKILL');
    const second = await start({ flags: ['--state', state] });
    await second.logged(begins);
  });

  test('that fails is not run again until it is due', async () => {
    const running = await start({
      flags: ['--no-timers'],
      env: { TICK_SCHEDULE: NEW_YEAR, TICK_FAILS: 'yes' },
    });
    expect(await running.admin('POST', 'functions/tick?wait=true', { input: '' })).toEqual({
      status: 500,
      body: { ok: false, error: 'the tick failed' },
    });
    const { body } = await running.admin('GET', 'host/invocations');
    expect(body).toMatchObject({ tick: { started: 1, failed: 1, lastError: 'the tick failed' } });
  });

  test('never overlaps itself, however often it is asked to run', async () => {
    const running = await start({ flags: ['--no-timers'] });
    const runs = [1, 2, 3].map(() => running.admin('POST', 'functions/slow?wait=true', { input: '' }));
    expect((await Promise.all(runs)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await ticks(running)).most).toBe(1);
  });

  test('that is switched off runs only when asked to', async () => {
    const running = await start({ flags: ['--no-timers'], env: { TICK_SCHEDULE: '* * * * * *' } });
    expect((await running.admin('POST', 'functions/tick', { input: '' })).status).toBe(202);
    await running.logged(ticked);
    expect((await ticks(running)).ticks).toBe(1);
  });

  test('that is running when the host is told to stop ends before the host does', async () => {
    const running = await start({ flags: ['--no-timers'] });
    const run = running.admin('POST', 'functions/slow?wait=true', { input: '' });
    await running.logged(({ message }) => message === 'slow begins');
    expect(await running.stop()).toBe(0);
    expect((await run).status).toBe(200);
  });
});
