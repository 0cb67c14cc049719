/**
 * A signed statement of how long a stream is and what it holds. Whoever keeps one can tell whether anything before its size
 * was changed since, however well the chain was made anew.
 */
export interface Checkpoint {
  readonly stream: string;
  readonly size: number;
  /** Root of the tree over the first `size` entries, in hex. */
  readonly root: string;
  /** The version of the key that signed, by its address. */
  readonly keyId: string;
  /** ECDSA P-256 over SHA-256 of `checkpointText`, r and s of 32 bytes each, in base64url (ES256, RFC 7518, section 3.4). */
  readonly signature: string;
}

/** The text that is signed: three lines, the shape of a transparency log's checkpoint. */
export const checkpointText = ({
  stream,
  size,
  root,
}: Pick<Checkpoint, 'stream' | 'size' | 'root'>): string =>
  `expiry-monitor/audit/${stream}\n${size}\n${root}\n`;
