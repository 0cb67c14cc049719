import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';

/**
 * Changes the domain in small ways, one at a time, and sees whether its tests notice. Each part of the domain is tried
 * against the tests that are about it, and no others: a change that only some distant test would notice counts as unnoticed.
 * `npm run mutation -- silence` tries the parts that hold a file of that name.
 */
interface Part {
  /** Files of lib/domain. */
  readonly files: readonly string[];
  /** Files of tests/domain, or of another folder of tests that is named. */
  readonly tests: readonly string[];
}

const part = (files: string, tests = files): Part => ({ files: files.split(' '), tests: tests.split(' ') });

const PARTS: readonly Part[] = [
  part('advice selector severity silence system-managed policy-labels'),
  part('stage policy replaced verdict', 'stage policy replaced verdict passing explanation'),
  part(
    'judging judged owing next-due exceptions findings explanation credential',
    'judging judging-notices judging-silences findings explanation',
  ),
  part('owner owner-chain notice-recipients person approval', 'owner owner-chain notice-recipients approval'),
  part(
    'ids seen time calendar backoff retirement tenant marker',
    'ids time dates small-rules calendar marker',
  ),
  part('link link-advance link-binding link-report', 'link link-undelivered'),
  part('renewal renewal-advance renewal-step renewal-sketch', 'renewal renewal-sketch'),
  part(
    'roll-over roll-over-advance roll-over-due roll-over-word roll-over-plan renewal-roll-over',
    'roll-over roll-over-plan',
  ),
  part('passing portal', 'passing portal unit/passing'),
  part('arming caller day-tally kept-silence'),
  part('audit-chain audit-verification checkpoint merkle', 'unit/audit-chain'),
];

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
    config: {
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

/** What makes no decision: a type, and six lines of plumbing. */
const NOTHING_TO_CHANGE: ReadonlySet<string> = new Set(['brand', 'result']);

const known = new Set(PARTS.flatMap(({ files }) => files));
const others = readdirSync(join(ROOT, 'lib', 'domain'))
  .map((name) => basename(name, '.ts'))
  .filter((name) => !known.has(name) && !NOTHING_TO_CHANGE.has(name));
/** What nobody has entered into a part is tried against everything, which takes longer. */
const EVERY_PART: readonly Part[] = [...PARTS, ...others.map((name) => ({ files: [name], tests: ['*'] }))];

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wanted = process.argv.slice(2);
const parts = EVERY_PART.filter(
  ({ files }) => wanted.length === 0 || wanted.some((name) => files.includes(name)),
);
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
