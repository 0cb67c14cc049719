import { createRequire } from 'node:module';
import type * as yaml from 'yaml';

const require = createRequire(import.meta.url);

/** Aliases of aliases grow without end; nobody writes so many by hand. */
const MOST_ALIASES = 20;

/** What a text says, and in which line a part of it stands. */
export interface ReadYaml {
  readonly value: unknown;
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined;
}

/**
 * JSON, or YAML, of which JSON is a part. What can't be read is named by its place and never by what stands there: the list
 * of faults then is not empty.
 */
export const readYaml = (text: string): ReadYaml | readonly string[] => {
  const compact = compactJson(text);
  if (compact !== undefined) return compact;
  // Loaded only where something is written so: a parser of YAML would double what every start has to read.
  const { LineCounter, parseDocument } = require('yaml') as typeof yaml;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true, version: '1.2' });
  const faults = document.errors.map(({ linePos }) => {
    const at =
      linePos === undefined ? '' : `: line ${linePos[0].line}, column ${linePos[0].col} can not be read`;
    return `must be JSON or YAML${at}`;
  });
  if (faults.length > 0) return faults;
  try {
    return {
      value: document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown,
      lineOf: lineOf(document, lines),
    };
  } catch {
    return ['must be JSON or YAML: an alias in it leads nowhere, or there are too many'];
  }
};

/**
 * JSON without a space or a key too many, as templates and programs write it: it is all in its first line. What was said twice
 * under one key would be lost, so that JSON in which anything was is left to the other parser, which names it.
 */
const compactJson = (text: string): ReadYaml | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (JSON.stringify(value) !== text) return undefined;
    const isThere = (key: PropertyKey): boolean =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return { value, lineOf: ([first]) => (first !== undefined && isThere(first) ? 1 : undefined) };
  } catch {
    return undefined;
  }
};

/** Of the part itself, or of what is to hold it if it is not there. */
const lineOf =
  (document: yaml.Document.Parsed, lines: yaml.LineCounter) =>
  (path: readonly PropertyKey[]): number | undefined => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as
        { readonly range?: readonly number[] | null } | undefined;
      const [from] = node?.range ?? [];
      if (from !== undefined) return lines.linePos(from).line;
    }
    return undefined;
  };
