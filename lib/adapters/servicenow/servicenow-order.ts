import type { Ticket } from '../../domain/renewal.ts';
import { ok, type Result } from '../../domain/result.ts';
import { toIso } from '../../domain/time.ts';
import type { DeskFailure, TicketRequest } from '../../ports/service-desk.ts';
import type { ServiceNowClient } from './servicenow-client.ts';
import { type CallResult, unavailable } from './servicenow-failure.ts';
import { ITEMS, itemsWhere } from './servicenow-items.ts';
import { theOne } from './servicenow-key.ts';
import { firstKnown } from './servicenow-people.ts';
import { equals } from './servicenow-query.ts';
import { checkoutAnswer, orderAnswer } from './servicenow-schema.ts';
import { plainBlock, plainWords } from './servicenow-text.ts';

export interface OrderOptions {
  readonly client: ServiceNowClient;
  /** The sys_id of the catalog item. */
  readonly catalogItem: string;
  /** The user name in whose name a request is made for which there is no person, or none that the desk knows. */
  readonly steward: string | undefined;
}

/** Orders the catalog item and waits for nothing: an item that is not there yet is found by its key later. */
export const orderTicket = async (
  { client, catalogItem, steward }: OrderOptions,
  request: TicketRequest,
): Promise<Result<Ticket, DeskFailure>> => {
  const user = await firstKnown(client, [request.requestedFor, steward]);
  if (!user.ok) return user;
  const requestId = await order(client, catalogItem, request, user.value);
  if (!requestId.ok) return requestId;

  const tickets = { client, table: ITEMS };
  const items = await itemsWhere(
    tickets,
    [equals('request', requestId.value)],
    (item) => item.request === requestId.value,
  );
  if (!items.ok) return items;
  // A cart is shared by all who order as the same user: the request may hold items of others.
  const ours = items.value.filter((item) => item['variables.correlation'] === request.key);
  const ticket = await theOne(tickets, request.key, ours);
  if (!ticket.ok) return ticket;
  return ticket.value === undefined
    ? unavailable(`The request for ${request.key} is made, its item is not there yet`)
    : ok(ticket.value);
};

const order = async (
  client: ServiceNowClient,
  catalogItem: string,
  request: TicketRequest,
  user: string | undefined,
): Promise<CallResult<string>> => {
  const ordered = await client.call(
    {
      method: 'POST',
      path: `/api/sn_sc/servicecatalog/items/${encodeURIComponent(catalogItem)}/order_now`,
      body: {
        sysparm_quantity: '1',
        ...(user === undefined ? {} : { sysparm_requested_for: user }),
        variables: variablesOf(request, user),
      },
    },
    orderAnswer,
  );
  if (!ordered.ok) return ordered;
  const { result } = ordered.value;
  if ('request_id' in result) return ok(result.request_id);
  const checkedOut = await client.call(
    { method: 'POST', path: '/api/sn_sc/servicecatalog/cart/submit_order', body: {} },
    checkoutAnswer,
  );
  return checkedOut.ok ? ok(checkedOut.value.result.request_id) : checkedOut;
};

const variablesOf = (request: TicketRequest, user: string | undefined): Record<string, string> => ({
  application_name: plainWords(request.applicationName),
  application_id: plainWords(request.applicationId),
  environment: plainWords(request.environment),
  update_kind: request.update,
  old_secret_expiry_date: toIso(request.oldExpiresAt).slice(0, 10),
  requested_for: user ?? '',
  correlation: request.key,
  revision: request.revision,
  playbook: plainBlock(request.instructions),
});
