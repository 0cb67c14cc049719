import { createHash } from 'node:crypto';

const SHA1_BYTES = 20;

/** The bytes behind a customKeyIdentifier. Both base64 alphabets are met, and this decoder takes both. */
const bytesOf = (customKeyIdentifier: string | null | undefined): Buffer =>
  Buffer.from(customKeyIdentifier ?? '', 'base64');

/** Most entries have none, and need not be decoded to tell. */
const isNone = (customKeyIdentifier: string | null | undefined): boolean =>
  customKeyIdentifier === undefined || customKeyIdentifier === null || customKeyIdentifier === '';

/** Whether two entries carry the same identifier. Its form is the maker's, so bytes are compared; none is never the same. */
export const isSameIdentifier = (a: string | null | undefined, b: string | null | undefined): boolean => {
  if (isNone(a) || isNone(b)) return false;
  const bytes = bytesOf(a);
  return bytes.length > 0 && bytes.equals(bytesOf(b));
};

export const hasIdentifier = (customKeyIdentifier: string | null | undefined): boolean =>
  bytesOf(customKeyIdentifier).length > 0;

/** The thumbprint that an identifier is; undefined where it is something else. */
export const thumbprintIn = (customKeyIdentifier: string | null | undefined): string | undefined => {
  const bytes = bytesOf(customKeyIdentifier);
  return bytes.length === SHA1_BYTES ? bytes.toString('hex').toUpperCase() : undefined;
};

/** A thumbprint as the directory names a preferred certificate; undefined if the text is none. */
export const thumbprintOf = (text: string | null | undefined): string | undefined =>
  /^[0-9a-f]{40}$/i.test(text ?? '') ? text?.toUpperCase() : undefined;

/** Whether an identifier stands for a thumbprint: as its bytes, as the SHA-256 of its text, or as its text. */
export const standsFor = (customKeyIdentifier: string | null | undefined, thumbprint: string): boolean => {
  const bytes = bytesOf(customKeyIdentifier);
  return (
    thumbprintIn(customKeyIdentifier) === thumbprint ||
    bytes.equals(createHash('sha256').update(thumbprint).digest()) ||
    bytes.toString('latin1').toUpperCase() === thumbprint
  );
};
