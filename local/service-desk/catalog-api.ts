import { Hono, type Context } from 'hono';
import { asText, jsonObject, refuse, type CallerEnv } from './answers.ts';
import { CATALOG_ITEM, VARIABLES } from './catalog.ts';
import type { Row } from './memory.ts';
import { unanswered, type Orders } from './orders.ts';
import { read, type Records } from './records.ts';

const brief = {
  sys_id: CATALOG_ITEM.sysId,
  name: CATALOG_ITEM.name,
  short_description: CATALOG_ITEM.shortDescription,
  type: 'catalog_item',
};

const form = VARIABLES.map(({ name, sysId, label, mandatory }) => ({ name, id: sysId, label, mandatory }));

const orderedResult = (request: Row): object => ({
  sys_id: read(request, 'sys_id'),
  number: read(request, 'number'),
  request_number: read(request, 'number'),
  request_id: read(request, 'sys_id'),
  parent_id: null,
  parent_table: 'task',
  table: 'sc_request',
});

/** `/api/sn_sc/[v1/]servicecatalog`: finding the item, ordering it, checking out a cart. */
export const catalogApi = (records: Records, orders: Orders): Hono<CallerEnv> => {
  const app = new Hono<CallerEnv>();

  const unlessUnknown = (
    c: Context,
    then: () => Response | Promise<Response>,
  ): Response | Promise<Response> =>
    c.req.param('itemId') === CATALOG_ITEM.sysId
      ? then()
      : refuse(c, 400, 'Invalid Request', 'Item does not exist or you are not authorized to view it');

  const order = async (c: Context<CallerEnv>): Promise<Response> => {
    const body = await jsonObject(c);
    if (body instanceof Response) return body;
    const quantity = asText(body['sysparm_quantity']);
    if (!/^[1-9]\d{0,2}$/.test(quantity)) return refuse(c, 400, 'Invalid quantity value', quantity);

    const answers = typeof body['variables'] === 'object' ? { ...body['variables'] } : {};
    const variables = Object.fromEntries(
      Object.entries(answers).map(([name, value]) => [name, asText(value)]),
    );
    const open = unanswered(variables);
    if (open.length > 0) return refuse(c, 400, 'Mandatory Variables are required', open.join(', '));

    const wanted = asText(body['sysparm_requested_for']) || asText(variables['requested_for']);
    const requestedFor = records.find('sys_user', wanted) === undefined ? '' : wanted;
    const placed = orders.place({ quantity, requestedFor, variables }, c.get('caller'));
    return c.json({
      result: 'cartId' in placed ? { cart_id: placed.cartId } : orderedResult(placed.request),
    });
  };

  for (const root of ['/api/sn_sc/servicecatalog', '/api/sn_sc/v1/servicecatalog']) {
    app.get(`${root}/items`, (c) => {
      const words = (c.req.query('sysparm_text') ?? '').toLowerCase().split(/\s+/);
      const text = `${CATALOG_ITEM.name} ${CATALOG_ITEM.shortDescription}`.toLowerCase();
      return c.json({ result: words.every((word) => text.includes(word)) ? [brief] : [] });
    });
    app.get(`${root}/items/:itemId`, (c) =>
      unlessUnknown(c, () => c.json({ result: { ...brief, variables: form } })),
    );
    app.post(`${root}/items/:itemId/order_now`, (c) => unlessUnknown(c, () => order(c)));
    app.post(`${root}/cart/submit_order`, (c) => {
      const request = orders.checkOut(c.get('caller'));
      if (request === undefined) return refuse(c, 400, 'Invalid Request', 'The cart is empty');
      return c.json({
        result: { request_number: read(request, 'number'), request_id: read(request, 'sys_id') },
      });
    });
  }
  return app;
};
