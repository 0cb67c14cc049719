import type { SubjectId } from './ids.ts';

/** 40 bits of an id tell the subjects of one scan apart, and fifty thousand of them fit into one row. */
const LENGTH = 8;

/** What a scan remembers of a subject that it met; marks of equal length are kept in one text, end to end. */
export const seenMark = (id: SubjectId): string => id.slice(3, 3 + LENGTH);

export const seenMarks = (text: string): ReadonlySet<string> => {
  const marks = new Set<string>();
  for (let i = 0; i < text.length; i += LENGTH) marks.add(text.slice(i, i + LENGTH));
  return marks;
};
