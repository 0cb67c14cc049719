import { readFileSync } from 'node:fs';

/** The doc comment before each name of a source file: `export const name` or a property `name:`. */
export const docComments = (file: string): ReadonlyMap<string, string> => {
  const comments = new Map<string, string>();
  const source = readFileSync(file, 'utf8');
  for (const [, comment, name] of source.matchAll(
    /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:export const )?(\w+)/g,
  )) {
    if (comment === undefined || name === undefined) continue;
    const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trim());
    comments.set(name, lines.join(' ').trim());
  }
  return comments;
};
