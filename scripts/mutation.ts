import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { type Part, PARTS } from './mutation-parts.ts';

/**
 * Changes the domain in small ways, one at a time, and sees whether its tests notice. Each part of the domain is tried
 * against the tests that are about it, and no others: a change that only some distant test would notice counts as unnoticed.
 * `npm run mutation -- silence` tries the parts that hold a file of that name.
 */
const ROOT = join(import.meta.dirname, '..');
const REPORT = join(ROOT, '.stryker');

type Options = ConstructorParameters<typeof Stryker>[0];
type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

const optionsOf = ({ files, tests }: Part): Options => ({
  // What no test of the domain reaches is no reason to stop; that it is not reached is in the output.
  allowEmpty: true,
  mutate: files.map((name) => `lib/domain/${name}.ts`),
  jest: {
    configFile: 'jest.config.ts',
    // The tests of a part are known; looking for them anew at each change takes longer than they do.
    enableFindRelatedTests: false,
    config: {
      roots: ['<rootDir>/lib', '<rootDir>/tests'],
      testMatch: tests.map(
        (name) => `<rootDir>/tests/${name.includes('/') ? name : `domain/${name}`}.test.ts`,
      ),
      maxWorkers: 1,
    },
  },
});

const NOTICED = new Set(['Killed', 'Timeout']);
const MISSED = new Set(['Survived', 'NoCoverage']);

const scoreOf = (results: readonly MutantResult[]): string => {
  const noticed = results.filter(({ status }) => NOTICED.has(status)).length;
  const missed = results.filter(({ status }) => MISSED.has(status)).length;
  return `${noticed} of ${noticed + missed} noticed, ${((100 * noticed) / Math.max(1, noticed + missed)).toFixed(1)} %`;
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wanted = process.argv.slice(2);
const parts = PARTS.filter(({ files }) => wanted.length === 0 || wanted.some((name) => files.includes(name)));
const all: MutantResult[] = [];
for (const one of parts) all.push(...(await new Stryker(optionsOf(one)).runMutationTest()));

const missed = all.filter(({ status }) => MISSED.has(status));
for (const { fileName, location, mutatorName, replacement, status } of missed)
  say(
    `${status} ${basename(fileName)}:${location.start.line}:${location.start.column} ${mutatorName}: ${replacement}`,
  );
for (const [file, results] of Map.groupBy(all, ({ fileName }) => basename(fileName)))
  say(`${file.padEnd(24)} ${scoreOf(results)}`);
say(`lib/domain: ${scoreOf(all)}`);
mkdirSync(REPORT, { recursive: true });
writeFileSync(join(REPORT, 'missed.json'), JSON.stringify(missed, null, 2));
