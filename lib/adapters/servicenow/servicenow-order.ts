import type { Ticket } from '../../domain/renewal.ts';
import { ok, type Result } from '../../domain/result.ts';
import { toIso } from '../../domain/time.ts';
import type { DeskFailure, TicketRequest } from '../../ports/service-desk.ts';
import type { ServiceNowClient } from './servicenow-client.ts';
import { type CallResult, unavailable } from './servicenow-failure.ts';
import { itemsWhere } from './servicenow-items.ts';
import { theOne } from './servicenow-key.ts';
import { equals, isSafeValue, query } from './servicenow-query.ts';
import { checkoutAnswer, many, orderAnswer, USER_FIELDS, userRow } from './servicenow-schema.ts';
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
  const user = await userOf(client, [request.requestedFor, steward]);
  if (!user.ok) return user;
  const requestId = await order(client, catalogItem, request, user.value);
  if (!requestId.ok) return requestId;

  const items = await itemsWhere(
    client,
    [equals('request', requestId.value)],
    (item) => item.request === requestId.value,
  );
  if (!items.ok) return items;
  // A cart is shared by all who order as the same user: the request may hold items of others.
  const ours = items.value.filter((item) => item['variables.correlation'] === request.key);
  const ticket = await theOne(client, request.key, ours);
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

/** The first of these people whom the desk knows, active, by exactly this user name. */
const userOf = async (
  client: ServiceNowClient,
  names: readonly (string | undefined)[],
): Promise<CallResult<string | undefined>> => {
  for (const name of names) {
    // A name from the directory that could change the query is nobody the desk knows.
    if (name === undefined || !isSafeValue(name)) continue;
    const found = await client.call(
      {
        method: 'GET',
        path: '/api/now/table/sys_user',
        parameters: {
          sysparm_query: query([equals('user_name', name), equals('active', 'true')], ['sys_id']),
          sysparm_fields: USER_FIELDS,
          sysparm_limit: '2',
          sysparm_no_count: 'true',
        },
      },
      many(userRow),
    );
    if (!found.ok) return found;
    const [user, another] = found.value.result.filter(
      ({ user_name }) => user_name.toLowerCase() === name.toLowerCase(),
    );
    if (user !== undefined && another === undefined) return ok(user.sys_id);
  }
  return ok(undefined);
};
