import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** The oldest that the format knows: a file's own time says when it was unpacked here, which is nobody's affair. */
const LONG_AGO = new Date(1980, 0, 1);
const READABLE = 0o100644;

/**
 * Zips a folder so that the same content makes the same bytes: entries in the order of their names, with one time and one
 * mode. Links are left out; npm makes them for commands that nobody runs here.
 */
export const zip = async (folder: string, to: string): Promise<void> => {
  const archive = new ZipFile();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  for (const file of files)
    archive.addFile(join(folder, file), file, { mtime: LONG_AGO, mode: READABLE, forceDosTimestamp: true });
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(to));
};

/** The SHA-256 of a file, in hexadecimal digits. */
export const sha256Of = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');
