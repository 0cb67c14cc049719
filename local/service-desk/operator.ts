import { Hono } from 'hono';
import { VARIABLES } from './catalog.ts';
import { columnOf } from './columns.ts';
import { asText, jsonObject, noRecord, refuse } from './answers.ts';
import { type Orders, unanswered } from './orders.ts';
import { read, type Records } from './records.ts';
import { applyState } from './roll-up.ts';
import { changeSettings, shownSettings, type DeskSettings } from './settings.ts';

/**
 * What no real desk offers, for those who play with this one: `GET, PATCH /stand-in/settings`;
 * `PATCH /stand-in/requests/{RITM number}/variables`, as an administrator might edit a request after it was approved;
 * `POST /stand-in/requests`, as a person who fills in the form; and `PATCH /stand-in/requests/{RITM number}`, as a person
 * who writes into its columns. Who that is stands in `by`, as a user name.
 */
export const operator = (records: Records, orders: Orders, settings: DeskSettings): Hono => {
  const app = new Hono();

  app.get('/stand-in/settings', (c) => c.json(shownSettings(settings)));

  app.patch('/stand-in/settings', async (c) => {
    const body = await jsonObject(c);
    if (body instanceof Response) return body;
    const refused = changeSettings(settings, body);
    return refused.length > 0
      ? refuse(c, 400, 'Unknown setting or wrong type', refused.join(', '))
      : c.json(shownSettings(settings));
  });

  app.patch('/stand-in/requests/:number/variables', async (c) => {
    const body = await jsonObject(c);
    if (body instanceof Response) return body;
    const number = c.req.param('number');
    const item = records.all('sc_req_item').find((row) => read(row, 'number') === number);
    if (item === undefined) return noRecord(c);
    const known = VARIABLES.filter(({ name }) => Object.hasOwn(body, name));
    const values = known.map(({ name }) => [`variables.${name}`, asText(body[name])] as const);
    records.change('sc_req_item', item, Object.fromEntries(values), 'admin');
    return c.body(null, 204);
  });

  app.post('/stand-in/requests', async (c) => {
    const body = await jsonObject(c);
    if (body instanceof Response) return body;
    const answers = typeof body['variables'] === 'object' ? { ...body['variables'] } : {};
    const variables = Object.fromEntries(
      Object.entries(answers).map(([name, value]) => [name, asText(value)]),
    );
    const wanted = asText(body['requestedFor']) || asText(body['by']);
    const requestedFor = records.all('sys_user').find((user) => read(user, 'user_name') === wanted);
    const form = {
      ...variables,
      requested_for: requestedFor === undefined ? '' : read(requestedFor, 'sys_id'),
    };
    const open = unanswered(form);
    if (open.length > 0) return refuse(c, 400, 'Mandatory Variables are required', open.join(', '));
    const placed = orders.place(
      { quantity: '1', requestedFor: form.requested_for, variables: form },
      asText(body['by']),
    );
    if (!('request' in placed)) return refuse(c, 400, 'The checkout takes two steps');
    const request = read(placed.request, 'sys_id');
    const item = records.all('sc_req_item').find((row) => read(row, 'request') === request);
    return c.json({ sys_id: item && read(item, 'sys_id'), number: item && read(item, 'number') }, 201);
  });

  app.patch('/stand-in/requests/:number', async (c) => {
    const body = await jsonObject(c);
    if (body instanceof Response) return body;
    const number = c.req.param('number');
    const item = records.all('sc_req_item').find((row) => read(row, 'number') === number);
    if (item === undefined) return noRecord(c);
    const by = asText(body['by']) || 'admin';
    const values = Object.entries(body)
      .filter(([name]) => {
        const column = columnOf('sc_req_item', name);
        return column !== undefined && column.readOnly !== true;
      })
      .map(([name, value]) => [name, asText(value)] as const);
    const before = read(item, 'state');
    records.change('sc_req_item', item, Object.fromEntries(values), by);
    if (read(item, 'state') !== before) applyState(records, 'sc_req_item', item, by);
    return c.body(null, 204);
  });
  return app;
};
