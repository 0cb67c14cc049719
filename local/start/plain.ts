const LONGEST = 44;

/** A name from a directory on one line of a terminal: what could move the cursor, turn the text around or fill the screen is gone. */
export const plain = (text: string, longest = LONGEST): string => {
  const shown = text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const letters = Array.from(shown);
  return letters.length <= longest ? shown : `${letters.slice(0, longest - 1).join('')}…`;
};
