import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Bench } from '../support/bench/bench.ts';

/**
 * `npm run bench -- NAME [--json]` measures what `NAME.ts` beside this file says. Talk goes to stderr; with `--json` nothing but the
 * result goes to stdout, as one line.
 */
const folder = new URL('./', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.replace(/\.ts$/, ''));

const load = async (name: string): Promise<Bench> =>
  ((await import(new URL(`${name}.ts`, folder).href)) as { readonly bench: Bench }).bench;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  // A measurement may have options of its own.
  strict: false,
  options: { json: { type: 'boolean', default: false } },
});
const [name] = positionals;
const talk = (line: string): void => void process.stderr.write(`${line}\n`);

if (name === undefined || !names.includes(name)) {
  talk('Say which: npm run bench -- NAME [--json]');
  for (const each of names) talk(`  ${each.padEnd(12)}${(await load(each)).says}`);
  process.exitCode = 2;
} else {
  const bench = await load(name);
  const result = await bench.run(talk, process.argv.slice(2));
  if (values.json) process.stdout.write(`${JSON.stringify({ bench: name, ...result })}\n`);
  else for (const line of bench.print(result)) process.stdout.write(`${line}\n`);
}
