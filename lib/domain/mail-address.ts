const ADDRESS = /^[^\s@<>(),;:"\\[\]\p{C}]{1,64}@[^\s@<>(),;:"\\[\]\p{C}]{1,253}$/u;

/** One address without a name, a comment or a quoted part: such a text can't name a second recipient. */
export const isMailAddress = (text: string): boolean => ADDRESS.test(text);

/** A header is one line: with more of them a name from a directory could add headers of its own. */
export const headerLine = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
