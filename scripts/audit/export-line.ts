import * as z from 'zod';
import type { ChainedEntry, ChainHead } from '../../lib/domain/audit-chain.ts';
import type { ProvedEntry } from '../../lib/domain/audit-proof.ts';
import type { Checkpoint } from '../../lib/domain/checkpoint.ts';
import { type EventId, readId } from '../../lib/domain/ids.ts';
import { type Instant, parseInstant, toIso } from '../../lib/domain/time.ts';

/** One line of an export: JSON, and `kind` says of what. */
export type ExportLine =
  | { readonly kind: 'entry'; readonly entry: ChainedEntry }
  | ({ readonly kind: 'proof' } & ProvedEntry)
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'head'; readonly head: Pick<ChainHead, 'stream' | 'size' | 'hash'> }
  | { readonly kind: 'key'; readonly keyId: string; readonly jwk: PublicKey };

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const instant = z.string().transform((text, context): Instant => {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  context.addIssue('must be a date and time with a zone');
  return z.NEVER;
});
/** A public key of checkpoints (RFC 7517): enough to check a signature, and no secret. */
export const publicKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
});

export type PublicKey = z.infer<typeof publicKey>;

const entry = z.object({
  stream: z.string(),
  seq: z.int(),
  id: z.string().transform((text) => readId<EventId>(text)),
  occurredAt: instant,
  recordedAt: instant,
  previous: hash,
  hash,
  body: z.string(),
});

const line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entry'), entry }),
  z.object({ kind: z.literal('proof'), entry, size: z.int().min(1), path: z.array(hash).max(64) }),
  z.object({
    kind: z.literal('checkpoint'),
    checkpoint: z.object({
      stream: z.string(),
      size: z.int(),
      root: hash,
      keyId: z.string(),
      signature: z.string(),
    }),
  }),
  z.object({ kind: z.literal('head'), head: z.object({ stream: z.string(), size: z.int(), hash }) }),
  z.object({ kind: z.literal('key'), keyId: z.string(), jwk: publicKey }),
]);

/** What a line says; an error names what is wrong with it. */
export const parseLine = (text: string): ExportLine | Error => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return new Error('is not JSON');
  }
  const parsed = line.safeParse(json);
  if (parsed.success) return parsed.data;
  return new Error(
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  );
};

const written = ({ occurredAt, recordedAt, ...rest }: ChainedEntry) => ({
  ...rest,
  occurredAt: toIso(occurredAt),
  recordedAt: toIso(recordedAt),
});

export const lineOfEntry = (one: ChainedEntry): string =>
  JSON.stringify({ kind: 'entry', entry: written(one) });

export const lineOfProof = ({ entry: one, size, path }: ProvedEntry): string =>
  JSON.stringify({ kind: 'proof', entry: written(one), size, path });
