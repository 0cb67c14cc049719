import type { Ticket } from '../../domain/renewal.ts';
import { ok } from '../../domain/result.ts';
import type { ServiceNowClient } from './servicenow-client.ts';
import { type CallResult, rejected } from './servicenow-failure.ts';
import { type Condition, query } from './servicenow-query.ts';
import {
  many,
  one,
  REQUEST_ITEM_FIELDS,
  type RequestItem,
  requestItem,
  SYS_ID,
} from './servicenow-schema.ts';

/** Marks every ticket of ours, so that all of them can be asked for at once. */
export const OURS = 'expiry-monitor';

/** The table of requested items, which orders of the catalogue make. */
export const ITEMS = 'sc_req_item';

/** Where our tickets are. */
export interface TicketTable {
  readonly client: ServiceNowClient;
  readonly table: string;
}

/** Only items of the catalogue have its questions; asked by one that it lacks, a table answers with everything. */
export const hasForm = ({ table }: TicketTable): boolean => table === ITEMS;

const READ = {
  sysparm_fields: REQUEST_ITEM_FIELDS,
  sysparm_exclude_reference_link: 'true',
  sysparm_display_value: 'false',
};

/**
 * The items for which all conditions hold.
 *
 * Invariant: every row that is returned bears what was asked for. An instance drops a condition that it does not
 * understand without a word and then answers with everything, so one row that does not fit makes the whole list
 * worthless: neither a row nor the absence of one may be believed.
 */
export const itemsWhere = async (
  { client, table }: TicketTable,
  conditions: readonly Condition[],
  fits: (item: RequestItem) => boolean,
  { order = ['sys_id'], limit = 20, offset = 0 } = {},
): Promise<CallResult<readonly RequestItem[]>> => {
  const parameters = {
    ...READ,
    sysparm_query: query(conditions, order),
    sysparm_limit: String(limit),
    sysparm_offset: String(offset),
    sysparm_no_count: 'true',
  };
  const found = await client.call({ method: 'GET', path: pathOf(table), parameters }, many(requestItem));
  if (!found.ok) return found;
  const { result } = found.value;
  if (result.every(fits)) return ok(result);
  const asked = conditions.map(({ text }) => text).join('^');
  return rejected(
    `The desk answers with items that do not fit the query "${asked}": it knows no such column`,
  );
};

const PAGE = 200;
const MOST_PAGES = 50;

/** All of them, page by page. Rows that we may not see are taken out after the limit was applied: only an empty page is the last. */
export const allItemsWhere = async (
  tickets: TicketTable,
  conditions: readonly Condition[],
  fits: (item: RequestItem) => boolean,
  order: readonly string[],
): Promise<CallResult<readonly RequestItem[]>> => {
  const all: RequestItem[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await itemsWhere(tickets, conditions, fits, {
      order: [...order],
      limit: PAGE,
      offset: page * PAGE,
    });
    if (!found.ok) return found;
    if (found.value.length === 0) break;
    all.push(...found.value);
  }
  return ok(all);
};

/** One item by its key. */
export const itemOf = async (
  { client, table }: TicketTable,
  ticket: Ticket,
): Promise<CallResult<RequestItem>> => {
  const path = placeOf(table, ticket);
  if (path === undefined) return notOurs(ticket);
  const found = await client.call({ method: 'GET', path, parameters: READ }, one(requestItem));
  return found.ok ? ok(found.value.result) : found;
};

/** Changes one item; answers with the item as it is afterwards, since what may not be written is dropped in silence. */
export const changeItem = async (
  { client, table }: TicketTable,
  ticket: Ticket,
  body: Readonly<Record<string, string>>,
): Promise<CallResult<RequestItem>> => {
  const path = placeOf(table, ticket);
  if (path === undefined) return notOurs(ticket);
  const changed = await client.call({ method: 'PATCH', path, parameters: READ, body }, one(requestItem));
  return changed.ok ? ok(changed.value.result) : changed;
};

/** Makes one, where no form is ordered. */
export const createItem = async (
  { client, table }: TicketTable,
  body: Readonly<Record<string, string>>,
): Promise<CallResult<RequestItem>> => {
  const made = await client.call(
    { method: 'POST', path: pathOf(table), parameters: READ, body },
    one(requestItem),
  );
  return made.ok ? ok(made.value.result) : made;
};

export const ticketOf = ({ sys_id, number }: RequestItem): Ticket => ({ id: sys_id, number });

const pathOf = (table: string): string => `/api/now/table/${table}`;

/** Undefined for a key that is none: it would lead to another record, or to all of them. */
const placeOf = (table: string, { id }: Ticket): string | undefined =>
  SYS_ID.test(id) ? `${pathOf(table)}/${id}` : undefined;

const notOurs = ({ number }: Ticket) => rejected(`The ticket ${number} has no key of this desk`);
