import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { TABLES } from '../../lib/adapters/tables/create-tables.ts';
import { LOG } from '../../lib/log-events.ts';
import { policySchema } from '../../lib/settings/policy.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const json = (path: string): unknown => JSON.parse(read(path));

const markdownIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...markdownIn('docs'),
].toSorted();

/** The text without its code blocks, in which nothing is a link or a heading. */
const prose = (document: string): string => read(document).replace(/^```[\s\S]*?^```/gm, '');

/** As Markdown viewers make them of headings. */
const anchorsIn = (document: string): string[] =>
  [...prose(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

const linksIn = (document: string): string[] =>
  [...prose(document).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

const leadsSomewhere = (document: string, link: string): boolean => {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : relative(ROOT, join(ROOT, dirname(document), path));
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsIn(target).includes(anchor);
};

/** What looks like a path of this repository. Builds and states are made later, so they need not be there. */
const PATH =
  /^(?:functions|lib|local|infra|scripts|tests|docs)\/[\w./-]*$|^\.?[\w-]+\.(?:cjs|js|json|md|ts)$/;
const pathsIn = (document: string): string[] =>
  [...prose(document).matchAll(/`([^`\n]+)`/g)]
    .map(([, text = '']) => text)
    .filter((text) => PATH.test(text));

describe('what the documents say', () => {
  test('is up to date where it is generated', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/docs.ts', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(status === 0 ? '' : stderr).toBe('');
  });

  test('leads somewhere with every link', () => {
    const broken = DOCUMENTS.flatMap((document) =>
      linksIn(document)
        .filter((link) => !leadsSomewhere(document, link))
        .map((link) => `${document}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test('names only files that exist', () => {
    const missing = DOCUMENTS.flatMap((document) =>
      pathsIn(document)
        .filter((path) => !existsSync(join(ROOT, path)))
        .map((path) => `${document}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  test('has a reason for each dependency, and for nothing else', () => {
    const named = [...read('docs/dependencies.md').matchAll(/^- `([^`]+)`: /gm)].map(([, name = '']) => name);
    const { dependencies, optionalDependencies, devDependencies } = json('package.json') as Record<
      'dependencies' | 'optionalDependencies' | 'devDependencies',
      object
    >;
    const declared = [dependencies, optionalDependencies, devDependencies].flatMap((group) =>
      Object.keys(group),
    );
    expect(named.toSorted()).toEqual(declared.toSorted());
  });

  test('has a runbook for each log code that is a warning or an error, in order', () => {
    const headings = [...read('docs/runbooks/log-codes.md').matchAll(/^## (.+)$/gm)].map(([, code]) => code);
    const codes = Object.entries(LOG)
      .filter(([, { level }]) => level !== 'info')
      .map(([code]) => code);
    expect(headings).toEqual(codes);
  });

  test('lists every decision', () => {
    const index = linksIn('docs/decisions/README.md');
    const decisions = readdirSync(join(ROOT, 'docs', 'decisions')).filter((name) => /^\d{4}-/.test(name));
    expect(index).toEqual(decisions.toSorted());
  });

  test('shows a policy that the app would take', () => {
    const [, example = ''] = /^```json\n([\s\S]*?)^```/m.exec(read('docs/settings.md')) ?? [];
    expect(policySchema.safeParse(JSON.parse(example))).toMatchObject({ success: true });
  });

  test('lists the ports of this machine as the start gives them', () => {
    const rows = [...read('docs/local.md').matchAll(/^\| (\d{5}) /gm)].map(([, port]) => Number(port));
    const [, names = ''] = /const NAMES = \[([\s\S]*?)\]/.exec(read('local/start/ports.ts')) ?? [];
    const count = [...names.matchAll(/'[\w-]+'/g)].length;
    expect(rows).toEqual(Array.from({ length: count }, (_, index) => 17_070 + index));
  });
});

describe('the matrix of permissions', () => {
  interface Role {
    readonly tables: Readonly<Record<string, string>>;
    readonly send: readonly string[];
    readonly receive: readonly string[];
  }
  const roles = Object.values(json('infra/permissions.json') as Record<string, Role>);
  const { topics, queues } = json('infra/topology.json') as {
    topics: { name: string; subscriptions: { name: string }[] }[];
    queues: { name: string }[];
  };
  const all = (of: (role: Role) => readonly string[]): string[] => [...new Set(roles.flatMap(of))].toSorted();

  test('names every table that is made, and each has a writer', () => {
    expect(all(({ tables }) => Object.keys(tables))).toEqual(TABLES.toSorted());
    const written = all(({ tables }) => Object.keys(tables).filter((name) => tables[name] !== 'read'));
    expect(written).toEqual(TABLES.toSorted());
  });

  test('names a sender for each topic and queue, and one receiver for each queue and subscription', () => {
    const queueNames = queues.map(({ name }) => name);
    const subscriptions = topics.flatMap(({ name: topic, subscriptions: own }) =>
      own.map(({ name }) => `${topic}/${name}`),
    );
    // What Event Grid sends is sent by none of us.
    const ours = topics.map(({ name }) => name).filter((name) => name !== 'key-vault-events');
    expect(all(({ send }) => send)).toEqual([...ours, ...queueNames].toSorted());
    expect(roles.flatMap(({ receive }) => receive).toSorted()).toEqual(
      [...queueNames, ...subscriptions].toSorted(),
    );
  });
});

test('the check of the documents looks at something', () => {
  expect(DOCUMENTS.length).toBeGreaterThan(10);
  expect(DOCUMENTS.every((document) => statSync(join(ROOT, document)).size > 100)).toBe(true);
  expect(linksIn('README.md').length).toBeGreaterThan(5);
  expect(pathsIn('docs/architecture.md').length).toBeGreaterThan(10);
  expect(leadsSomewhere('README.md', 'docs/no-such-file.md')).toBe(false);
  expect(leadsSomewhere('README.md', 'docs/runbooks/log-codes.md#no_such_code')).toBe(false);
});
