import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import product from '../package.json' with { type: 'json' };
import { asyncApi } from './docs/asyncapi.ts';
import { documentedEvents, envelopeTable, eventSections } from './docs/events.ts';
import { logTable } from './docs/log-events.ts';
import { openApi } from './docs/openapi.ts';
import { permissionTables, readPermissions } from './docs/permissions.ts';
import { playbookSections } from './docs/playbooks.ts';
import { renewalTables } from './docs/renewals.ts';
import { jsonSettings, jsonSettingSections, settingsTable } from './docs/settings.ts';
import { triggerList } from './docs/triggers.ts';

/**
 * Writes what the code knows into the documents: whole files below docs/schemas/, docs/events/ and docs/api/, the triggers of all
 * functions, and in Markdown what
 * stands between `<!-- generated: NAME -->` and `<!-- end -->`. With `--check` nothing is written; it fails when something is out of date.
 */
const ROOT = join(import.meta.dirname, '..');
const DOCS = join(ROOT, 'docs');

/** Puts each block in its place; a document and the script must name the same ones. */
const filled = (file: string, blocks: Readonly<Record<string, string>>): string => {
  const left = new Set(Object.keys(blocks));
  const text = readFileSync(file, 'utf8').replace(
    /(<!-- generated: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, open: string, name: string, close: string) => {
      const block = blocks[name];
      if (block === undefined) throw new Error(`${relative(ROOT, file)} asks for an unknown block ${name}.`);
      left.delete(name);
      return `${open}\n${block}\n\n${close}`;
    },
  );
  if (left.size > 0) throw new Error(`${relative(ROOT, file)} has no place for ${[...left].join(', ')}.`);
  return text;
};

/** Every generated file with what it should hold. */
const wanted = async (): Promise<ReadonlyMap<string, string>> => {
  const events = await documentedEvents(ROOT);
  const markdown: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'events.md': {
      envelope: envelopeTable(events),
      'credential-events': eventSections(events, 'credential-events'),
      'renewal-events': eventSections(events, 'renewal-events'),
    },
    'settings.md': { settings: settingsTable(), 'json-settings': jsonSettingSections() },
    'permissions.md': permissionTables(readPermissions(ROOT)),
    'log-events.md': { codes: logTable() },
    'playbooks.md': playbookSections(),
    'renewals.md': renewalTables(),
  };
  const schemas = [
    ...events.map(({ type, schema }) => [type, schema] as const),
    ...[...jsonSettings()].map(([name, schema]) => [`setting-${name}`, schema] as const),
  ];
  const files: readonly (readonly [string, string])[] = [
    ...Object.entries(markdown).map(
      ([name, blocks]) => [join(DOCS, name), filled(join(DOCS, name), blocks)] as const,
    ),
    ...schemas.map(
      ([name, schema]) => [join(DOCS, 'schemas', `${name}.json`), JSON.stringify(schema)] as const,
    ),
    [join(ROOT, 'functions', 'triggers.json'), JSON.stringify(triggerList())],
    [join(DOCS, 'api', 'openapi.json'), JSON.stringify(openApi(product.version))],
    [join(DOCS, 'events', 'asyncapi.json'), JSON.stringify(asyncApi(events, product.version))],
  ];
  const options = await resolveConfig(join(DOCS, 'events.md'));
  const formatted = files.map(
    async ([file, text]) => [file, await format(text, { ...options, filepath: file })] as const,
  );
  return new Map(await Promise.all(formatted));
};

/** Schemas of what is no longer published. */
const leftovers = (files: ReadonlyMap<string, string>): readonly string[] => {
  const folder = join(DOCS, 'schemas');
  const there = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  return there.filter((file) => !files.has(file));
};

const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
const files = await wanted();
const stale = [...files].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
const gone = leftovers(files);

if (check) {
  const faults = [...stale.map(([file]) => file), ...gone].map((file) => relative(ROOT, file));
  if (faults.length > 0) {
    console.error(`Out of date: ${faults.join(', ')}. Run "npm run docs".`);
    process.exit(1);
  }
} else {
  for (const [file, text] of stale) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  for (const file of gone) rmSync(file);
}
