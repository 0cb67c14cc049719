import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ticket } from '../../lib/domain/renewal.ts';
import { type Instant, plus, seconds } from '../../lib/domain/time.ts';
import type { DeskAttachments } from '../../lib/ports/desk-attachments.ts';

/** A desk whose tickets have files, and what people and accidents do with it. */
export interface AttachmentsUnderTest {
  readonly attachments: DeskAttachments;
  now(): Instant;
  open(): Promise<Ticket>;
  attach(ticket: Ticket, name: string, file: Uint8Array): Promise<void>;
  goAway(): void;
  comeBack(): void;
  stop(): Promise<void>;
}

const BYTES = Uint8Array.from({ length: 700 }, (_, at) => at % 256);
const LONGEST = 65_536;

/** What every desk with files promises. */
export const deskAttachmentsContract = (name: string, make: () => Promise<AttachmentsUnderTest>): void => {
  describe(`files of tickets: ${name}`, () => {
    let under: AttachmentsUnderTest;
    beforeAll(async () => {
      under = await make();
    });
    afterAll(async () => under.stop());

    const listed = async (ticket: Ticket) => {
      const found = await under.attachments.list(ticket);
      if (!found.ok) throw new Error(found.failure.detail);
      return found.value;
    };

    test('a ticket without files has none', async () => {
      expect(await listed(await under.open())).toEqual([]);
    });

    test('the files of a ticket are listed with name, size and time, and nobody else’s', async () => {
      const [ticket, other] = [await under.open(), await under.open()];
      await under.attach(ticket, 'new <cert>.cer', BYTES);
      await under.attach(other, 'other.pem', BYTES.subarray(1));
      expect(await listed(ticket)).toMatchObject([
        { name: 'new <cert>.cer', bytes: 700, attachedAt: under.now() },
      ]);
    });

    test('a file is read back as it was hung there, byte for byte', async () => {
      const ticket = await under.open();
      await under.attach(ticket, 'new.cer', BYTES);
      const [file] = await listed(ticket);
      const read = await under.attachments.read(file!, LONGEST);
      expect(read.ok && Buffer.from(read.value).equals(BYTES)).toBe(true);
    });

    test('a file that is larger than wanted is refused; one of just that size is read', async () => {
      const ticket = await under.open();
      await under.attach(ticket, 'large.cer', BYTES);
      const [file] = await listed(ticket);
      expect(await under.attachments.read(file!, 700)).toMatchObject({ ok: true });
      expect(await under.attachments.read(file!, 699)).toMatchObject({
        ok: false,
        failure: { code: 'REJECTED', detail: expect.stringContaining('too large') },
      });
    });

    test('a file that is not the size that was said is not believed', async () => {
      const ticket = await under.open();
      await under.attach(ticket, 'short.cer', BYTES);
      const [file] = await listed(ticket);
      expect(await under.attachments.read({ ...file!, bytes: 701 }, LONGEST)).toMatchObject({
        ok: false,
        failure: { code: 'UNAVAILABLE' },
      });
    });

    test('a file that is not there is refused', async () => {
      const nowhere = {
        id: 'f'.repeat(32),
        name: 'x',
        bytes: 1,
        attachedAt: plus(under.now(), seconds(0)),
        by: undefined,
      };
      expect(await under.attachments.read(nowhere, LONGEST)).toMatchObject({
        ok: false,
        failure: { code: 'REJECTED' },
      });
    });

    test('while the desk is away it says so, and afterwards the files are there', async () => {
      const ticket = await under.open();
      await under.attach(ticket, 'new.cer', BYTES);
      const [file] = await listed(ticket);
      under.goAway();
      const answers = [await under.attachments.list(ticket), await under.attachments.read(file!, LONGEST)];
      under.comeBack();
      for (const answer of answers)
        expect(answer).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      expect(await listed(ticket)).toHaveLength(1);
    });
  });
};
