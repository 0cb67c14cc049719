import { createHash } from 'node:crypto';
import type { Clock } from '../../../lib/ports/clock.ts';
import type { Attachment, DeskAttachments } from '../../../lib/ports/desk-attachments.ts';
import type { DeskRequests } from '../../../lib/ports/desk-requests.ts';
import type { Incident, Incidents } from '../../../lib/ports/incidents.ts';
import type { RenewalId } from '../../../lib/domain/ids.ts';
import type { Ticket } from '../../../lib/domain/renewal.ts';
import type {
  DeskDecision,
  DeskFailure,
  ServiceDesk,
  TicketPeople,
  TicketRequest,
} from '../../../lib/ports/service-desk.ts';
import { fail, ok, type Result } from '../../../lib/domain/result.ts';
import { type Instant, toIso } from '../../../lib/domain/time.ts';

/** What a person writes into the form. */
export interface FakeForm {
  readonly applicationName: string;
  readonly applicationId: string;
  readonly environment: string;
  readonly update: string;
  readonly removalDay: string | undefined;
  readonly requestedFor: string | undefined;
  readonly openedBy: string | undefined;
}

interface FakeFile extends Attachment {
  readonly ticketId: string;
  readonly content: Uint8Array;
}

/** A ticket as the desk in memory keeps it. */
export interface FakeTicket {
  readonly ticket: Ticket;
  readonly key: RenewalId | undefined;
  readonly request: TicketRequest;
  readonly form: FakeForm;
  /** What is asked now: an editor may have changed it since the request was made. */
  readonly revision: string;
  readonly state: 'open' | 'rejected' | 'closed' | 'cancelled';
  readonly decisions: readonly DeskDecision[];
  readonly decidedAt: Instant | undefined;
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  readonly changedBy: string | undefined;
  readonly closedAt: Instant | undefined;
  readonly dueAt: Instant | undefined;
  readonly notes: readonly string[];
  /** What whoever it is for can read. */
  readonly messages: readonly string[];
  readonly people: TicketPeople | undefined;
  readonly asked: string | undefined;
  readonly evidence: string | undefined;
}

/** An incident as the desk in memory keeps it. */
export interface FakeIncident extends Incident {
  readonly ticket: Ticket;
  readonly notes: readonly string[];
}

/** What people do at the desk, and what may go wrong with it. */
export interface FakeServiceDesk extends ServiceDesk {
  readonly incidents: Incidents & { all(): readonly FakeIncident[] };
  readonly requests: DeskRequests;
  readonly attachments: DeskAttachments;
  /** Somebody hangs a file on a ticket. */
  attach(ticket: Ticket, name: string, file: Uint8Array, by?: string): void;
  /** Somebody takes it away again. */
  detach(ticket: Ticket, name: string): void;
  /** The first decision decides; a later one changes nothing, as at a real desk. */
  approve(ticket: Ticket, by: string | undefined, justification?: string): void;
  deny(ticket: Ticket, by: string | undefined, justification?: string): void;
  /** Somebody changes what is asked, after the request was made. */
  edit(ticket: Ticket, revision: string): void;
  /** Somebody writes something else into the form, which keeps its revision. */
  rewrite(ticket: Ticket, form: Partial<FakeForm>): void;
  /** Somebody who may decide for another does so. */
  approveInPlaceOf(ticket: Ticket, asked: string, by: string): void;
  /** Somebody changes a date on the record. */
  plan(ticket: Ticket, dates: { readonly removalDay?: string; readonly dueAt?: Instant }): void;
  /** Somebody fills in the form. */
  openByHand(form: FakeForm): Ticket;
  /** Somebody closes a ticket by hand, as done or not. */
  closeByHand(ticket: Ticket, by: string, as: 'closed' | 'cancelled'): void;
  /** From now on the desk takes no notes, as on tickets that someone closed. */
  refuseNotes(): void;
  /** Until `comeBack`, everything is UNAVAILABLE and nothing has an effect. */
  goAway(): void;
  comeBack(): void;
  /** The next `open` has its effect, but its caller never learns of it. */
  loseNextOpen(): void;
  /** The next `claim` is lost on its way. */
  loseNextClaim(): void;
  /** The next `open` is refused by a rule of the desk. */
  rejectNextOpen(detail: string): void;
  /** All tickets, the oldest first. */
  tickets(): readonly FakeTicket[];
  of(key: RenewalId): FakeTicket | undefined;
}

const AWAY = fail({ code: 'UNAVAILABLE', detail: 'The desk is away' });
const US = 'expiry.monitor';

/** All that the form asks but its day, in short. */
const shortOf = (form: FakeForm): string =>
  createHash('sha256')
    .update(JSON.stringify({ ...form, removalDay: undefined }))
    .digest('hex');

/** A working service desk in memory. */
export const fakeServiceDesk = (clock: Clock): FakeServiceDesk => {
  const tickets = new Map<string, FakeTicket>();
  const incidents: FakeIncident[] = [];
  let files: readonly FakeFile[] = [];
  let attached = 0;
  let away = false;
  let losing = false;
  let losingClaim = false;
  let rejecting: string | undefined;

  const held = (key: RenewalId): FakeTicket[] => [...tickets.values()].filter((ticket) => ticket.key === key);
  const known = ({ id }: Ticket): FakeTicket => {
    const found = tickets.get(id);
    if (found === undefined) throw new Error(`The desk in memory has no ticket ${id}.`);
    return found;
  };
  const change = (ticket: Ticket, changes: Partial<FakeTicket>, by: string | undefined = US): void =>
    void tickets.set(ticket.id, {
      ...known(ticket),
      ...changes,
      changedAt: clock.now(),
      changedBy: by,
    });

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

  const make = (key: RenewalId | undefined, request: TicketRequest, form: FakeForm): Ticket => {
    const number = tickets.size + 1;
    const ticket = {
      id: number.toString(16).padStart(32, '0'),
      number: `RITM${String(10_000 + number).padStart(7, '0')}`,
    };
    tickets.set(ticket.id, {
      ticket,
      key,
      request,
      form,
      revision: request.revision,
      state: 'open',
      decisions: [],
      decidedAt: undefined,
      openedAt: clock.now(),
      changedAt: clock.now(),
      changedBy: key === undefined ? form.openedBy : US,
      closedAt: undefined,
      dueAt: undefined,
      notes: [],
      messages: [],
      people: undefined,
      asked: undefined,
      evidence: undefined,
    });
    return ticket;
  };

  const decide = (
    ticket: Ticket,
    outcome: 'approved' | 'denied',
    by: string | undefined,
    justification: string | undefined,
    inPlaceOf?: string,
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
    change(ticket, { decisions: [{ decision, by, inPlaceOf }], decidedAt, state }, by);
  };

  let notesRefused = false;
  const closedAs = (ticket: Ticket, state: 'closed' | 'cancelled', evidence: string) =>
    reachTicket(ticket, (found) => {
      if (found.state === 'open') change(ticket, { state, evidence, closedAt: clock.now() });
      return ok(undefined);
    });
  const keysOf = (since: Instant, at: (ticket: FakeTicket) => Instant | undefined) =>
    reach(() => {
      const found = [...tickets.values()].flatMap((ticket) => {
        const [when, key] = [at(ticket), ticket.key];
        return when !== undefined && when >= since && key !== undefined ? [{ when, key }] : [];
      });
      return ok(found.toSorted((a, b) => a.when - b.when).map(({ key }) => key));
    });

  return {
    incidents: {
      all: () => incidents,
      report: (incident) =>
        reach<Ticket>(() => {
          const at = incidents.findIndex(({ key }) => key === incident.key);
          const open = incidents[at];
          if (open !== undefined) {
            incidents[at] = { ...open, notes: [...open.notes, incident.text] };
            return ok(open.ticket);
          }
          const n = incidents.length + 1;
          const ticket = { id: `i${String(n).padStart(31, '0')}`, number: `INC${String(10_000 + n)}` };
          incidents.push({ ...incident, ticket, notes: [] });
          return ok(ticket);
        }),
    },
    requests: {
      unclaimed: () =>
        reach(() =>
          ok(
            [...tickets.values()].flatMap(({ ticket, key, state, form, revision, openedAt, asked }) =>
              key === undefined && state === 'open' ? [{ ...form, ticket, revision, openedAt, asked }] : [],
            ),
          ),
        ),
      ask: (ticket, asked, text) =>
        reachTicket(ticket, ({ messages }) => {
          change(ticket, { asked, messages: [...messages, text] });
          return ok(undefined);
        }),
      claim: (ticket, key) =>
        reachTicket(ticket, () => {
          if (losingClaim) {
            losingClaim = false;
            return fail({ code: 'UNAVAILABLE', detail: 'The call was lost' });
          }
          change(ticket, { key });
          return ok(undefined);
        }),
    },
    attachments: {
      list: (ticket) =>
        reach(() =>
          ok(files.flatMap(({ content: _, ticketId, ...file }) => (ticketId === ticket.id ? [file] : []))),
        ),
      read: ({ id, bytes }, longest) =>
        reach<Uint8Array>(() => {
          const file = files.find((one) => one.id === id);
          if (file === undefined) return fail({ code: 'REJECTED', detail: 'No such file' });
          if (file.bytes > longest) return fail({ code: 'REJECTED', detail: 'The file is too large' });
          return file.bytes === bytes
            ? ok(file.content)
            : fail({ code: 'UNAVAILABLE', detail: 'Not the whole file' });
        }),
    },
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
        const ticket = make(request.key, request, {
          ...request,
          removalDay: toIso(request.oldExpiresAt).slice(0, 10),
          openedBy: US,
        });
        if (!losing) return ok(ticket);
        losing = false;
        return fail({ code: 'UNAVAILABLE', detail: 'The answer was lost' });
      }),
    assign: (ticket, people) =>
      reachTicket(ticket, () => {
        change(ticket, { people });
        return ok(undefined);
      }),
    look: (ticket) =>
      reachTicket(ticket, ({ state, form, dueAt, closedAt, changedBy }) => {
        const standing = { open: 'open', closed: 'complete', cancelled: 'incomplete', rejected: 'rejected' };
        return ok({
          standing: standing[state] as 'open' | 'complete' | 'incomplete' | 'rejected',
          removalDay: form.removalDay,
          form: shortOf(form),
          dueAt,
          closedAt,
          changedBy,
        });
      }),
    decisions: (ticket) =>
      reachTicket(ticket, ({ decisions, revision }) =>
        // What was decided is told with what is asked now: whoever edits the request voids the decision.
        ok(decisions.map(({ decision, ...who }) => ({ decision: { ...decision, revision }, ...who }))),
      ),
    decidedSince: (since) => keysOf(since, ({ decidedAt }) => decidedAt),
    changedSince: (since) => keysOf(since, ({ changedAt }) => changedAt),
    note: (ticket, text, audience = 'team') =>
      reachTicket(ticket, ({ notes, messages }) => {
        if (notesRefused) return fail({ code: 'REJECTED', detail: 'The ticket is closed' });
        if (audience === 'team') change(ticket, { notes: [...notes, text] });
        else change(ticket, { messages: [...messages, text] });
        return ok(undefined);
      }),
    close: (ticket, evidence) => closedAs(ticket, 'closed', evidence),
    cancel: (ticket, why) => closedAs(ticket, 'cancelled', why),
    reopen: (ticket, why) =>
      reachTicket(ticket, ({ state, notes }) => {
        if (state === 'open') return ok(undefined);
        change(ticket, { state: 'open', closedAt: undefined, notes: [...notes, why] });
        return ok(undefined);
      }),

    attach: (ticket, name, content, by = known(ticket).form.requestedFor) => {
      attached += 1;
      const id = attached.toString(16).padStart(32, 'f');
      const file = { id, name, bytes: content.length, attachedAt: clock.now(), by };
      files = [...files, { ...file, content, ticketId: ticket.id }];
      change(ticket, {}, by);
    },
    detach: (ticket, name) => {
      files = files.filter((file) => file.ticketId !== ticket.id || file.name !== name);
      change(ticket, {}, 'an owner');
    },
    approve: (ticket, by, justification) => decide(ticket, 'approved', by, justification),
    deny: (ticket, by, justification) => decide(ticket, 'denied', by, justification),
    edit: (ticket, revision) => change(ticket, { revision }, 'an editor'),
    rewrite: (ticket, form) => {
      change(ticket, { form: { ...known(ticket).form, ...form } }, 'an editor');
    },
    approveInPlaceOf: (ticket, asked, by) => decide(ticket, 'approved', by, undefined, asked),
    plan: (ticket, { removalDay, dueAt }) => {
      const { form, dueAt: before } = known(ticket);
      const dates = { form: { ...form, removalDay: removalDay ?? form.removalDay }, dueAt: dueAt ?? before };
      change(ticket, dates, 'a planner');
    },
    openByHand: (form) =>
      make(
        undefined,
        {
          ...form,
          key: '' as RenewalId,
          revision: `form-${JSON.stringify({ ...form, removalDay: undefined }).length}-${form.applicationId}`,
          update: form.update === 'Secret' ? 'Secret' : 'Certificate',
          oldExpiresAt: clock.now(),
          instructions: '',
        },
        form,
      ),
    closeByHand: (ticket, by, state) => {
      change(ticket, { state, closedAt: clock.now() }, by);
    },
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
    loseNextClaim: () => {
      losingClaim = true;
    },
    rejectNextOpen: (detail) => {
      rejecting = detail;
    },
    tickets: () => [...tickets.values()],
    of: (key) => held(key).at(-1),
  };
};
