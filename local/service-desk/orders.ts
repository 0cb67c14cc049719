import { requestApprovals } from './approvals.ts';
import { CATALOG_ITEM, VARIABLES } from './catalog.ts';
import type { Memory, Order, Row } from './memory.ts';
import { newSysId, read, type Records } from './records.ts';
import type { DeskSettings } from './settings.ts';

/** What an order call answers: a request, or only a cart when checkout takes two steps. */
type Ordered = { readonly request: Row } | { readonly cartId: string };

/** Taking orders, and letting what was ordered appear. */
export interface Orders {
  place(order: Order, by: string): Ordered;
  /** Turns the caller's cart into one request; undefined when it is empty. */
  checkOut(by: string): Row | undefined;
  /** Lets those items appear whose time has come. Called before anything is read, so that no timer is needed. */
  prepare(): void;
}

/** The mandatory questions of the form that were left open. */
export const unanswered = (variables: Readonly<Record<string, string>>): string[] =>
  VARIABLES.filter(({ name, mandatory }) => mandatory && (variables[name] ?? '').trim() === '').map(
    ({ name }) => name,
  );

const FLOW = 'system';

/** Takes orders and turns them into requests with their items. */
export const orders = ({ state, touch }: Memory, records: Records, settings: DeskSettings): Orders => {
  const appear = (requestId: string, { requestedFor, variables, quantity }: Order): void => {
    const request = records.find('sc_request', requestId);
    if (request === undefined) return;
    const known = VARIABLES.map(({ name }) => [`variables.${name}`, variables[name] ?? ''] as const);
    const item = records.insert(
      'sc_req_item',
      {
        ...Object.fromEntries(known),
        request: requestId,
        cat_item: CATALOG_ITEM.sysId,
        requested_for: requestedFor,
        opened_by: read(request, 'opened_by'),
        short_description: `${CATALOG_ITEM.name}: ${variables['application_name'] ?? ''}`,
        quantity,
      },
      FLOW,
    );
    requestApprovals(records, item);
  };

  const prepare = (): void => {
    const now = records.now().getTime();
    const due = state.preparing.filter(({ dueAt }) => dueAt <= now);
    if (due.length === 0) return;
    state.preparing = state.preparing.filter(({ dueAt }) => dueAt > now);
    for (const { requestId, order } of due) appear(requestId, order);
    touch();
  };

  const request = (placed: readonly Order[], by: string): Row => {
    const caller = records.all('sys_user').find((user) => read(user, 'user_name') === by);
    const row = records.insert(
      'sc_request',
      {
        requested_for: placed[0]?.requestedFor ?? '',
        opened_by: caller === undefined ? '' : read(caller, 'sys_id'),
        short_description: placed.map(({ variables }) => variables['application_name'] ?? '').join(', '),
        approval: 'requested',
      },
      by,
    );
    const dueAt = records.now().getTime() + settings.ritmDelayMs;
    for (const order of placed) state.preparing.push({ requestId: read(row, 'sys_id'), dueAt, order });
    touch();
    prepare();
    return row;
  };

  return {
    place: (order, by) => {
      if (!settings.twoStepCheckout) return { request: request([order], by) };
      const cart = (state.carts[by] ??= { id: newSysId(), orders: [] });
      cart.orders.push(order);
      touch();
      return { cartId: cart.id };
    },
    checkOut: (by) => {
      const cart = state.carts[by];
      if (cart === undefined) return undefined;
      state.carts = Object.fromEntries(Object.entries(state.carts).filter(([user]) => user !== by));
      return request(cart.orders, by);
    },
    prepare,
  };
};
