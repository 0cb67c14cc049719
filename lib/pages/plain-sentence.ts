import { plainName } from './plain-name.ts';

/** A sentence of ours around names in quotes from a directory: each name is made harmless by itself. */
export const plainSentence = (sentence: string): string => {
  const first = sentence.indexOf('"');
  const last = sentence.lastIndexOf('"');
  if (first < 0 || first === last) return plainName(sentence);
  return `${sentence.slice(0, first + 1)}${plainName(sentence.slice(first + 1, last))}${sentence.slice(last)}`;
};
