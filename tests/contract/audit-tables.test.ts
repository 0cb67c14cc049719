import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sha256Bytes } from '../../lib/adapters/system/sha256.ts';
import { tableAudit } from '../../lib/adapters/tables/audit-table.ts';
import { tableAuditTrail } from '../../lib/adapters/tables/audit-trail-table.ts';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import {
  append,
  type AuditEntry,
  type ChainedEntry,
  type ChainHead,
  emptyHead,
} from '../../lib/domain/audit-chain.ts';
import { proofsFor, verifyProofs } from '../../lib/domain/audit-proof.ts';
import { type TamperCode, verifyStream } from '../../lib/domain/audit-verification.ts';
import { type Checkpoint, checkpointText } from '../../lib/domain/checkpoint.ts';
import { type EventId, readId } from '../../lib/domain/ids.ts';
import { rootOf } from '../../lib/domain/merkle.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import { signCheckpoints } from '../../lib/use-cases/sign-checkpoints.ts';
import { fakeCheckpointSigner } from '../support/fakes/checkpoint-signer.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';
import { auditContract } from './audit.contract.ts';

let tables: RunningTables;
let made = 0;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

const emptyTable = async () => {
  const name = `Audit${(made += 1)}`;
  await createTables(tables.service, [name]);
  return tables.client(name);
};

auditContract('the record in a table', async () => {
  const client = await emptyTable();
  return { audit: tableAudit(client, sha256Bytes, fakeClock()), trail: tableAuditTrail(client) };
});

const all = async <T>(items: AsyncIterable<T>): Promise<readonly T[]> => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};

const STREAM = 'events-2026-11';
const entryOf = (n: number): AuditEntry => ({
  id: readId<EventId>(`ev-${String(n).padStart(26, 'a')}`),
  occurredAt: parseInstant('2026-11-21T12:00:00Z')!,
  body: JSON.stringify({ n, said: 'something happened' }),
});

test('an entry whose answer is lost is there once, and adding it is no error', async () => {
  const client = await emptyTable();
  tables.proxy.mishaps(/batch/, 'unanswered');
  await tableAudit(client, sha256Bytes, fakeClock()).append([entryOf(1)]);
  expect(tables.proxy.left()).toBe(0);
  const entries = await all(tableAuditTrail(client).entries(STREAM));
  expect(entries.map(({ seq, id }) => [seq, id])).toEqual([[1, entryOf(1).id]]);
});

test('an entry that is too long is refused by name, and those beside it are recorded', async () => {
  const client = await emptyTable();
  const audit = tableAudit(client, sha256Bytes, fakeClock());
  const long = { ...entryOf(1), body: 'x'.repeat(600_000) };
  const [refused, taken] = await Promise.allSettled([audit.append([long]), audit.append([entryOf(2)])]);
  expect(refused).toMatchObject({
    status: 'rejected',
    reason: { message: expect.stringContaining(long.id) },
  });
  expect(taken.status).toBe('fulfilled');
});

describe('10,000 entries by 8 writers at once', () => {
  const COUNT = 10_000;
  const signer = fakeCheckpointSigner();
  let entries: readonly ChainedEntry[] = [];
  let client: Awaited<ReturnType<typeof emptyTable>>;

  beforeAll(async () => {
    client = await emptyTable();
    const writers = Array.from({ length: 8 }, () => tableAudit(client, sha256Bytes, fakeClock()));
    // Every tenth event is recorded by two of them, as when an outbox is sent twice.
    await Promise.all(
      Array.from({ length: COUNT }, (_, n) => n + 1).flatMap((n) => [
        writers[n % 8]!.append([entryOf(n)]),
        ...(n % 10 === 0 ? [writers[(n + 1) % 8]!.append([entryOf(n)])] : []),
      ]),
    );
    const trail = tableAuditTrail(client);
    await signCheckpoints({ trail, signer, archive: undefined, hash: sha256Bytes, log: () => undefined })();
    entries = await all(trail.entries(STREAM));
  }, 300_000);

  const verified = async (those: readonly ChainedEntry[], signedAnew?: readonly Checkpoint[]) => {
    const trail = tableAuditTrail(client);
    const keys = await signer.verifier([]);
    if (!keys.ok) throw new Error('The signer is away.');
    return verifyStream({
      stream: STREAM,
      entries: those,
      checkpoints: signedAnew ?? (await trail.checkpoints(STREAM)),
      head: (await trail.heads())[0],
      hash: sha256Bytes,
      isSigned: keys.value,
    });
  };

  test('are there once each, in one sound chain that is signed to its end', async () => {
    expect(new Set(entries.map(({ id }) => id)).size).toBe(COUNT);
    expect(await verified(entries)).toMatchObject({ entries: COUNT, signedSize: COUNT, tampers: [] });
  });

  test.each<[string, TamperCode, (all: readonly ChainedEntry[]) => readonly ChainedEntry[]]>([
    ['an edit', 'EDITED', (all) => all.with(4_999, { ...all[4_999]!, body: '{}' })],
    ['a deletion', 'MISSING', (all) => all.toSpliced(4_999, 1)],
    ['a repetition', 'OUT_OF_ORDER', (all) => all.toSpliced(4_999, 0, all[4_000]!)],
    ['a cut', 'TRUNCATED', (all) => all.slice(0, -1)],
    ['another order', 'MISSING', (all) => all.with(4_999, all[5_000]!).with(5_000, all[4_999]!)],
    [
      'a chain that was made anew from there on',
      'FORKED',
      (all) => rechained(all.with(4_999, { ...all[4_999]!, body: '{}' })),
    ],
  ])('%s among them is found and named', async (_, code, bend) => {
    expect((await verified(bend(entries))).tampers[0]).toMatchObject({ code });
  });

  test('a chain that was made anew and signed by another key is found by the signature', async () => {
    const bent = rechained(entries.with(4_999, { ...entries[4_999]!, body: '{}' }));
    const stranger = fakeCheckpointSigner('strange-key');
    const open = { stream: STREAM, size: COUNT, root: rootOf(sha256Bytes, headOf(bent).frontier) };
    const signed = await stranger.sign(checkpointText(open));
    if (!signed.ok) throw new Error('The signer is away.');
    const forged = { ...open, ...signed.value };
    const [first] = (await verified(bent, [forged])).tampers;
    expect(first).toMatchObject({ code: 'WRONG_SIGNATURE', seq: COUNT });
    const inOurName = { ...forged, keyId: Object.keys(signer.keys())[0]! };
    expect((await verified(bent, [inOurName])).tampers[0]).toMatchObject({ code: 'WRONG_SIGNATURE' });
  });

  test('single ones of them are proved by a few hashes, and a bent one is not', () => {
    const root = rootOf(sha256Bytes, headOf(entries).frontier);
    const checkpoint = { stream: STREAM, size: COUNT, root, keyId: 'k', signature: 's' };
    const proofs = proofsFor(sha256Bytes, entries, COUNT, ({ seq }) => [1, 5_000, COUNT].includes(seq));
    const check = (those: typeof proofs) =>
      verifyProofs({
        ...{ stream: STREAM, proofs: those, checkpoints: [checkpoint], hash: sha256Bytes },
        isSigned: () => true,
      });
    expect(check(proofs)).toMatchObject({ entries: 3, proved: 3, tampers: [] });
    expect(Math.max(...proofs.map(({ path }) => path.length))).toBeLessThanOrEqual(14);
    const bent = proofs.with(1, { ...proofs[1]!, entry: { ...proofs[1]!.entry, body: '{}' } });
    expect(check(bent).tampers).toMatchObject([{ code: 'EDITED', seq: 5_000 }]);
  });
});

/** The end that these entries lead to. */
const headOf = (entries: readonly ChainedEntry[]): ChainHead =>
  entries.reduce((head, entry) => append(sha256Bytes, head, entry, entry.recordedAt).head, emptyHead(STREAM));

/** The same entries in a chain that is made anew, as whoever bends a record would. */
const rechained = (entries: readonly ChainedEntry[]): readonly ChainedEntry[] => {
  let head = emptyHead(STREAM);
  return entries.map((entry) => {
    const next = append(sha256Bytes, head, entry, entry.recordedAt);
    head = next.head;
    return next.entry;
  });
};
