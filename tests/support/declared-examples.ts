import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../docs/declared-items.md', import.meta.url), 'utf8');

/** The examples in docs/declared-items.md of one language, as they stand there. */
export const declaredExamples = (language: 'yaml' | 'csv' | 'json'): readonly string[] =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , example]) => example ?? '');
