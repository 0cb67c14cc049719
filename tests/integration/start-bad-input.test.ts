import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startWith } from './start-running.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'start-'));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

const newFolder = (): Promise<string> => mkdtemp(join(root, 'state-'));

describe('a command line that is wrong is refused in one line', () => {
  test.each<[string, string[], string]>([
    ['an unknown option', ['--frsh'], "Unknown option '--frsh'."],
    ['an argument that is none', ['once'], "Unexpected argument 'once'."],
    ['--json alone', ['--json'], 'add --once'],
    ['too few applications', ['--apps', '3'], '--apps is a whole number of at least'],
    ['a port that is none', ['--port-base', '70000'], '--port-base is 0 or a port from 1024'],
    ['a subscription without a filter', ['--subscribe', 'ops'], '--subscribe is NAME=FILTER'],
    [
      'a run by itself in a tenant that forbids it',
      ['--once', '--environment', 'LIVE'],
      '--allow-automated-testing',
    ],
  ])('%s', async (_, flags, reason) => {
    const { code, stdout, stderr } = await startWith(...flags).ended;
    expect(stderr.split('\n')).toEqual([expect.stringContaining(reason)]);
    expect(stderr).toContain('--help');
    expect([code, stdout]).toEqual([2, '']);
  });
});

test('help goes to stdout and names every option', async () => {
  const { code, stdout, stderr } = await startWith('--help').ended;
  expect([code, stderr]).toEqual([0, '']);
  for (const option of [
    'once',
    'json',
    'fresh',
    'state',
    'port-base',
    'apps',
    'seed',
    'environment',
    'subscribe',
  ]) {
    expect(stdout).toContain(`--${option} `);
  }
});

describe('a start that can not succeed says why in one line, and ends', () => {
  test('a taken port', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const { code, stderr } = await startWith('--state', await newFolder(), '--port-base', String(port)).ended;
    expect(stderr).toBe(
      `Port ${port} (functions) is taken. Stop what uses it, or choose other ports with --port-base N.`,
    );
    expect(code).toBe(1);
    holder.close();
  });

  test('a state folder that is a file', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    const { code, stderr } = await startWith('--state', file).ended;
    expect(stderr.split('\n')).toEqual([expect.stringContaining(`${file} can't hold the state`)]);
    expect(code).toBe(1);
  });

  test('a part that can not start', async () => {
    const dir = await newFolder();
    await writeFile(join(dir, 'start.json'), JSON.stringify(aKeptState()));
    await mkdir(join(dir, 'mail'));
    await writeFile(join(dir, 'mail', 'mail.json'), 'half of');
    const { code, stdout, stderr } = await startWith('--once', '--json', '--state', dir, '--port-base', '0')
      .ended;
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^Starting/),
      expect.stringMatching(/^Mail: The saved state .* can't be read\. Start with --fresh/),
    ]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stillRunning(dir)).toEqual([]);
  });
});

describe('what is in the state folder is not harmed', () => {
  test('folders that no start made are neither used nor deleted', async () => {
    const dir = await newFolder();
    await mkdir(join(dir, 'mail'));
    await writeFile(join(dir, 'mail', 'letter.txt'), 'mine');
    const { code, stderr } = await startWith('--fresh', '--state', dir, '--port-base', '0').ended;
    expect(stderr).toContain(`${join(dir, 'mail')} was made by something else.`);
    expect(code).toBe(1);
    expect(await readdir(join(dir, 'mail'))).toEqual(['letter.txt']);
  });

  test('the state of another tenant is refused', async () => {
    const dir = await newFolder();
    await writeFile(join(dir, 'start.json'), JSON.stringify(aKeptState()));
    const { code, stderr } = await startWith('--seed', 'other', '--state', dir, '--port-base', '0').ended;
    expect(stderr).toBe(
      `${dir} holds the tenant "northwind" of 120 applications. Ask for that one, or begin anew with --fresh.`,
    );
    expect(code).toBe(1);
  });
});

test('Ctrl+C while everything starts ends all of it, also when npm passes the same one on', async () => {
  const dir = await newFolder();
  const start = startWith('--state', dir, '--port-base', '0');
  await start.said('Starting');
  start.child.kill('SIGINT');
  start.child.kill('SIGINT');
  const { code, stderr } = await start.ended;
  expect(stderr.split('\n')).toEqual([expect.stringMatching(/^Starting/), 'Stopping ...']);
  expect(code).toBe(0);
  expect(stillRunning(dir)).toEqual([]);
});

const aKeptState = () => ({
  seed: 'northwind',
  apps: 120,
  secrets: { masterKey: 'm', mailKey: 'SG.m', deskSecret: 'd', webhookKey: 'w'.repeat(32) },
});

/** The command lines of processes that work in this folder. */
const stillRunning = (dir: string): string[] =>
  spawnSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(dir));
