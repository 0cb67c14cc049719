import { ok } from '../../domain/result.ts';
import type { ServiceDesk } from '../../ports/service-desk.ts';
import type { ServiceNowClient } from './servicenow-client.ts';
import { decisionsOf, keysDecidedSince } from './servicenow-decisions.ts';
import { rejected } from './servicenow-failure.ts';
import { changeItem, isOpen, itemOf } from './servicenow-items.ts';
import { findTicket } from './servicenow-key.ts';
import { orderTicket } from './servicenow-order.ts';
import { plainBlock } from './servicenow-text.ts';

export interface ServiceNowDeskOptions {
  readonly client: ServiceNowClient;
  /** The sys_id of the catalog item that is ordered for each renewal. */
  readonly catalogItem: string;
  /** The user name in whose name a request is made for which there is no person, or none that the desk knows. */
  readonly steward?: string;
}

const CLOSED_COMPLETE = '3';

/** ServiceNow as the service desk: one requested item of a catalog item per renewal. */
export const serviceNowDesk = ({ client, catalogItem, steward }: ServiceNowDeskOptions): ServiceDesk => ({
  find: (key) => findTicket(client, key),
  open: (request) => orderTicket({ client, catalogItem, steward }, request),
  decisions: (ticket) => decisionsOf(client, ticket),
  decidedSince: (since) => keysDecidedSince(client, since),
  note: async (ticket, text) => {
    const noted = await changeItem(client, ticket, { work_notes: plainBlock(text) });
    return noted.ok ? ok(undefined) : noted;
  },
  close: async (ticket, evidence) => {
    const item = await itemOf(client, ticket);
    if (!item.ok) return item;
    if (!isOpen(item.value)) return ok(undefined);
    const closed = await changeItem(client, ticket, {
      state: CLOSED_COMPLETE,
      close_notes: plainBlock(evidence),
    });
    if (!closed.ok) return closed;
    // A rule of the desk, such as an open task, can keep it open without a refusal.
    return isOpen(closed.value) ? rejected(`The desk keeps ${ticket.number} open`) : ok(undefined);
  },
});
