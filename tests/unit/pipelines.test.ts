import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, parseDocument } from 'yaml';
import * as z from 'zod';
import product from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, '.github', 'workflows');
const files = readdirSync(folder);
const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');

const permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));
const step = z
  .strictObject({
    name: z.string().optional(),
    id: z.string().optional(),
    if: z.string().optional(),
    uses: z.string().optional(),
    with: z.record(z.string(), z.unknown()).optional(),
    run: z.string().optional(),
    env: z.record(z.string(), z.unknown()).optional(),
    'working-directory': z.string().optional(),
  })
  .refine(({ uses, run }) => (uses === undefined) !== (run === undefined), 'a step either uses or runs');
const workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions,
  concurrency: z.unknown().optional(),
  jobs: z.record(
    z.string(),
    z.strictObject({
      if: z.string().optional(),
      needs: z.union([z.string(), z.array(z.string())]).optional(),
      'runs-on': z.string(),
      'timeout-minutes': z.number(),
      environment: z.string().optional(),
      permissions: permissions.optional(),
      env: z.record(z.string(), z.unknown()).optional(),
      steps: z.array(step).min(1),
    }),
  ),
});
type Workflow = z.infer<typeof workflow>;
const workflowOf = (file: string): Workflow => workflow.parse(parse(textOf(file)));
const stepsOf = (one: Workflow) => Object.values(one.jobs).flatMap(({ steps }) => steps);

/** npm scripts that a text calls. */
const scriptsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => name);

describe.each(files)('the workflow %s', (file) => {
  const one = workflowOf(file);

  test('is YAML that says each thing once', () => {
    const { errors, warnings } = parseDocument(textOf(file), { uniqueKeys: true });
    expect([...errors, ...warnings]).toEqual([]);
  });

  test('pins each action by its whole commit, with the version beside it', () => {
    const used = [...textOf(file).matchAll(/uses: (.*)/g)].map(([, value]) => value);
    expect(used.length).toBe(stepsOf(one).filter(({ uses }) => uses !== undefined).length);
    for (const value of used) expect(value).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('may only read, but for what a job says that it needs', () => {
    expect(one.permissions).toEqual({ contents: 'read' });
    for (const [name, job] of Object.entries(one.jobs)) {
      const writes = Object.entries(job.permissions ?? {}).filter(([, level]) => level === 'write');
      const isAllowed = writes.every(
        ([what]) =>
          what === 'id-token' || (file === 'release.yml' && ['contents', 'attestations'].includes(what)),
      );
      expect({ name, isAllowed }).toEqual({ name, isAllowed: true });
    }
  });

  test('puts nothing that a stranger may write into a command', () => {
    for (const { run } of stepsOf(one)) expect(run ?? '').not.toContain('${{');
  });

  test('has no secret, since it signs in by the token of its own run', () => {
    expect(textOf(file)).not.toMatch(/secrets\.(?!GITHUB_TOKEN)/);
  });

  test('calls npm scripts that there are', () => {
    for (const { run } of stepsOf(one))
      for (const name of scriptsIn(run ?? '')) expect(Object.keys(product.scripts)).toContain(name);
  });

  test('keeps no credentials of the checkout', () => {
    for (const { uses, with: given } of stepsOf(one))
      if (uses?.startsWith('actions/checkout@') === true) expect(given?.['persist-credentials']).toBe(false);
  });

  test('needs jobs that there are', () => {
    for (const { needs = [] } of Object.values(one.jobs))
      for (const name of [needs].flat()) expect(Object.keys(one.jobs)).toContain(name);
  });
});

test('one action has one commit in all workflows', () => {
  const used = files.flatMap((file) => [...textOf(file).matchAll(/uses: (\S+)@(\S+)/g)]);
  const commits = new Map<string, Set<string>>();
  for (const [, action = '', commit = ''] of used)
    commits.set(action, (commits.get(action) ?? new Set()).add(commit));
  expect([...commits].filter(([, each]) => each.size > 1)).toEqual([]);
});

test('what is deployed was released, and what is released was checked, tested and is attested', () => {
  const run = (file: string) =>
    stepsOf(workflowOf(file))
      .map(({ run: command, uses }) => command ?? uses ?? '')
      .join('\n');
  for (const command of [
    'npm run check',
    'npm test',
    'npm run package',
    'attest-build-provenance',
    'attest-sbom',
  ])
    expect(run('release.yml')).toContain(command);
  expect(run('deploy.yml')).toContain('gh attestation verify');
  expect(run('check.yml')).toContain('diff package/SHA256SUMS again/SHA256SUMS');
});

describe('the twin for Azure Pipelines', () => {
  const text = readFileSync(join(root, 'azure-pipelines.yml'), 'utf8');
  const task = z
    .strictObject({
      checkout: z.string().optional(),
      persistCredentials: z.boolean().optional(),
      task: z.enum(['UseNode@1', 'AzureCLI@2']).optional(),
      inputs: z.record(z.string(), z.unknown()).optional(),
      script: z.string().optional(),
      publish: z.string().optional(),
      artifact: z.string().optional(),
      download: z.string().optional(),
      workingDirectory: z.string().optional(),
      displayName: z.string().optional(),
    })
    .refine(
      (one) =>
        ['checkout', 'task', 'script', 'publish', 'download'].filter((kind) => kind in one).length === 1,
      'a step is of one kind',
    );
  const steps = z.array(task).min(1);
  const job = z.union([
    z.strictObject({ job: z.string(), timeoutInMinutes: z.number().optional(), steps }),
    z.strictObject({
      deployment: z.string(),
      environment: z.string(),
      variables: z.array(z.strictObject({ group: z.string() })),
      strategy: z.strictObject({ runOnce: z.strictObject({ deploy: z.strictObject({ steps }) }) }),
    }),
  ]);
  const stage = z.strictObject({
    stage: z.string(),
    dependsOn: z.string().optional(),
    condition: z.string().optional(),
    jobs: z.array(job).min(1),
  });
  const pipeline = z.strictObject({
    trigger: z.unknown(),
    pr: z.unknown(),
    pool: z.strictObject({ vmImage: z.string() }),
    stages: z.array(z.union([stage, z.record(z.string().regex(/^\$\{\{ each .* \}\}$/), z.array(stage))])),
  });

  test('is a pipeline of stages, jobs and steps as Azure reads them', () => {
    const { errors, warnings } = parseDocument(text, { uniqueKeys: true });
    expect([...errors, ...warnings]).toEqual([]);
    expect(pipeline.safeParse(parse(text)).error).toBeUndefined();
  });

  test('does what the workflows do', () => {
    for (const command of [
      'npm run check',
      'npm test',
      'npm run package',
      'what-if',
      'config-zip',
      'sha256sum --check',
    ])
      expect(text).toContain(command);
    for (const name of scriptsIn(text)) expect(Object.keys(product.scripts)).toContain(name);
  });

  test('deploys only what is on main, to one environment after the other, without a stored secret', () => {
    expect(text).toContain("split('dev,test,prod', ',')");
    expect(text).toMatch(/Build\.SourceBranch'\], 'refs\/heads\/main'/);
    expect(text).not.toMatch(/password|clientSecret|secret:/i);
  });
});

const actionlint = (process.env['PATH'] ?? '')
  .split(':')
  .map((path) => join(path, 'actionlint'))
  .find((path) => existsSync(path));
if (actionlint === undefined)
  process.stderr.write(
    'actionlint is not on the PATH: the workflows are held against the rules in this file only.\n',
  );
(actionlint === undefined ? test.skip : test)('actionlint finds nothing', () => {
  const { stdout } = spawnSync(actionlint ?? '', ['-no-color'], { cwd: root, encoding: 'utf8' });
  expect(stdout).toBe('');
});
