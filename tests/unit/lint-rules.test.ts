import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { ESLint } from 'eslint';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Only the rules of this house, which need no types: so it takes a moment and not a minute. */
const eslint = new ESLint({
  cwd: root,
  ruleFilter: ({ ruleId }) => ruleId.startsWith('no-restricted-') || ruleId === 'no-console',
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

const refusals = async (filePath: string, code: string): Promise<string[]> => {
  const [result] = await eslint.lintText(code, { filePath: `${root}${filePath}` });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
};

const DOMAIN = 'lib/domain/backoff.ts';
const USE_CASE = 'lib/use-cases/open-request.ts';
const EVENT = 'lib/events/parts.ts';
const ADAPTER = 'lib/adapters/tables/links-table.ts';
const TABLE = 'lib/adapters/tables/table.ts';

describe('lint refuses', () => {
  test.each([
    ['the clock in the domain', DOMAIN, 'export const a = Date.now();', 'no-restricted-globals'],
    ['a new date in the domain', DOMAIN, 'export const a = new Date();', 'no-restricted-globals'],
    ['chance in the domain', DOMAIN, 'export const a = Math.random();', 'no-restricted-properties'],
    ['waiting in a use case', USE_CASE, 'setTimeout(() => undefined, 1);', 'no-restricted-globals'],
    [
      'the network in a use case',
      USE_CASE,
      "export const a = fetch('https://x.example');",
      'no-restricted-globals',
    ],
    ['chance in a use case', USE_CASE, 'export const a = crypto.randomUUID();', 'no-restricted-globals'],
    ['the clock in an event', EVENT, 'export const a = Date.now();', 'no-restricted-globals'],
    ['settings in an adapter', ADAPTER, "export const a = process.env['X'];", 'no-restricted-properties'],
    ['settings in the domain', DOMAIN, "export const a = process.env['X'];", 'no-restricted-properties'],
    [
      'settings in a function',
      'functions/scan.ts',
      "export const a = process.env['X'];",
      'no-restricted-properties',
    ],
    [
      'chance in a function',
      'functions/scan.ts',
      'export const a = Math.random();',
      'no-restricted-properties',
    ],
    [
      'writing a row with updateEntity',
      ADAPTER,
      'export const a = (t) => t.updateEntity({});',
      'no-restricted-syntax',
    ],
    [
      'writing a row with upsertEntity',
      ADAPTER,
      'export const a = (t) => t.upsertEntity({});',
      'no-restricted-syntax',
    ],
    ['deleting a row', ADAPTER, "export const a = (t) => t.deleteEntity('p', 'r');", 'no-restricted-syntax'],
    [
      'a transaction of an adapter of its own',
      ADAPTER,
      'export const a = (t) => t.submitTransaction([]);',
      'no-restricted-syntax',
    ],
    ['printing', USE_CASE, "console.log('x');", 'no-console'],
    ['a class', DOMAIN, 'export class A {}', 'no-restricted-syntax'],
    ['an enum', DOMAIN, 'export enum A { B }', 'no-restricted-syntax'],
    ['a default export', DOMAIN, 'export default 1;', 'no-restricted-syntax'],
  ])('%s', async (_what, file, code, rule) => {
    expect(await refusals(file, code)).toContain(rule);
  });
});

describe('lint allows', () => {
  test.each([
    ['a calendar where instants are made', 'lib/domain/time.ts', 'export const a = new Date(0);'],
    ['settings in the one file that reads them', 'functions/index.ts', 'export const a = process.env;'],
    [
      'writing a row in the one module that demands the ETag',
      TABLE,
      'export const a = (t) => t.updateEntity({});',
    ],
    ['an error that is a class', 'functions/settling.ts', 'export class A extends Error {}'],
    ['what is as it should be', DOMAIN, 'export const a = (now) => now + 1;'],
  ])('%s', async (_what, file, code) => {
    expect(await refusals(file, code)).toEqual([]);
  });
});
