import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readZip, unzip } from '../support/unzip.ts';
import { expectAllKept, isAllRedeemed } from '../support/whole/outcome.ts';
import { FEW_RENEWALS, RENEWALS } from '../support/whole/policies.ts';
import { roleHosts } from '../support/whole/role-hosts.ts';
import { endWholes, startWhole } from '../support/whole/whole.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const dir = mkdtempSync(join(tmpdir(), 'expiry-monitor-packaged-'));
const app = join(dir, 'unpacked');

/** Makes the package as a person does, and gives the lines that it prints: file, size and hashes. */
const makePackage = async (out: string): Promise<string> =>
  (await run(process.execPath, [join(root, 'scripts', 'package.ts'), '--out', out], { cwd: root })).stdout;

const zipIn = (out: string): string => join(out, 'app-0.1.0.zip');
const hashesIn = (said: string): readonly string[] => said.match(/^[0-9a-f]{64} {2}.+$/gm) ?? [];

describe('the package', () => {
  let said = '';
  beforeAll(async () => {
    said = await makePackage(join(dir, 'first'));
    unzip(zipIn(join(dir, 'first')), app);
  }, 120_000);
  afterEach(endWholes);
  afterAll(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  test('is the same when it is made again, and says its size and how long it takes to load', async () => {
    expect(said).toMatch(/app-[\d.]+\.zip: [\d.]+ MB, loads in \d+ ms with \d+ MB/);
    const again = await makePackage(join(dir, 'second'));
    expect(hashesIn(said)).toHaveLength(2);
    expect(hashesIn(again)).toEqual(hashesIn(said));
  }, 120_000);

  test('holds what runs and nothing that is only for making it', () => {
    const entries = readZip(zipIn(join(dir, 'first')));
    const names = entries.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(new Set(entries.map(({ modified }) => modified)).size).toBe(1);
    expect(new Set(entries.map(({ mode }) => mode))).toEqual(new Set([0o100644]));
    for (const name of [
      'host.json',
      'package.json',
      'dist/functions/index.js',
      'THIRD-PARTY-NOTICES.txt',
      'LICENSE',
    ])
      expect(names).toContain(name);
    expect(
      names.filter((name) =>
        /^(local|tests|docs|scripts|infra)\/|\.ts$|local\.settings|^node_modules\/(jest|typescript|azurite|hono|esbuild|node-)\b/.test(
          name,
        ),
      ),
    ).toEqual([]);
  });

  test('unpacked elsewhere, plays a whole round by itself', async () => {
    const { stdout } = await run(
      process.execPath,
      [
        join(root, 'local', 'start.ts'),
        ...['--once', '--json', '--app', app, '--state', join(dir, 'state'), '--port-base', '0'],
      ],
      { cwd: root },
    );
    const report = JSON.parse(stdout) as {
      readonly deadLetters: number;
      readonly links: { readonly sent: number; readonly redeemed: number };
    };
    expect(report.deadLetters).toBe(0);
    expect(report.links.redeemed).toBeGreaterThan(0);
    expect(report.links.redeemed).toBe(report.links.sent);
  }, 240_000);

  test('started three times, each with the rights of its role alone, takes every renewal to its recipient', async () => {
    const whole = await startWhole({ app, settings: { POLICY: FEW_RENEWALS }, hosts: roleHosts });
    await whole.control('watch').move('schedule-scans');
    await whole.until('every renewal is redeemed', () => isAllRedeemed(whole, RENEWALS));
    await expectAllKept(whole, RENEWALS);
  }, 180_000);
});
