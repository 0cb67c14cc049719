import { Hono, type Context } from 'hono';
import { asText, jsonObject, noRecord, refuse, type CallerEnv } from './answers.ts';
import { applyDecision, type OnDecided } from './approvals.ts';
import { columnOf, isTable, isTaskTable, type TableName } from './columns.ts';
import type { Row } from './memory.ts';
import { columnAt, valueAt } from './paths.ts';
import { presenter } from './presenter.ts';
import { parseQuery, sorted } from './query.ts';
import { read, type Records } from './records.ts';
import { applyState } from './roll-up.ts';
import type { DeskSettings } from './settings.ts';

const DEFAULT_LIMIT = 10_000;

const wholeNumber = (text: string | undefined, otherwise: number): number => {
  const value = Number(text ?? otherwise);
  return Number.isInteger(value) && value >= 0 ? value : otherwise;
};

/** `GET, POST, PUT, PATCH /api/now/[v1|v2/]table/{table}[/{sys_id}]`. */
export const tableApi = (records: Records, settings: DeskSettings, onDecided: OnDecided): Hono<CallerEnv> => {
  const app = new Hono<CallerEnv>();

  const named = (c: Context): TableName | Response => {
    const name = c.req.param('table') ?? '';
    return isTable(name) ? name : refuse(c, 400, `Invalid table ${name}`);
  };

  const list = (c: Context, table: TableName): Response => {
    const query = parseQuery(
      c.req.query('sysparm_query') ?? '',
      (path) => columnAt(table, path) !== undefined,
    );
    const pick = (row: Row, path: string) => valueAt(records, table, row, path);
    const nothing = settings.invalidQueryReturnsNoRows && query.ignored.length > 0;
    const found = nothing ? [] : records.all(table).filter((row) => query.matches((path) => pick(row, path)));
    const limit = wholeNumber(c.req.query('sysparm_limit'), DEFAULT_LIMIT);
    const offset = wholeNumber(c.req.query('sysparm_offset'), 0);
    const page = sorted(found, query.order, pick).slice(offset, offset + limit);

    if (c.req.query('sysparm_no_count') !== 'true') c.header('x-total-count', String(found.length));
    const links = pageLinks(new URL(c.req.url), offset, limit, found.length);
    if (links !== '') c.header('link', links);
    // The first version of this API has no empty answer.
    if (page.length === 0 && c.req.path.startsWith('/api/now/v1/')) return noRecord(c);
    return c.json({ result: page.map(presenter(c, records, table)) });
  };

  const write = async (c: Context<CallerEnv>, table: TableName, row: Row | undefined): Promise<Response> => {
    const body = await jsonObject(c);
    if (body instanceof Response) return body;
    // What the table lacks, and what only the desk itself writes, is dropped without a word.
    const values = Object.fromEntries(
      Object.entries(body)
        .filter(([name]) => columnOf(table, name)?.readOnly !== true && columnOf(table, name) !== undefined)
        .map(([name, value]) => [name, asText(value)]),
    );
    const missing = dataPolicy(table, { ...row, ...values });
    if (missing !== '') {
      const detail = `Data Policy Exception: the following fields are mandatory: ${missing}`;
      return refuse(c, 403, 'Operation Failed', detail);
    }

    const caller = c.get('caller');
    const before = row === undefined ? undefined : read(row, 'state');
    const written = row ?? records.insert(table, values, caller);
    if (row !== undefined) records.change(table, row, values, caller);
    const after = read(written, 'state');
    if (isTaskTable(table) && after !== (before ?? '1')) applyState(records, table, written, caller);
    if (table === 'sysapproval_approver' && before === 'requested' && isDecision(after)) {
      applyDecision(records, written, onDecided);
    }

    if (row === undefined) {
      const { origin } = new URL(c.req.url);
      c.header('location', `${origin}/api/now/table/${table}/${read(written, 'sys_id')}`);
    }
    const result = presenter(c, records, table)(written);
    return c.json({ result }, row === undefined ? 201 : 200);
  };

  const one = (c: Context, table: TableName): Row | undefined =>
    records.find(table, c.req.param('sysId') ?? '');

  for (const root of ['/api/now/table', '/api/now/v1/table', '/api/now/v2/table']) {
    app.get(`${root}/:table`, (c) => {
      const table = named(c);
      return table instanceof Response ? table : list(c, table);
    });
    app.post(`${root}/:table`, (c) => {
      const table = named(c);
      return table instanceof Response ? table : write(c, table, undefined);
    });
    app.get(`${root}/:table/:sysId`, (c) => {
      const table = named(c);
      if (table instanceof Response) return table;
      const row = one(c, table);
      return row === undefined ? noRecord(c) : c.json({ result: presenter(c, records, table)(row) });
    });
    app.on(['PATCH', 'PUT'], `${root}/:table/:sysId`, (c) => {
      const table = named(c);
      if (table instanceof Response) return table;
      const row = one(c, table);
      return row === undefined ? noRecord(c) : write(c, table, row);
    });
  }
  return app;
};

const isDecision = (state: string): boolean => state === 'approved' || state === 'rejected';

/** An incident is not resolved or closed without saying how. */
const dataPolicy = (table: TableName, row: Readonly<Row>): string => {
  if (table !== 'incident' || !['6', '7'].includes(read(row, 'state'))) return '';
  return ['close_code', 'close_notes'].filter((column) => read(row, column) === '').join(', ');
};

const pageLinks = (url: URL, offset: number, limit: number, total: number): string => {
  if (total <= limit || limit === 0) return '';
  const link = (rel: string, at: number): string => {
    url.searchParams.set('sysparm_offset', String(at));
    return `<${url.href}>;rel="${rel}"`;
  };
  const last = Math.floor((total - 1) / limit) * limit;
  return [
    link('first', 0),
    ...(offset > 0 ? [link('prev', Math.max(0, offset - limit))] : []),
    ...(offset + limit < total ? [link('next', offset + limit)] : []),
    link('last', last),
  ].join(',');
};
