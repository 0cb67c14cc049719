/** The longest text that the fields we write to are sure to keep whole. */
const LONGEST = 4000;

/** Foreign text as one line. */
export const plainWords = (text: string): string => plainBlock(text).replace(/\s+/g, ' ').trim();

/**
 * Foreign text with its lines. What the desk would show as markup in a journal is told apart from text by `[code]`, so
 * no such mark may come in with a name.
 */
export const plainBlock = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n\t]/gu, ' ')
    .replace(/\[(\/?)code\]/gi, '($1code)')
    .slice(0, LONGEST);
