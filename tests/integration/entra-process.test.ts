import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { openAuthority } from '../../local/certificates/authority.ts';
import '../../local/function-host/localhost-lookup.ts';

interface Ready {
  readonly ready: true;
  readonly graphUrl: string;
  readonly identityEndpoint: string;
  readonly identityHeader: string;
  readonly tenantUrl: string;
  readonly tenantId: string;
  readonly epoch: string;
  readonly identities: Readonly<Record<string, string>>;
}

const MAIN = new URL('../../local/entra/main.ts', import.meta.url).pathname;

let dir: string;
let tls: string[];
const running = new Set<ChildProcessWithoutNullStreams>();
const trusted = getCACertificates('default');

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'entra-process-'));
  const authority = await openAuthority(join(dir, 'certificates'));
  const { certFile, keyFile } = await authority.issue(['login.localhost', 'graph.localhost']);
  tls = ['--cert', certFile, '--key', keyFile];
  setDefaultCACertificates([...trusted, authority.caPem]);
});
afterEach(async () => {
  await Promise.all([...running].map((child) => stopped(child, 'SIGKILL')));
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await rm(dir, { recursive: true });
});

const start = (...flags: string[]): ChildProcessWithoutNullStreams => {
  const child = spawn(process.execPath, [MAIN, ...flags]);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
};

const ready = async (child: ChildProcessWithoutNullStreams): Promise<Ready> => {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return JSON.parse(line) as Ready;
};

const stopped = async (child: ChildProcessWithoutNullStreams, signal?: NodeJS.Signals): Promise<unknown> => {
  const exit = once(child, 'exit');
  if (signal !== undefined) child.kill(signal);
  const [code] = (await exit) as [unknown];
  return code;
};

const addSecret = async (to: Ready): Promise<{ keyId: string; objectId: string; secretText: string }> => {
  const { nearExpiry } = (await (await fetch(to.tenantUrl)).json()) as { nearExpiry: { objectId: string }[] };
  const objectId = nearExpiry[0]!.objectId;
  const response = await fetch(`${to.graphUrl}/v1.0/applications/${objectId}/addPassword`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await token(to)}`, 'content-type': 'application/json' },
    body: '{}',
  });
  return { objectId, ...((await response.json()) as { keyId: string; secretText: string }) };
};

const token = async (of: Ready): Promise<string> => {
  const query = new URLSearchParams({
    'api-version': '2019-08-01',
    resource: of.graphUrl,
    client_id: of.identities['renew']!,
  });
  const response = await fetch(`${of.identityEndpoint}?${query.toString()}`, {
    headers: { 'x-identity-header': of.identityHeader },
  });
  return ((await response.json()) as { access_token: string }).access_token;
};

test('a killed Entra goes on as the same tenant, with what was changed and with the tokens it gave', async () => {
  const state = join(dir, 'kept');
  const child = start(...tls, '--state', state);
  const first = await ready(child);
  const made = await addSecret(first);
  const given = await token(first);
  await stopped(child, 'SIGKILL');
  expect(await readFile(join(state, 'entra.json'), 'utf8')).not.toContain(made.secretText);

  const flags = ['--graph-port', new URL(first.graphUrl).port];
  const second = await ready(start(...tls, '--state', state, ...flags));
  expect([second.tenantId, second.epoch, second.identities, second.graphUrl]).toEqual([
    first.tenantId,
    first.epoch,
    first.identities,
    first.graphUrl,
  ]);
  const response = await fetch(
    `${second.graphUrl}/v1.0/applications/${made.objectId}?$select=passwordCredentials`,
    { headers: { authorization: `Bearer ${given}` } },
  );
  const { passwordCredentials } = (await response.json()) as { passwordCredentials: { keyId: string }[] };
  expect(passwordCredentials.map(({ keyId }) => keyId)).toContain(made.keyId);
});

test('the state of another tenant is refused in one line', async () => {
  const state = join(dir, 'other');
  const first = start(...tls, '--state', state, '--seed', 'one');
  await ready(first);
  expect(await stopped(first, 'SIGTERM')).toBe(0);

  const second = start(...tls, '--state', state, '--seed', 'two');
  const [said, code] = await Promise.all([text(second.stderr), stopped(second)]);
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toEqual([expect.stringContaining('holds the tenant "one"')]);
});

test.each<[string, string[], RegExp]>([
  ['no certificate', [], /--cert FILE/],
  ['too few applications', ['--apps', '3'], /at least \d+ applications/],
  ['an epoch that is no date', ['--epoch', 'yesterday'], /--epoch is a date/],
])('with %s it says why and ends', async (_, flags, why) => {
  const child = start(...(flags.length === 0 ? [] : tls), ...flags);
  const [said, code] = await Promise.all([text(child.stderr), stopped(child)]);
  expect(code).toBe(1);
  expect(said).toMatch(why);
});

test('it ends when the process that started it is gone', async () => {
  const child = start(...tls, '--with-parent');
  await ready(child);
  const exit = stopped(child);
  child.stdin.end();
  expect(await exit).toBe(0);
});
