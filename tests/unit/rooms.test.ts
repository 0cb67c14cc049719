import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A house with one good file in every room, and those that must not be there. */
const GOOD = {
  'examples/good.ts': 'export const good = 1;',
  'lib/domain/good.ts': 'export const good = 1;',
  'lib/events/good.ts': 'export const good = 1;',
  'lib/ports/good.ts': "import { good as d } from '../domain/good.ts';\nexport const good = d;",
  'lib/use-cases/good.ts': "import { good as p } from '../ports/good.ts';\nexport const good = p;",
  'lib/pages/good.ts': "import { good as p } from '../ports/good.ts';\nexport const good = p;",
  'lib/adapters/graph/good.ts': "import { good as p } from '../../ports/good.ts';\nexport const good = p;",
  'lib/adapters/tables/good.ts': "import { good as p } from '../../ports/good.ts';\nexport const good = p;",
  'lib/wiring.ts': "import { good as a } from './adapters/graph/good.ts';\nexport const good = a;",
  'functions/good.ts': "import { good as u } from '../lib/use-cases/good.ts';\nexport const good = u;",
  'local/good.ts': 'export const good = 1;',
  'tests/good.ts': "import { good as w } from '../lib/wiring.ts';\nexport const good = w;",
};
const PLANTED: readonly (readonly [what: string, file: string, imports: string, rule: string])[] = [
  ['the domain imports an SDK', 'lib/domain/sdk.ts', '@azure/data-tables', 'domain-knows-domain'],
  ['the domain imports a module of Node', 'lib/domain/node.ts', 'node:crypto', 'domain-knows-domain'],
  ['the domain imports zod', 'lib/domain/zod.ts', 'zod', 'domain-knows-domain'],
  ['the domain imports a port', 'lib/domain/port.ts', '../ports/good.ts', 'domain-knows-domain'],
  ['an event imports the domain', 'lib/events/domain.ts', '../domain/good.ts', 'events-know-zod'],
  ['a port imports a use case', 'lib/ports/use-case.ts', '../use-cases/good.ts', 'ports-know-domain'],
  [
    'a use case imports an adapter',
    'lib/use-cases/adapter.ts',
    '../adapters/graph/good.ts',
    'only-wiring-knows-adapters',
  ],
  [
    'a use case imports an SDK',
    'lib/use-cases/sdk.ts',
    '@azure/data-tables',
    'use-cases-know-ports-domain-events',
  ],
  [
    'a page imports a use case',
    'lib/pages/use-case.ts',
    '../use-cases/good.ts',
    'pages-know-ports-and-domain',
  ],
  [
    'an adapter imports another adapter',
    'lib/adapters/graph/other.ts',
    '../tables/good.ts',
    'adapters-not-each-other',
  ],
  [
    'an adapter imports a use case',
    'lib/adapters/graph/use-case.ts',
    '../../use-cases/good.ts',
    'adapters-know-ports-domain-events',
  ],
  [
    'a function imports an adapter',
    'functions/adapter.ts',
    '../lib/adapters/graph/good.ts',
    'only-wiring-knows-adapters',
  ],
  ['a function imports a page', 'functions/page.ts', '../lib/pages/good.ts', 'functions-parse-call-settle'],
  ['lib imports local', 'lib/ports/local.ts', '../../local/good.ts', 'nothing-shipped-knows-the-stand-ins'],
  [
    'a function imports a test',
    'functions/test.ts',
    '../tests/good.ts',
    'nothing-shipped-knows-the-stand-ins',
  ],
  ['a stand-in imports lib', 'local/lib.ts', '../lib/domain/good.ts', 'stand-ins-share-no-code'],
  [
    'something shipped imports a development package',
    'lib/adapters/graph/development.ts',
    'fast-check',
    'no-development-packages-in-the-product',
  ],
  ['an import leads nowhere', 'local/nowhere.ts', './nowhere-else.ts', 'resolvable'],
  ['two files need each other', 'lib/domain/circle-a.ts', './circle-b.ts', 'no-circles'],
  ['an example imports lib', 'examples/lib.ts', '../lib/domain/good.ts', 'examples-stand-alone'],
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string; readonly severity: string };
}

/** Builds a house of these files, and asks dependency-cruiser under our own rules what is wrong with it. */
const inspect = async (
  files: Readonly<Record<string, string>>,
): Promise<{ status: number | null; found: string[] }> => {
  const house = await mkdtemp(join(tmpdir(), 'rooms-'));
  houses.push(house);
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
    await cp(join(root, file), join(house, file));
  await symlink(join(root, 'node_modules'), join(house, 'node_modules'));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(house, file)), { recursive: true });
    await writeFile(join(house, file), text);
  }
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const rooms = ['functions', 'lib', 'local', 'tests', 'examples'];
  const run = (type: string) =>
    spawnSync(process.execPath, [cruiser, '--output-type', type, ...rooms], { cwd: house, encoding: 'utf8' });
  const { summary } = JSON.parse(run('json').stdout) as { summary: { violations: readonly Violation[] } };
  const found = summary.violations.map(({ from, rule }) => `${from}: ${rule.severity} ${rule.name}`);
  return { status: run('err').status, found };
};
const houses: string[] = [];
afterAll(() => Promise.all(houses.map((house) => rm(house, { recursive: true }))));

describe('the rooms', () => {
  let found: string[];
  let status: number | null;
  beforeAll(async () => {
    const planted = PLANTED.map(
      ([, file, imports]) => [file, `import * as x from '${imports}';\nexport const planted = x;`] as const,
    );
    const back = { 'lib/domain/circle-b.ts': "import * as x from './circle-a.ts';\nexport const back = x;" };
    ({ found, status } = await inspect({ ...GOOD, ...Object.fromEntries<string>(planted), ...back }));
  });

  test('let in who may enter', async () => {
    expect(await inspect(GOOD)).toEqual({ status: 0, found: [] });
  });

  test.each(PLANTED)('break the build when %s', (_what, file, _imports, rule) => {
    expect(found).toContain(`${file}: error ${rule}`);
    expect(status).not.toBe(0);
  });

  test('find nothing wrong with what is right beside it', () => {
    expect(found.filter((line) => Object.keys(GOOD).some((file) => line.startsWith(`${file}:`)))).toEqual([]);
  });
});
