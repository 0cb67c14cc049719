import { describe, expect, test } from '@jest/globals';
import { type EventId, readId } from '../../lib/domain/ids.ts';
import { type Instant, parseInstant } from '../../lib/domain/time.ts';
import type { Audit } from '../../lib/ports/audit.ts';

/** What can be read back of the record. */
export interface AuditEntryRead {
  readonly id: EventId;
  readonly occurredAt: Instant;
  readonly body: string;
}

/** An empty record. */
export interface AuditUnderTest {
  readonly audit: Audit;
  readonly read: () => Promise<readonly AuditEntryRead[]>;
}

/** What the record promises. */
export const auditContract = (name: string, makeSubjectUnderTest: () => Promise<AuditUnderTest>): void =>
  describe(name, () => {
    const entry = (letter: string, at: string, body = `{"about":"${letter}"}`): AuditEntryRead => ({
      id: readId<EventId>(`ev-${letter.repeat(26)}`),
      occurredAt: parseInstant(at)!,
      body,
    });
    const first = entry('a', '2026-11-21T12:00:00.123Z');

    test('keeps an entry to the letter', async () => {
      const { audit, read } = await makeSubjectUnderTest();
      const long = entry(
        'b',
        '2026-11-21T12:00:00Z',
        JSON.stringify({ text: 'o\'brien ☃ 😀 "'.repeat(9_000) }),
      );
      await audit.append([long]);
      await expect(read()).resolves.toEqual([long]);
    });

    test('keeps the first entry of an id, whatever comes after it', async () => {
      const { audit, read } = await makeSubjectUnderTest();
      await audit.append([first]);
      await audit.append([first]);
      await audit.append([{ ...first, body: 'something else' }]);
      await expect(read()).resolves.toEqual([first]);
    });

    test('keeps one entry when many add it at once', async () => {
      const { audit, read } = await makeSubjectUnderTest();
      await Promise.all(Array.from({ length: 10 }, () => audit.append([first])));
      await expect(read()).resolves.toEqual([first]);
    });

    test('keeps entries of different months', async () => {
      const { audit, read } = await makeSubjectUnderTest();
      const lastOfYear = entry('c', '2026-12-31T23:59:59.999Z');
      const firstOfYear = entry('d', '2027-01-01T00:00:00.000Z');
      await audit.append([lastOfYear]);
      await audit.append([firstOfYear]);
      expect(await read()).toEqual(expect.arrayContaining([lastOfYear, firstOfYear]));
    });

    test('keeps many that are added at once, of which it has some already', async () => {
      const { audit, read } = await makeSubjectUnderTest();
      const letters = 'abcdefghijklmnopqrstuvwxyz';
      const many = Array.from({ length: 230 }, (_, n) => ({
        ...entry('a', '2026-11-21T12:00:00Z'),
        id: readId<EventId>(`ev-${letters[n % 26]}${letters[Math.floor(n / 26)]}${'a'.repeat(24)}`),
      }));
      const long = entry('z', '2026-11-30T23:59:59Z', `{"text":"${'long '.repeat(9_000)}"}`);
      await audit.append(many.slice(50, 60));
      await audit.append([...many, long, ...many.slice(0, 5)]);
      const found = await read();
      expect(found).toHaveLength(231);
      expect(found).toEqual(expect.arrayContaining([...many, long]));
    });

    test('takes nothing at all without an error', async () => {
      const { audit, read } = await makeSubjectUnderTest();
      await audit.append([]);
      await expect(read()).resolves.toEqual([]);
    });
  });
