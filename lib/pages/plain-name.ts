const LONGEST = 120;
/** What a reader takes for one character, so that none is cut in two. */
const CHARACTERS = new Intl.Segmenter('en');

/**
 * A name from a directory as one harmless line: whoever chose it could have put line breaks in it, characters that turn
 * the rest of the sentence round, or a whole letter.
 */
export const plainName = (name: string): string => {
  const line = name
    // Joiners stay: without them a family in one emoji falls apart, and so do words of several scripts.
    .replace(/(?![\u200c\u200d])[\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  if (line === '') return '(no name)';
  const characters = Array.from(CHARACTERS.segment(line), ({ segment }) => segment);
  return characters.length <= LONGEST ? line : `${characters.slice(0, LONGEST - 1).join('')}…`;
};
