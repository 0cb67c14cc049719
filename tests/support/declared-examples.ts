import { readFileSync } from 'node:fs';

/** The examples of one language in a document, as they stand there. */
export const declaredExamples = (
  language: 'yaml' | 'csv' | 'json',
  document: 'declared-items.md' | 'devices.md' = 'declared-items.md',
): readonly string[] => {
  const text = readFileSync(new URL(`../../docs/${document}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , example]) => example ?? '');
};
