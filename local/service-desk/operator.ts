import { Hono } from 'hono';
import { VARIABLES } from './catalog.ts';
import { asText, jsonObject, noRecord, refuse } from './answers.ts';
import { read, type Records } from './records.ts';
import { changeSettings, shownSettings, type DeskSettings } from './settings.ts';

/**
 * What no real desk offers, for those who play with this one: `GET, PATCH /stand-in/settings`, and
 * `PATCH /stand-in/requests/{RITM number}/variables`, as an administrator might edit a request after it was approved.
 */
export const operator = (records: Records, settings: DeskSettings): Hono => {
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
  return app;
};
