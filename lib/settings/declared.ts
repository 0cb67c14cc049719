import * as z from 'zod';
import { declaredId, declaredItem } from '../api/declared-item.ts';
import { csvFaultWords, nameOf, readCsv } from '../domain/csv.ts';
import type { DeclaredItem } from '../domain/declared-item.ts';
import { tenantId, type TenantId } from '../domain/ids.ts';
import { readYaml } from './yaml-text.ts';

/** The version of what a list says; a list of a later one is not read. */
const SCHEMA_VERSION = 1;
/** Lists are kept by people, and read whole. */
const MOST_ITEMS = 5000;
const MOST = `has at most ${MOST_ITEMS} entries`;

/** An item of a list, with the tenant that it names, if it names one. */
export type ListedItem = DeclaredItem & { readonly tenant: TenantId | undefined };

/** Where something is wrong, and what: never what stands there. */
export interface ListFault {
  readonly at: string;
  readonly message: string;
  /** The id of the item, if that much can be told. */
  readonly id?: string | undefined;
}

export interface ReadList {
  readonly items: readonly ListedItem[];
  readonly faults: readonly ListFault[];
}

/** A list as JSON or YAML has it. */
export const declaredList = z.strictObject({
  schemaVersion: z
    .literal(SCHEMA_VERSION, { error: `must be ${SCHEMA_VERSION}: this app knows no other` })
    .describe('The version of what a list says.'),
  items: z.array(declaredItem).max(MOST_ITEMS, MOST).describe('What is declared.'),
});

/**
 * Reads a list: JSON or YAML, or separated values with a header. A faulty item costs itself only, and all that is wrong is
 * named, by line.
 */
export const readDeclared = (text: string): ReadList => {
  const read = isTable(text) ? fromTable(text) : fromDocument(text);
  return withoutRepeated(read);
};

/** The first line names the columns; no document begins with such a line. */
const isTable = (text: string): boolean => {
  const [first = ''] = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/\r?\n/, 1);
  const names = first.split(/[,;\t]/).map((name) => nameOf(name.replaceAll('"', '')));
  return names.length > 1 && names.some((name) => name in COLUMNS);
};

interface Entry {
  readonly at: string;
  readonly value: unknown;
  readonly placeOf: (path: readonly PropertyKey[]) => string;
}

const fromDocument = (text: string): Entries => {
  const read = readYaml(text);
  if (!('value' in read))
    return { entries: [], faults: read.map((message) => ({ at: 'the list', message })) };
  const outside = declaredList
    .extend({ items: z.array(z.unknown()).max(MOST_ITEMS, MOST) })
    .safeParse(read.value);
  if (!outside.success)
    return {
      entries: [],
      faults: outside.error.issues.map((issue) => ({
        at: issue.path.length === 0 ? 'the list' : issue.path.join('.'),
        message: messageOf(issue),
      })),
    };
  const entries = outside.data.items.map((value, index): Entry => {
    const line = read.lineOf(['items', index]);
    const at = line === undefined ? `item ${index + 1}` : `line ${line}`;
    const placeOf = (path: readonly PropertyKey[]) =>
      [
        `line ${read.lineOf(['items', index, ...path]) ?? line ?? index + 1}`,
        ...(path.length === 0 ? [] : [path.join('.')]),
      ].join(', ');
    return { at, value, placeOf };
  });
  return { entries, faults: [] };
};

interface Entries {
  readonly entries: readonly Entry[];
  readonly faults: readonly ListFault[];
}

const LIST = (cell: string): readonly string[] =>
  cell
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
const TEXT = (cell: string): string => cell;

/** Which columns there are, and how a cell is read. Several in one cell are separated by `|`. */
const COLUMNS: Readonly<Record<string, (cell: string) => unknown>> = {
  id: TEXT,
  tenant: TEXT,
  revision: Number,
  kind: TEXT,
  name: TEXT,
  level: TEXT,
  role: TEXT,
  starts: TEXT,
  expires: TEXT,
  thumbprint: TEXT,
  partners: LIST,
  endpoint: TEXT,
  owner: TEXT,
  team: TEXT,
  dependents: (cell) => LIST(cell).map((name) => ({ name })),
  labels: LIST,
};
const REQUIRED = ['id', 'kind', 'name', 'expires'] as const;

const fromTable = (text: string): Entries => {
  const table = readCsv(text);
  if (!table.ok) return { entries: [], faults: [{ at: 'the list', message: csvFaultWords(table.failure) }] };
  const { header, rows } = table.value;
  const names = header.map(nameOf);
  const faults = [
    ...names
      .filter((name) => !(name in COLUMNS))
      .map((name) => ({
        at: `column ${shown(name)}`,
        message: looksLikeValue(name)
          ? VALUE
          : `is none of ours, which are: ${Object.keys(COLUMNS).join(', ')}`,
      })),
    ...REQUIRED.filter((name) => !names.includes(name)).map((name) => ({
      at: `column ${name}`,
      message: 'is missing',
    })),
    ...(rows.length > MOST_ITEMS ? [{ at: 'the list', message: MOST }] : []),
  ];
  if (faults.length > 0) return { entries: [], faults };
  return {
    faults: rows
      .filter(({ isTooLong }) => isTooLong)
      .map(({ line }) => ({ at: `line ${line}`, message: 'has more cells than the header has names' })),
    entries: rows
      .filter(({ isTooLong }) => !isTooLong)
      .map(({ line, cells }) => ({
        at: `line ${line}`,
        value: Object.fromEntries([...cells].map(([name, cell]) => [name, COLUMNS[name]?.(cell)])),
        placeOf: ([column]) => `line ${line}${column === undefined ? '' : `, column ${String(column)}`}`,
      })),
  };
};

/** Of a name that a stranger chose no more than can do no harm. */
const shown = (name: string): string => name.replaceAll(/[^\p{L}\p{N} _.-]/gu, '?').slice(0, 40);

const VALUE = 'is the place of a value, and none is ever declared: take it out, and renew what stood there';
const looksLikeValue = (name: string): boolean =>
  /secret|password|passphrase|value|private|api.?key/i.test(name);

const messageOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code !== 'unrecognized_keys') return issue.message;
  return issue.keys.some(looksLikeValue)
    ? `has ${issue.keys.map(shown).join(', ')}, which ${VALUE}`
    : `has ${issue.keys.map(shown).join(', ')}, which nobody knows`;
};

const withoutRepeated = ({ entries, faults }: Entries): ReadList => {
  const items = new Map<string, ListedItem>();
  const all = [...faults];
  for (const { at, value, placeOf } of entries) {
    const parsed = declaredItem.safeParse(value);
    if (!parsed.success) {
      const { data: id } = z
        .object({ id: declaredId })
        .transform((known) => known.id)
        .safeParse(value);
      all.push(
        ...parsed.error.issues.map((issue) => ({ at: placeOf(issue.path), message: messageOf(issue), id })),
      );
      continue;
    }
    const { tenant, revision, ...said } = parsed.data;
    const item = {
      ...said,
      revision: revision ?? 1,
      tenant: tenant === undefined ? undefined : tenantId(tenant),
    };
    const key = `${item.tenant ?? ''}/${item.id}`;
    if (items.has(key))
      all.push({ at, message: `declares ${item.id} once more: each id stands once`, id: item.id });
    else items.set(key, item);
  }
  return { items: [...items.values()], faults: all };
};

/** A list in the settings: here every fault stops the start, since whoever wrote it is at hand. */
export const declaredText = z.string().transform((text, context): readonly ListedItem[] => {
  const { items, faults } = readDeclared(text);
  for (const { at, message } of faults) context.addIssue(`${at}: ${message}`);
  return faults.length === 0 ? items : z.NEVER;
});
