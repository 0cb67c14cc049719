import { describe, expect, test } from '@jest/globals';
import { type EventId, readId } from '../../lib/domain/ids.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import { sha256Bytes } from '../../lib/adapters/system/sha256.ts';
import type { AuditEntry, ChainedEntry } from '../../lib/domain/audit-chain.ts';
import { verifyStream } from '../../lib/domain/audit-verification.ts';
import { rootOf } from '../../lib/domain/merkle.ts';
import type { Audit } from '../../lib/ports/audit.ts';
import type { AuditTrail } from '../../lib/ports/audit-trail.ts';

/** An empty record. */
export interface AuditUnderTest {
  readonly audit: Audit;
  readonly trail: AuditTrail;
}

/** What the record promises. */
export const auditContract = (name: string, makeSubjectUnderTest: () => Promise<AuditUnderTest>): void =>
  describe(name, () => {
    const entry = (letter: string, at: string, body = `{"about":"${letter}"}`): AuditEntry => ({
      id: readId<EventId>(`ev-${letter.repeat(26)}`),
      occurredAt: parseInstant(at)!,
      body,
    });
    const first = entry('a', '2026-11-21T12:00:00.123Z');

    test('keeps an entry to the letter', async () => {
      const { audit, trail } = await makeSubjectUnderTest();
      const long = entry(
        'b',
        '2026-11-21T12:00:00Z',
        JSON.stringify({ text: 'o\'brien ☃ 😀 "'.repeat(9_000) }),
      );
      await audit.append([long]);
      expect(await read(trail)).toEqual([long]);
    });

    test('keeps the first entry of an id, whatever comes after it', async () => {
      const { audit, trail } = await makeSubjectUnderTest();
      await audit.append([first]);
      await audit.append([first]);
      await audit.append([{ ...first, body: 'something else' }]);
      expect(await read(trail)).toEqual([first]);
    });

    test('keeps one entry when many add it at once', async () => {
      const { audit, trail } = await makeSubjectUnderTest();
      await Promise.all(Array.from({ length: 10 }, () => audit.append([first])));
      expect(await read(trail)).toEqual([first]);
    });

    test('keeps entries of different months', async () => {
      const { audit, trail } = await makeSubjectUnderTest();
      const lastOfYear = entry('c', '2026-12-31T23:59:59.999Z');
      const firstOfYear = entry('d', '2027-01-01T00:00:00.000Z');
      await audit.append([lastOfYear]);
      await audit.append([firstOfYear]);
      expect(await read(trail)).toEqual(expect.arrayContaining([lastOfYear, firstOfYear]));
    });

    test('keeps many that are added at once, of which it has some already', async () => {
      const { audit, trail } = await makeSubjectUnderTest();
      const letters = 'abcdefghijklmnopqrstuvwxyz';
      const many = Array.from({ length: 230 }, (_, n) => ({
        ...entry('a', '2026-11-21T12:00:00Z'),
        id: readId<EventId>(`ev-${letters[n % 26]}${letters[Math.floor(n / 26)]}${'a'.repeat(24)}`),
      }));
      const long = entry('z', '2026-11-30T23:59:59Z', `{"text":"${'long '.repeat(9_000)}"}`);
      await audit.append(many.slice(50, 60));
      await audit.append([...many, long, ...many.slice(0, 5)]);
      const found = await read(trail);
      expect(found).toHaveLength(231);
      expect(found).toEqual(expect.arrayContaining([...many, long]));
    });

    test('takes nothing at all without an error', async () => {
      const { audit, trail } = await makeSubjectUnderTest();
      await audit.append([]);
      expect(await read(trail)).toEqual([]);
    });

    test('joins entries to a chain without a gap, however many write at once', async () => {
      const { audit, trail } = await makeSubjectUnderTest();
      const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
      await Promise.all(letters.map((letter) => audit.append([entry(letter, '2026-11-21T12:00:00Z')])));
      const [head] = await trail.heads();
      const entries = await chain(trail, 'events-2026-11');
      expect(entries.map(({ seq }) => seq)).toEqual(letters.map((_, index) => index + 1));
      expect(head).toMatchObject({ stream: 'events-2026-11', size: 26, hash: entries[25]!.hash });
      const verified = verifyStream({
        stream: 'events-2026-11',
        entries,
        checkpoints: [],
        head,
        hash: sha256Bytes,
        isSigned: () => false,
      });
      expect(verified.tampers).toEqual([]);
      expect(rootOf(sha256Bytes, head!.frontier)).toBe(verified.root);
    });

    test('keeps checkpoints in the order of their sizes, the first of a size for good', async () => {
      const { trail } = await makeSubjectUnderTest();
      const stream = 'events-2026-11';
      const checkpoint = (size: number, root: string) => ({
        stream,
        size,
        root,
        keyId: 'key',
        signature: 'xyz',
      });
      await trail.keep(checkpoint(10, 'b'.repeat(64)));
      await trail.keep(checkpoint(9, 'a'.repeat(64)));
      await trail.keep(checkpoint(9, 'c'.repeat(64)));
      expect(await trail.checkpoints(stream)).toEqual([
        checkpoint(9, 'a'.repeat(64)),
        checkpoint(10, 'b'.repeat(64)),
      ]);
    });
  });

const chain = async (trail: AuditTrail, stream: string): Promise<readonly ChainedEntry[]> => {
  const entries: ChainedEntry[] = [];
  for await (const entry of trail.entries(stream)) entries.push(entry);
  return entries;
};

/** All that was recorded, without its place in the chain. */
const read = async (trail: AuditTrail): Promise<readonly AuditEntry[]> => {
  const streams = await trail.heads();
  const all = await Promise.all(streams.map(({ stream }) => chain(trail, stream)));
  return all.flat().map(({ id, occurredAt, body }) => ({ id, occurredAt, body }));
};
