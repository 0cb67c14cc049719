/** A column holds 32 Ki UTF-16 units; we stay below it. */
const LONGEST_PIECE = 30_000;

/** A long text as columns `name`, `name_1`, `name_2`, … */
export const toColumns = (name: string, text: string): Readonly<Record<string, string>> => {
  if (text.length <= LONGEST_PIECE) return { [name]: text };
  const columns: Record<string, string> = {};
  let start = 0;
  for (let index = 0; index === 0 || start < text.length; index += 1) {
    const end = start + LONGEST_PIECE;
    // Half of a surrogate pair is no text, and a service may put another character in its place.
    const cut = end < text.length && isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
    columns[index === 0 ? name : `${name}_${index}`] = text.slice(start, cut);
    start = cut;
  }
  return columns;
};

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** The text of the columns `name`, `name_1`, …; undefined when there is none, or when one is no text. */
export const fromColumns = (name: string, columns: Readonly<Record<string, unknown>>): string | undefined => {
  const pieces: string[] = [];
  for (let index = 0; ; index += 1) {
    const piece = columns[index === 0 ? name : `${name}_${index}`];
    // Azure tells a column that was asked for and is not there as null.
    if (piece === undefined || piece === null) return index === 0 ? undefined : pieces.join('');
    if (typeof piece !== 'string') return undefined;
    pieces.push(piece);
  }
};
