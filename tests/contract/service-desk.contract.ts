import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Incidents } from '../../lib/ports/incidents.ts';
import type { ServiceDesk, TicketRequest } from '../../lib/ports/service-desk.ts';
import { readId, type RenewalId } from '../../lib/domain/ids.ts';
import type { Ticket } from '../../lib/domain/renewal.ts';
import { type Duration, type Instant, parseInstant, plus, seconds } from '../../lib/domain/time.ts';

/** A desk to be asked, and the people and accidents around it. */
export interface DeskUnderTest {
  readonly desk: ServiceDesk;
  /** Whole seconds: no desk keeps more. */
  now(): Instant;
  wait(duration: Duration): void;
  readonly requester: string;
  readonly approver: string;
  approve(ticket: Ticket, comment: string): Promise<void>;
  deny(ticket: Ticket, comment: string): Promise<void>;
  edit(ticket: Ticket, revision: string): Promise<void>;
  /** Somebody changes a date on the record. */
  plan(ticket: Ticket, dates: { readonly removalDay?: string; readonly dueAt?: Instant }): Promise<void>;
  closeByHand(ticket: Ticket, as: 'closed' | 'cancelled'): Promise<void>;
  messagesOf(ticket: Ticket): Promise<readonly string[]>;
  readonly incidents: Incidents;
  goAway(): void;
  comeBack(): void;
  loseNextOpen(): void;
  notesOf(ticket: Ticket): Promise<readonly string[]>;
  evidenceOf(ticket: Ticket): Promise<string | undefined>;
  stop(): Promise<void>;
}

let made = 0;
const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';

/** A key that no test used before. */
export const anotherKey = (): RenewalId => {
  made += 1;
  return readId<RenewalId>(`rn-${'a'.repeat(24)}${DIGITS.charAt(made >> 5)}${DIGITS.charAt(made & 31)}`);
};

export const aTicketRequest = (overrides: Partial<TicketRequest> = {}): TicketRequest => ({
  key: anotherKey(),
  revision: 'revision-1',
  applicationName: 'Payroll <script>alert(1)</script> ^ORactive=true',
  applicationId: '0f1e2d3c-0000-4000-8000-000000000001',
  environment: 'DEVL',
  update: 'Secret',
  oldExpiresAt: parseInstant('2026-12-20T09:30:00Z')!,
  requestedFor: undefined,
  instructions: 'Check the recipient.\nThen approve.',
  ...overrides,
});

const granted = <T, F>(result: { ok: true; value: T } | { ok: false; failure: F }): T => {
  expect(result).toMatchObject({ ok: true });
  return (result as { value: T }).value;
};

/** What every service desk promises. */
export const serviceDeskContract = (name: string, make: () => Promise<DeskUnderTest>): void => {
  describe(`${name} as a service desk`, () => {
    let under: DeskUnderTest;
    beforeAll(async () => {
      under = await make();
    });
    afterAll(async () => under.stop());

    const request = (overrides: Partial<TicketRequest> = {}) =>
      aTicketRequest({ requestedFor: under.requester, ...overrides });
    const open = async (asked = request()): Promise<Ticket> => granted(await under.desk.open(asked));

    test('a key that was never used has no ticket', async () => {
      expect(granted(await under.desk.find(anotherKey()))).toBeUndefined();
    });

    test('a ticket is found by its key, by no other', async () => {
      const asked = request();
      const ticket = await open(asked);
      await open();
      expect(granted(await under.desk.find(asked.key))).toEqual(ticket);
      expect(granted(await under.desk.find(anotherKey()))).toBeUndefined();
    });

    test('a request for which there is no person is opened all the same', async () => {
      const asked = request({ requestedFor: undefined });
      const ticket = await open(asked);
      expect(granted(await under.desk.find(asked.key))).toEqual(ticket);
    });

    test('a ticket whose opening was never answered is found by its key', async () => {
      const asked = request();
      under.loseNextOpen();
      expect(await under.desk.open(asked)).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      expect(granted(await under.desk.find(asked.key))).toMatchObject({
        number: expect.stringMatching(/^RITM/),
      });
    });

    test('two open tickets with one key are for a person to sort out', async () => {
      const asked = request();
      await open(asked);
      const second = await under.desk.open(asked);
      // Told at the opening already, or at the next look.
      if (!second.ok) expect(second.failure.code).toBe('DUPLICATE_TICKETS');
      expect(await under.desk.find(asked.key)).toMatchObject({
        ok: false,
        failure: { code: 'DUPLICATE_TICKETS', detail: expect.stringMatching(/RITM\d+.*RITM\d+/) },
      });
    });

    test('nothing is decided before anybody decides', async () => {
      expect(granted(await under.desk.decisions(await open()))).toEqual([]);
    });

    test('an approval tells who, when, why and what exactly was approved', async () => {
      const ticket = await open(request({ revision: 'revision-7' }));
      under.wait(seconds(90));
      await under.approve(ticket, 'As agreed');
      expect(granted(await under.desk.decisions(ticket))).toEqual([
        {
          by: under.approver,
          decision: {
            id: expect.any(String),
            outcome: 'approved',
            decidedAt: under.now(),
            justification: 'As agreed',
            revision: 'revision-7',
          },
        },
      ]);
    });

    test('the same decision keeps its id', async () => {
      const ticket = await open();
      await under.approve(ticket, '');
      const first = granted(await under.desk.decisions(ticket));
      under.wait(seconds(30));
      expect(granted(await under.desk.decisions(ticket))).toEqual(first);
      expect(first).toMatchObject([{ decision: { justification: undefined } }]);
    });

    test('a refusal is a decision too, and its ticket still found', async () => {
      const asked = request();
      const ticket = await open(asked);
      await under.deny(ticket, 'The wrong application');
      expect(granted(await under.desk.decisions(ticket))).toMatchObject([
        { by: under.approver, decision: { outcome: 'denied', justification: 'The wrong application' } },
      ]);
      expect(granted(await under.desk.find(asked.key))).toEqual(ticket);
    });

    test('a decision tells the revision that the ticket bears now, so that an edit shows', async () => {
      const ticket = await open(request({ revision: 'revision-1' }));
      await under.approve(ticket, 'Fine');
      await under.edit(ticket, 'revision-2');
      expect(granted(await under.desk.decisions(ticket))).toMatchObject([
        { decision: { revision: 'revision-2' } },
      ]);
    });

    test('the keys of tickets that were decided since are told, the longest ago first', async () => {
      const [early, first, second, undecided] = [request(), request(), request(), request()];
      await under.approve(await open(early), '');
      under.wait(seconds(10));
      const since = under.now();
      const [firstTicket, secondTicket] = [await open(first), await open(second)];
      await open(undecided);
      under.wait(seconds(5));
      await under.approve(secondTicket, '');
      under.wait(seconds(5));
      await under.deny(firstTicket, 'No');
      expect(granted(await under.desk.decidedSince(since))).toEqual([second.key, first.key]);
      expect(granted(await under.desk.decidedSince(plus(under.now(), seconds(1))))).toEqual([]);
    });

    test('notes are added, the earlier ones stay', async () => {
      const ticket = await open();
      granted(await under.desk.note(ticket, 'The link was sent.'));
      granted(await under.desk.note(ticket, 'The link was opened.\nBy its recipient.'));
      expect(await under.notesOf(ticket)).toEqual([
        'The link was sent.',
        'The link was opened.\nBy its recipient.',
      ]);
    });

    test('a closed ticket holds the evidence, and is found and closed again without harm', async () => {
      const asked = request();
      const ticket = await open(asked);
      await under.approve(ticket, '');
      granted(await under.desk.close(ticket, 'Retired on time.'));
      granted(await under.desk.close(ticket, 'Once more.'));
      expect(await under.evidenceOf(ticket)).toBe('Retired on time.');
      expect(granted(await under.desk.find(asked.key))).toEqual(ticket);
    });

    test('a cancelled ticket is over and says why; one that was closed before stays as it was', async () => {
      const ticket = await open();
      granted(await under.desk.cancel(ticket, 'Someone renewed it.'));
      expect(granted(await under.desk.look(ticket))).toMatchObject({ standing: 'incomplete' });
      expect(await under.evidenceOf(ticket)).toBe('Someone renewed it.');
      granted(await under.desk.close(ticket, 'Too late.'));
      granted(await under.desk.cancel(ticket, 'Once more.'));
      expect(await under.evidenceOf(ticket)).toBe('Someone renewed it.');
    });

    test('a ticket that somebody closed is opened again with the reason, once', async () => {
      const ticket = await open();
      under.wait(seconds(60));
      await under.closeByHand(ticket, 'closed');
      expect(granted(await under.desk.look(ticket))).toMatchObject({
        standing: 'complete',
        closedAt: under.now(),
      });
      granted(await under.desk.reopen(ticket, 'Nothing replaced it yet.'));
      granted(await under.desk.reopen(ticket, 'Nothing replaced it yet.'));
      expect(granted(await under.desk.look(ticket))).toMatchObject({ standing: 'open' });
      expect(await under.notesOf(ticket)).toEqual(['Nothing replaced it yet.']);
    });

    test('a look tells what stands there, and the dates that people wrote', async () => {
      const ticket = await open(request({ oldExpiresAt: parseInstant('2026-12-20T09:30:00Z')! }));
      expect(granted(await under.desk.look(ticket))).toMatchObject({
        standing: 'open',
        removalDay: '2026-12-20',
        dueAt: undefined,
        closedAt: undefined,
      });
      const dueAt = parseInstant('2026-12-01T08:00:00Z')!;
      await under.plan(ticket, { removalDay: '2026-12-11', dueAt });
      expect(granted(await under.desk.look(ticket))).toMatchObject({ removalDay: '2026-12-11', dueAt });
    });

    test('a ticket that was refused is told apart from one that was cancelled', async () => {
      const [refused, cancelled] = [await open(), await open()];
      await under.deny(refused, 'No');
      await under.closeByHand(cancelled, 'cancelled');
      expect(granted(await under.desk.look(refused))).toMatchObject({ standing: 'rejected' });
      expect(granted(await under.desk.look(cancelled))).toMatchObject({ standing: 'incomplete' });
    });

    test('what whoever it is for shall read is no note for the team', async () => {
      const ticket = await open();
      granted(await under.desk.note(ticket, 'It will be done on Monday.', 'requester'));
      expect(await under.messagesOf(ticket)).toEqual(['It will be done on Monday.']);
      expect(await under.notesOf(ticket)).toEqual([]);
    });

    test('who watches a ticket can be said again without harm, and with names that the desk does not know', async () => {
      const ticket = await open();
      const watchers = [under.approver, 'nobody@northwind.example', 'x^ORactive=true'];
      granted(await under.desk.assign(ticket, { group: undefined, watchers }));
      granted(await under.desk.assign(ticket, { group: undefined, watchers }));
    });

    test('the keys of tickets that changed since are told', async () => {
      const [still, noted] = [request(), request()];
      await open(still);
      const ticket = await open(noted);
      under.wait(seconds(10));
      const since = under.now();
      granted(await under.desk.note(ticket, 'Something.'));
      expect(granted(await under.desk.changedSince(since))).toEqual([noted.key]);
    });

    test('an incident is opened once for each key, and then written to', async () => {
      const incident = { key: anotherKey(), title: 'It expired', text: 'It expired.', group: undefined };
      const first = granted(await under.incidents.report(incident));
      const again = granted(await under.incidents.report({ ...incident, text: 'It still is.' }));
      const other = granted(await under.incidents.report({ ...incident, key: anotherKey() }));
      expect(again).toEqual(first);
      expect(other.id).not.toBe(first.id);
    });

    test('after a closed ticket the same key may have one more, which is then the one', async () => {
      const asked = request();
      granted(await under.desk.close(await open(asked), 'Done.'));
      const another = await open(asked);
      expect(granted(await under.desk.find(asked.key))).toEqual(another);
    });

    test('a ticket that the desk does not know is refused', async () => {
      const nowhere = { id: 'f'.repeat(32), number: 'RITM9999999' };
      expect(await under.desk.decisions(nowhere)).toMatchObject({ ok: false, failure: { code: 'REJECTED' } });
      expect(await under.desk.note(nowhere, 'x')).toMatchObject({ ok: false, failure: { code: 'REJECTED' } });
      expect(await under.desk.close(nowhere, 'x')).toMatchObject({
        ok: false,
        failure: { code: 'REJECTED' },
      });
    });

    test('while the desk is away everything says so, and afterwards all is as it was', async () => {
      const asked = request();
      const ticket = await open(asked);
      under.goAway();
      const answers = [
        await under.desk.find(asked.key),
        await under.desk.open(request()),
        await under.desk.decisions(ticket),
        await under.desk.decidedSince(under.now()),
        await under.desk.note(ticket, 'Unheard.'),
        await under.desk.close(ticket, 'Unheard.'),
        await under.desk.cancel(ticket, 'Unheard.'),
        await under.desk.reopen(ticket, 'Unheard.'),
        await under.desk.look(ticket),
        await under.desk.assign(ticket, { group: undefined, watchers: [] }),
        await under.desk.changedSince(under.now()),
        await under.incidents.report({ key: asked.key, title: 'x', text: 'x', group: undefined }),
      ];
      under.comeBack();
      for (const answer of answers) {
        expect(answer).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      }
      expect(granted(await under.desk.find(asked.key))).toEqual(ticket);
      expect(await under.notesOf(ticket)).toEqual([]);
    });
  });
};
