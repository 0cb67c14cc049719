import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Sight, textIn } from './watcher.ts';

/** The part of a whole that tells what it is at. */
interface Telling {
  readonly hosts: Readonly<Record<string, { isUp(): boolean; kills(): number }>>;
  readonly watcher: { readonly sights: readonly Sight[] };
  readonly bus: { waiting(): Promise<readonly { readonly path: string; readonly count: number }[]> };
  readonly folder: { place(name: string): string };
}

const EVENTS_TOLD = 12;
const LINES_TOLD = 12;

/** What a whole is at, in words for whoever reads a failure. */
export const pendingIn = async (whole: Telling): Promise<string> => {
  const { hosts, watcher, bus, folder } = whole;
  const queued = await bus.waiting().catch(() => []);
  const states = Object.entries(hosts).map(
    ([name, host]) => `${name} ${host.isUp() ? 'is up' : 'is down'}, ${host.kills()} times killed`,
  );
  return [
    `Hosts: ${states.join('; ')}`,
    `Queued: ${queued.map(({ path, count }) => `${count} in ${path}`).join('; ') || 'nothing'}`,
    `Paused: ${pausedIn(watcher.sights).join('; ') || 'nothing'}`,
    'The last events:',
    ...watcher.sights.slice(-EVENTS_TOLD).map((sight) => `  ${line(sight)}`),
    'The last lines of the logs:',
    ...(await lastLines(folder.place('logs'))),
  ].join('\n');
};

const line = (sight: Sight): string =>
  [sight.what, textIn(sight, 'renewalId'), textIn(sight, 'step'), textIn(sight, 'failure')]
    .filter(Boolean)
    .join(' ');

/** Renewals whose last word was that they are held up. */
const pausedIn = (sights: readonly Sight[]): readonly string[] => {
  const last = new Map<string, Sight>();
  for (const sight of sights) {
    const renewal = textIn(sight, 'renewalId');
    if (renewal !== '' && 'sequence' in sight.data) last.set(renewal, sight);
  }
  return [...last.values()].filter(({ what }) => what === 'renewal.paused').map(line);
};

const lastLines = async (logs: string): Promise<readonly string[]> => {
  const names = await readdir(logs, { recursive: true });
  const hosts = names.filter((name) => name.endsWith('function-host.log')).sort();
  const said = await Promise.all(hosts.slice(-2).map((name) => readFile(join(logs, name), 'utf8')));
  return said.flatMap((text) => text.trimEnd().split('\n').slice(-LINES_TOLD)).map((each) => `  ${each}`);
};
