import { writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { sha256Bytes } from '../../lib/adapters/system/sha256.ts';
import type { ChainedEntry } from '../../lib/domain/audit-chain.ts';
import { proofsFor } from '../../lib/domain/audit-proof.ts';
import type { AuditTrail } from '../../lib/ports/audit-trail.ts';
import { lineOfProof, type PublicKey } from './export-line.ts';

const about = z.object({ data: z.object({ renewalId: z.string() }) });

const isAbout =
  (renewalId: string) =>
  ({ body }: ChainedEntry): boolean => {
    try {
      return about.safeParse(JSON.parse(body)).data?.data.renewalId === renewalId;
    } catch {
      return false; // bent beyond reading: verifying the whole record names it
    }
  };

export interface WrittenRequest {
  readonly entries: number;
  /** Entries that no checkpoint signs yet, and that are left out. */
  readonly unsigned: number;
}

/** Writes what the record holds of one renewal, each entry with its way to a signed root, and nothing of any other. */
export const writeRequest = async (
  trail: AuditTrail,
  keysOf: (keyIds: readonly string[]) => Promise<Readonly<Record<string, PublicKey>>>,
  renewalId: string,
  file: string,
): Promise<WrittenRequest> => {
  const lines: string[] = [];
  const keyIds = new Set<string>();
  const isWanted = isAbout(renewalId);
  let entries = 0;
  let unsigned = 0;
  for (const { stream, size } of await trail.heads()) {
    const all: ChainedEntry[] = [];
    for await (const entry of trail.entries(stream)) if (entry.seq <= size) all.push(entry);
    const wanted = all.filter(isWanted);
    if (wanted.length === 0) continue;
    const checkpoint = (await trail.checkpoints(stream)).filter((one) => one.size <= size).at(-1);
    const proofs = proofsFor(sha256Bytes, all, checkpoint?.size ?? 0, isWanted);
    unsigned += wanted.length - proofs.length;
    if (checkpoint === undefined || proofs.length === 0) continue;
    keyIds.add(checkpoint.keyId);
    entries += proofs.length;
    lines.push(...proofs.map(lineOfProof), JSON.stringify({ kind: 'checkpoint', checkpoint }));
  }
  for (const [keyId, jwk] of Object.entries(await keysOf([...keyIds])))
    lines.push(JSON.stringify({ kind: 'key', keyId, jwk }));
  // A record is never written over another one.
  if (entries > 0) await writeFile(file, `${lines.join('\n')}\n`, { flag: 'wx', mode: 0o600 });
  return { entries, unsigned };
};
