import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { type Fields, PEOPLE } from './service-desk-session.ts';

const MAIN = join(import.meta.dirname, '../../local/service-desk/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'service-desk-'));
const peopleFile = join(folder, 'people.json');
writeFileSync(peopleFile, JSON.stringify({ people: PEOPLE, approvers: [PEOPLE[1].userName] }));
const FLAGS = ['--client-secret', 'secret', '--password', 'pass', '--people', peopleFile, '--state', folder];

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true }));

const start = (...flags: string[]) => {
  const child = spawn(process.execPath, [MAIN, ...flags]);
  children.push(child);
  return child;
};

const ready = async (child: ReturnType<typeof start>) => {
  const [line] = await once(createInterface(child.stdout), 'line');
  return JSON.parse(String(line)) as { ready: boolean; url: string; pageUrl: string };
};

const call = async <T = Fields>(url: string, path: string, body?: object) => {
  const answer = await fetch(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Basic ${Buffer.from('expiry.monitor:pass').toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return ((await answer.json()) as { result: T }).result;
};

test('what was answered outlives a kill, and nothing is furnished twice', async () => {
  const first = start(...FLAGS);
  const { url } = await ready(first);
  const made = await call(url, '/api/now/table/incident', { short_description: 'before the kill' });
  first.kill('SIGKILL');
  await once(first, 'exit');

  const { url: again } = await ready(start(...FLAGS));
  const found = await call(again, `/api/now/table/incident/${made.sys_id}`);
  expect(found).toMatchObject({ number: made.number, short_description: 'before the kill' });
  const next = await call(again, '/api/now/table/incident', {});
  expect(next.number > made.number).toBe(true);
  expect(await call<Fields[]>(again, '/api/now/table/sys_user')).toHaveLength(PEOPLE.length + 1);
  expect(await call<Fields[]>(again, '/api/now/table/sys_user_grmember')).toHaveLength(1);
});

test('it says in one line of JSON where it is, and leaves when it is asked to', async () => {
  const child = start('--client-secret', 'secret');
  expect(await ready(child)).toMatchObject({
    ready: true,
    url: expect.stringMatching(/^http:\/\/localhost:\d+$/),
    pageUrl: expect.stringMatching(/^http:\/\/localhost:\d+$/),
  });
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
});

test('it leaves with its parent', async () => {
  const child = start('--client-secret', 'secret', '--with-parent');
  await ready(child);
  child.stdin.end();
  expect((await once(child, 'exit'))[0]).toBe(0);
});

test.each([
  ['no secret', [], '--client-secret is missing'],
  ['a port that is none', ['--client-secret', 's', '--port', 'http'], '--port needs a whole number'],
  ['half a certificate', ['--client-secret', 's', '--cert', peopleFile], '--cert and --key come together'],
  ['an unknown flag', ['--colour', 'blue'], '--colour'],
  [
    'people of another shape',
    ['--client-secret', 's', '--people', join(import.meta.dirname, '../../tsconfig.json')],
    'must hold',
  ],
])('with %s it says so in one line and does not start', async (_what, flags, sentence) => {
  const child = start(...flags);
  const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(code).toBe(1);
  expect(complaint).toContain(sentence);
  expect(complaint.trim().split('\n')).toHaveLength(1);
});
