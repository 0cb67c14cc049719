import type { Ticket } from '../../domain/renewal.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { DeskFailure, ServiceDesk, TicketPeople } from '../../ports/service-desk.ts';
import type { ServiceNowClient } from './servicenow-client.ts';
import { decisionsOf, keysChangedSince, keysDecidedSince } from './servicenow-decisions.ts';
import { rejected } from './servicenow-failure.ts';
import { formRevision } from './servicenow-form.ts';
import { changeItem, hasForm, ITEMS, itemOf, type TicketTable } from './servicenow-items.ts';
import { findTicket } from './servicenow-key.ts';
import { orderTicket } from './servicenow-order.ts';
import { groupIdOf, userIdOf } from './servicenow-people.ts';
import { createRecord, recordForm } from './servicenow-record.ts';
import { isOpen, standingOf, statesOf } from './servicenow-states.ts';
import { plainBlock } from './servicenow-text.ts';
import { deskInstant } from './servicenow-time.ts';

export interface ServiceNowDeskOptions {
  readonly client: ServiceNowClient;
  /** What is made for each renewal: an order of this catalog item (its sys_id), or a record of this task table. */
  readonly makes: { readonly catalogItem: string } | { readonly table: string };
  /** The user name in whose name a request is made for which there is no person, or none that the desk knows. */
  readonly steward?: string;
}

/** ServiceNow as the service desk: one requested item, or one record, for each renewal. */
export const serviceNowDesk = ({ client, makes, steward }: ServiceNowDeskOptions): ServiceDesk => {
  const tickets: TicketTable = { client, table: 'table' in makes ? makes.table : ITEMS };
  const states = statesOf(tickets.table);

  const ended = async (
    ticket: Ticket,
    state: string,
    body: Readonly<Record<string, string>>,
  ): Promise<Result<undefined, DeskFailure>> => {
    const item = await itemOf(tickets, ticket);
    if (!item.ok) return item;
    if (!isOpen(item.value, tickets.table)) return ok(undefined);
    const closed = await changeItem(tickets, ticket, { state, ...body });
    if (!closed.ok) return closed;
    // A rule of the desk, such as an open task, can keep it open without a refusal.
    return isOpen(closed.value, tickets.table)
      ? rejected(`The desk keeps ${ticket.number} open`)
      : ok(undefined);
  };

  return {
    find: (key) => findTicket(tickets, key),
    open: (request) =>
      'table' in makes
        ? createRecord(tickets, steward, request)
        : orderTicket({ client, catalogItem: makes.catalogItem, steward }, request),
    assign: (ticket, people) => assign(tickets, ticket, people),
    look: async (ticket) => {
      const item = await itemOf(tickets, ticket);
      if (!item.ok) return item;
      const given = (text: string) => (text === '' ? undefined : text);
      return ok({
        standing: standingOf(item.value, tickets.table),
        removalDay: given(item.value['variables.old_secret_expiry_date']),
        form: hasForm(tickets) ? formRevision(item.value) : recordForm(item.value),
        dueAt: deskInstant(item.value.due_date),
        closedAt: deskInstant(item.value.closed_at),
        changedBy: given(item.value.sys_updated_by),
      });
    },
    decisions: (ticket) => decisionsOf(tickets, ticket),
    decidedSince: (since) => keysDecidedSince(tickets, since),
    changedSince: (since) => keysChangedSince(tickets, since),
    note: async (ticket, text, audience = 'team') => {
      // Work notes are for the team; comments are mailed to whoever the request is for.
      const journal = audience === 'team' ? 'work_notes' : 'comments';
      const noted = await changeItem(tickets, ticket, { [journal]: plainBlock(text) });
      return noted.ok ? ok(undefined) : noted;
    },
    close: (ticket, evidence) =>
      ended(ticket, states.complete, { close_notes: plainBlock(evidence), ...states.completed }),
    cancel: (ticket, why) =>
      ended(ticket, states.incomplete, { close_notes: plainBlock(why), ...states.cancelled }),
    reopen: async (ticket, why) => {
      const item = await itemOf(tickets, ticket);
      if (!item.ok) return item;
      if (isOpen(item.value, tickets.table)) return ok(undefined);
      const opened = await changeItem(tickets, ticket, {
        state: states.inProgress,
        active: 'true',
        work_notes: plainBlock(why),
      });
      if (!opened.ok) return opened;
      return isOpen(opened.value, tickets.table)
        ? ok(undefined)
        : rejected(`The desk keeps ${ticket.number} closed`);
    },
  };
};

const assign = async (
  tickets: TicketTable,
  ticket: Ticket,
  { group, watchers }: TicketPeople,
): Promise<Result<undefined, DeskFailure>> => {
  const known: string[] = [];
  for (const name of watchers) {
    const user = await userIdOf(tickets.client, name);
    if (!user.ok) return user;
    if (user.value !== undefined) known.push(user.value);
  }
  const assigned = group === undefined ? ok(undefined) : await groupIdOf(tickets.client, group);
  if (!assigned.ok) return assigned;
  const changed = await changeItem(tickets, ticket, {
    ...(known.length === 0 ? {} : { watch_list: known.join(',') }),
    ...(assigned.value === undefined ? {} : { assignment_group: assigned.value }),
  });
  if (!changed.ok) return changed;
  return group !== undefined && assigned.value === undefined
    ? rejected(`The desk has no active group of the name that the policy says, or several`)
    : ok(undefined);
};
