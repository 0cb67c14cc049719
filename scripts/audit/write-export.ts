import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { AuditTrail } from '../../lib/ports/audit-trail.ts';
import { lineOfEntry, type PublicKey } from './export-line.ts';

/**
 * Writes the whole record to a file, line by line. Entries that are added meanwhile are left out: the export ends where
 * the head stood when it was read.
 */
export const writeExport = async (
  trail: AuditTrail,
  keysOf: (keyIds: readonly string[]) => Promise<Readonly<Record<string, PublicKey>>>,
  file: string,
  progress: (said: string) => void,
): Promise<{ readonly streams: number; readonly entries: number }> => {
  // A record is never written over another one.
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  await once(out, 'open');
  const write = async (line: string): Promise<void> => {
    if (!out.write(`${line}\n`)) await once(out, 'drain');
  };
  let entries = 0;
  const heads = await trail.heads();
  for (const { stream, size, hash } of heads) {
    progress(`${stream}: ${size} entries`);
    for await (const entry of trail.entries(stream)) {
      if (entry.seq > size) break;
      await write(lineOfEntry(entry));
      entries += 1;
    }
    const checkpoints = (await trail.checkpoints(stream)).filter((checkpoint) => checkpoint.size <= size);
    for (const checkpoint of checkpoints) await write(JSON.stringify({ kind: 'checkpoint', checkpoint }));
    await write(JSON.stringify({ kind: 'head', head: { stream, size, hash } }));
    const keys = await keysOf(checkpoints.map(({ keyId }) => keyId));
    for (const [keyId, jwk] of Object.entries(keys)) await write(JSON.stringify({ kind: 'key', keyId, jwk }));
  }
  out.end();
  await finished(out);
  return { streams: heads.length, entries };
};
