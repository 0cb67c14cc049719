import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runProgram } from '../support/whole/command.ts';
import { endWholes, startWhole, type Whole } from '../support/whole/whole.ts';

describe('a look at a tenant without deploying anything', () => {
  let whole: Whole;
  beforeAll(async () => {
    whole = await startWhole({ hosts: () => ({}) });
  }, 120_000);
  afterAll(endWholes);

  /** The sign-in is the SDK's own search, which finds here the identity endpoint of this machine. */
  const scan = (identity: string, ...args: readonly string[]) => {
    const { entra } = whole.surroundings;
    return runProgram(
      whole,
      'scan-report.ts',
      ['--tenant', entra.tenantId, '--sign-in', 'default', '--graph', entra.graphUrl, ...args],
      {
        IDENTITY_ENDPOINT: entra.identityEndpoint,
        IDENTITY_HEADER: entra.identityHeader,
        AZURE_CLIENT_ID: entra.identities[identity] ?? '',
      },
    );
  };

  test('says what ends when, and what could not be read', async () => {
    const { vaults } = whole.surroundings;
    const { status, stdout } = await scan('watch', '--json', '--vault', vaults['apps-live'] ?? '');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as {
      readonly sources: readonly Record<string, unknown>[];
      readonly credentials: readonly { readonly expiresAt?: string; readonly stage: string }[];
    };
    expect(report.sources).toEqual([
      expect.objectContaining({ source: 'entra-applications', coverage: 'partial' }),
      expect.objectContaining({ source: 'entra-service-principals', coverage: 'partial' }),
      expect.objectContaining({ source: 'key-vault', coverage: 'complete' }),
    ]);
    expect(report.credentials.length).toBeGreaterThan(50);
    const ends = report.credentials.flatMap(({ expiresAt }) => expiresAt ?? []);
    expect(ends).toEqual(ends.toSorted());
    expect(new Set(report.credentials.map(({ stage }) => stage))).toContain('near-expiry');
  }, 60_000);

  test('makes a page that a hostile name can not break, and a list for a terminal', async () => {
    const file = join(whole.folder.dir, 'report.html');
    const { status, stdout } = await scan('watch', '--html', file);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d+ need someone:$/m);
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    const html = readFileSync(file, 'utf8');
    expect(html).toContain('<!doctype html>');
    expect(html).not.toMatch(/<(script|img|iframe)/i);
  }, 60_000);

  test('changes nothing and needs no right to', async () => {
    const held = async () => {
      const answer = await fetch(whole.surroundings.entra.tenantUrl);
      return ((await answer.json()) as { readonly credentials: object }).credentials;
    };
    const before = await held();
    await scan('watch', '--json');
    expect(await held()).toEqual(before);
  }, 60_000);

  test('ends with 1 and says why when applications may not be read', async () => {
    const { status, stdout } = await scan('link');
    expect(status).toBe(1);
    expect(stdout).toMatch(/entra-applications: 0 credentials of 0 subjects, failed; not read: 1/);
  }, 60_000);

  test.each([
    [['--tenant', 'northwind'], /--tenant needs the id of a tenant/],
    [['--graph', 'http://graph.localhost'], /--graph needs an https address/],
    [['--vault', 'apps-live'], /--vault needs an https address/],
    [['--sign-in', 'password'], /--sign-in is one of cli, device, default/],
  ])(
    'refuses %j',
    async (args, said) => {
      const { status, stderr } = await scan('watch', ...args);
      expect(status).toBe(2);
      expect(stderr).toMatch(said);
    },
    60_000,
  );
});
