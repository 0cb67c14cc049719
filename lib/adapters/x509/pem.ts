/** One part of a file in PEM (RFC 7468). */
export interface PemBlock {
  readonly label: string;
  readonly bytes: Buffer;
}

const BEGIN = /^-----BEGIN ([A-Z0-9][A-Z0-9 ]*)-----$/;
const END = /^-----END ([A-Z0-9][A-Z0-9 ]*)-----$/;

/**
 * The blocks of a text; undefined if one is cut off or holds what is not base64. What stands between blocks is not looked
 * at: programs write there what is in the block, for people.
 */
export const pemBlocks = (text: string): readonly PemBlock[] | undefined => {
  const blocks: PemBlock[] = [];
  let open: { readonly label: string; readonly lines: string[] } | undefined;
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    const begins = BEGIN.exec(line)?.[1];
    const ends = END.exec(line)?.[1];
    if (open === undefined) {
      if (ends !== undefined) return undefined;
      if (begins !== undefined) open = { label: begins, lines: [] };
    } else if (begins !== undefined) {
      return undefined;
    } else if (ends === undefined) {
      open.lines.push(line);
    } else {
      const bytes = ends === open.label ? strictBase64(open.lines.join('')) : undefined;
      if (bytes === undefined) return undefined;
      blocks.push({ label: open.label, bytes });
      open = undefined;
    }
  }
  return open === undefined ? blocks : undefined;
};

/** The bytes of a base64 text without blanks, in full groups; undefined if it is none. */
export const strictBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  return text.length > 0 && bytes.toString('base64') === text ? bytes : undefined;
};
