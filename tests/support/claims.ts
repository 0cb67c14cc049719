import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** A test, by its file and its name. */
export interface ShownBy {
  readonly file: string;
  readonly title: string;
}

/** A row of a table that claims something: its number, the claim, and the tests that show it. */
export interface Claim {
  readonly number: string;
  readonly text: string;
  readonly shownBy: readonly ShownBy[];
  /** Why no test shows it. */
  readonly open: string | undefined;
}

const NUMBER = /^\d+(?:\.\d+){0,2}$/;
const POINTER = /`(tests\/[\w./-]+\.ts)` “([^”]+)”/g;

/** The rows of a document's tables that begin with a number. The last cell names tests, or begins with "open:". */
export const claimsIn = (document: string): readonly Claim[] =>
  readFileSync(join(ROOT, document), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([number = '']) => NUMBER.test(number))
    .map((cells) => {
      const [number = ''] = cells;
      const last = cells.at(-1) ?? '';
      return {
        number,
        text: cells.slice(1, -1).join('; '),
        shownBy: [...last.matchAll(POINTER)].map(([, file = '', title = '']) => ({ file, title })),
        open: /^open: (.+)$/.exec(last)?.[1],
      };
    });

/** Whether a file of tests has one of that very name. Names of whole groups count as well. */
export const isThere = ({ file, title }: ShownBy): boolean => {
  const path = join(ROOT, file);
  if (!existsSync(path)) return false;
  const quoted = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\(\\s*(['"\`])${quoted}\\1,`).test(readFileSync(path, 'utf8'));
};
