import type { RenewalId } from '../../domain/ids.ts';
import type { Ticket } from '../../domain/renewal.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { DeskFailure } from '../../ports/service-desk.ts';
import { rejected } from './servicenow-failure.ts';
import { changeItem, hasForm, itemsWhere, OURS, ticketOf, type TicketTable } from './servicenow-items.ts';
import { equals } from './servicenow-query.ts';
import type { RequestItem } from './servicenow-schema.ts';
import { isOpen } from './servicenow-states.ts';

/**
 * Finds the ticket of a key. An order can carry the key only as a variable; the correlation id is written afterwards.
 * So both are asked, always: of two orders one may bear it here and one there.
 */
export const findTicket = async (
  tickets: TicketTable,
  key: RenewalId,
): Promise<Result<Ticket | undefined, DeskFailure>> => {
  const marked = await itemsWhere(
    tickets,
    [equals('correlation_id', key)],
    (item) => item.correlation_id === key,
  );
  if (!marked.ok) return marked;
  if (!hasForm(tickets)) return theOne(tickets, key, marked.value);
  const ordered = await itemsWhere(
    tickets,
    [equals('variables.correlation', key)],
    (item) => item['variables.correlation'] === key,
  );
  if (!ordered.ok) return ordered;
  const all = new Map([...marked.value, ...ordered.value].map((item) => [item.sys_id, item]));
  return theOne(tickets, key, [...all.values()]);
};

/** Of all items that bear the key, the one that counts: the only open one, marked as ours, or the latest. */
export const theOne = async (
  tickets: TicketTable,
  key: RenewalId,
  items: readonly RequestItem[],
): Promise<Result<Ticket | undefined, DeskFailure>> => {
  const [open, ...others] = items.filter((item) => isOpen(item, tickets.table));
  if (others.length > 0) {
    const numbers = items.filter((item) => isOpen(item, tickets.table)).map(({ number }) => number);
    return fail({ code: 'DUPLICATE_TICKETS', detail: `${key} is on ${numbers.join(', ')}` });
  }
  if (open !== undefined) return mark(tickets, key, open);
  const latest = items.toSorted((a, b) => a.number.localeCompare(b.number, 'en', { numeric: true })).at(-1);
  return ok(latest === undefined ? undefined : ticketOf(latest));
};

/** Writes the key where lists of decisions can be asked by it. */
const mark = async (
  tickets: TicketTable,
  key: RenewalId,
  item: RequestItem,
): Promise<Result<Ticket, DeskFailure>> => {
  const ticket = ticketOf(item);
  if (item.correlation_id === key && item.correlation_display === OURS) return ok(ticket);
  const marked = await changeItem(tickets, ticket, { correlation_id: key, correlation_display: OURS });
  if (!marked.ok) return marked;
  return marked.value.correlation_id === key
    ? ok(ticket)
    : rejected(`The desk does not let us write the correlation id of ${ticket.number}`);
};
