import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** A certificate and its private key, both as PEM. */
export interface PemPair {
  readonly cert: string;
  readonly key: string;
}

/** Where the two halves of a pair are kept. */
export interface PemFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** The pair in these files, or undefined when one is missing, can't be read, or does not belong to the other. */
export const readPair = async ({ certFile, keyFile }: PemFiles): Promise<PemPair | undefined> => {
  try {
    const cert = await readFile(certFile, 'utf8');
    const key = await readFile(keyFile, 'utf8');
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)) ? { cert, key } : undefined;
  } catch {
    // Whatever is wrong with it, the remedy is the same: the caller makes a new pair.
    return undefined;
  }
};

/** Keeps the pair; a kill between the two leaves halves that don't match, which `readPair` refuses. */
export const writePair = async ({ certFile, keyFile }: PemFiles, pair: PemPair): Promise<void> => {
  await writeWhole(keyFile, pair.key, 0o600);
  await writeWhole(certFile, pair.cert, 0o644);
};

const writeWhole = async (file: string, content: string, mode: number): Promise<void> => {
  const draft = `${file}.${randomUUID()}.new`;
  await writeFile(draft, content, { mode });
  await rename(draft, file);
};
