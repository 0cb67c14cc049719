import type {
  DeskDecision,
  DeskFailure,
  ServiceDesk,
  TicketRequest,
} from '../../../lib/ports/service-desk.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import type { RenewalId } from '../../../lib/domain/ids.ts';
import type { Ticket } from '../../../lib/domain/renewal.ts';
import { fail, ok, type Result } from '../../../lib/domain/result.ts';
import type { Instant } from '../../../lib/domain/time.ts';

/** A ticket as the desk in memory keeps it. */
export interface FakeTicket {
  readonly ticket: Ticket;
  readonly request: TicketRequest;
  /** What is asked now: an editor may have changed it since the request was made. */
  readonly revision: string;
  readonly state: 'open' | 'rejected' | 'closed';
  readonly decisions: readonly DeskDecision[];
  readonly decidedAt: Instant | undefined;
  readonly notes: readonly string[];
  readonly evidence: string | undefined;
}

/** What people do at the desk, and what may go wrong with it. */
export interface FakeServiceDesk extends ServiceDesk {
  /** The first decision decides; a later one changes nothing, as at a real desk. */
  approve(ticket: Ticket, by: string | undefined, justification?: string): void;
  deny(ticket: Ticket, by: string | undefined, justification?: string): void;
  /** Somebody changes what is asked, after the request was made. */
  edit(ticket: Ticket, revision: string): void;
  /** From now on the desk takes no notes, as on tickets that someone closed. */
  refuseNotes(): void;
  /** Until `comeBack`, everything is UNAVAILABLE and nothing has an effect. */
  goAway(): void;
  comeBack(): void;
  /** The next `open` has its effect, but its caller never learns of it. */
  loseNextOpen(): void;
  /** The next `open` is refused by a rule of the desk. */
  rejectNextOpen(detail: string): void;
  /** All tickets, the oldest first. */
  tickets(): readonly FakeTicket[];
  of(key: RenewalId): FakeTicket | undefined;
}

const AWAY = fail({ code: 'UNAVAILABLE', detail: 'The desk is away' });

/** A working service desk in memory. */
export const fakeServiceDesk = (clock: Clock): FakeServiceDesk => {
  const tickets = new Map<string, FakeTicket>();
  let away = false;
  let losing = false;
  let rejecting: string | undefined;

  const held = (key: RenewalId): FakeTicket[] =>
    [...tickets.values()].filter(({ request }) => request.key === key);
  const known = ({ id }: Ticket): FakeTicket => {
    const found = tickets.get(id);
    if (found === undefined) throw new Error(`The desk in memory has no ticket ${id}.`);
    return found;
  };
  const change = (ticket: Ticket, changes: Partial<FakeTicket>): void =>
    void tickets.set(ticket.id, { ...known(ticket), ...changes });

  const reach = <T>(effect: () => Result<T, DeskFailure>): Promise<Result<T, DeskFailure>> =>
    Promise.resolve(away ? AWAY : effect());
  const reachTicket = <T>(
    ticket: Ticket,
    effect: (held: FakeTicket) => Result<T, DeskFailure>,
  ): Promise<Result<T, DeskFailure>> =>
    reach(() => {
      const found = tickets.get(ticket.id);
      return found === undefined ? fail({ code: 'REJECTED', detail: 'No such ticket' }) : effect(found);
    });

  const make = (request: TicketRequest): Ticket => {
    const number = tickets.size + 1;
    const ticket = {
      id: number.toString(16).padStart(32, '0'),
      number: `RITM${String(10_000 + number).padStart(7, '0')}`,
    };
    tickets.set(ticket.id, {
      ticket,
      request,
      revision: request.revision,
      state: 'open',
      decisions: [],
      decidedAt: undefined,
      notes: [],
      evidence: undefined,
    });
    return ticket;
  };

  const decide = (
    ticket: Ticket,
    outcome: 'approved' | 'denied',
    by: string | undefined,
    justification: string | undefined,
  ): void => {
    const found = known(ticket);
    if (found.decisions.length > 0 || found.state !== 'open') return;
    const decidedAt = clock.now();
    const said = justification === '' ? undefined : justification;
    const decision = {
      id: `${ticket.id}:1`,
      outcome,
      decidedAt,
      justification: said,
      revision: found.revision,
    };
    const state = outcome === 'approved' ? 'open' : 'rejected';
    change(ticket, { decisions: [{ decision, by }], decidedAt, state });
  };

  let notesRefused = false;

  return {
    find: (key) =>
      reach<Ticket | undefined>(() => {
        const all = held(key);
        const open = all.filter(({ state }) => state === 'open');
        if (open.length > 1) {
          const numbers = open.map(({ ticket }) => ticket.number).join(', ');
          return fail({ code: 'DUPLICATE_TICKETS', detail: numbers });
        }
        return ok((open[0] ?? all.at(-1))?.ticket);
      }),
    open: (request) =>
      reach<Ticket>(() => {
        if (rejecting !== undefined) {
          const detail = rejecting;
          rejecting = undefined;
          return fail({ code: 'REJECTED', detail });
        }
        const ticket = make(request);
        if (!losing) return ok(ticket);
        losing = false;
        return fail({ code: 'UNAVAILABLE', detail: 'The answer was lost' });
      }),
    decisions: (ticket) =>
      reachTicket(ticket, ({ decisions, revision }) =>
        // What was decided is told with what is asked now: whoever edits the request voids the decision.
        ok(decisions.map(({ decision, by }) => ({ decision: { ...decision, revision }, by }))),
      ),
    decidedSince: (since) =>
      reach(() => {
        const decided = [...tickets.values()].flatMap(({ decidedAt, request }) =>
          decidedAt !== undefined && decidedAt >= since ? [{ decidedAt, key: request.key }] : [],
        );
        return ok(decided.toSorted((a, b) => a.decidedAt - b.decidedAt).map(({ key }) => key));
      }),
    note: (ticket, text) =>
      reachTicket(ticket, ({ notes }) => {
        if (notesRefused) return fail({ code: 'REJECTED', detail: 'The ticket is closed' });
        change(ticket, { notes: [...notes, text] });
        return ok(undefined);
      }),
    close: (ticket, evidence) =>
      reachTicket(ticket, ({ state }) => {
        if (state === 'open') change(ticket, { state: 'closed', evidence });
        return ok(undefined);
      }),

    approve: (ticket, by, justification) => decide(ticket, 'approved', by, justification),
    deny: (ticket, by, justification) => decide(ticket, 'denied', by, justification),
    edit: (ticket, revision) => change(ticket, { revision }),
    refuseNotes: () => {
      notesRefused = true;
    },
    goAway: () => {
      away = true;
    },
    comeBack: () => {
      away = false;
    },
    loseNextOpen: () => {
      losing = true;
    },
    rejectNextOpen: (detail) => {
      rejecting = detail;
    },
    tickets: () => [...tickets.values()],
    of: (key) => held(key).at(-1),
  };
};
