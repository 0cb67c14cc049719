import { Hono } from 'hono';
import { noRecord, refuse, type CallerEnv } from './answers.ts';
import { isTable } from './columns.ts';
import type { Memory, Row } from './memory.ts';
import { columnAt, valueAt } from './paths.ts';
import { parseQuery, sorted } from './query.ts';
import { read, type Records } from './records.ts';

/** Attachments of one row. */
export const attachmentsOf = (records: Records, row: Readonly<Row>): Row[] =>
  records.all('sys_attachment').filter((file) => read(file, 'table_sys_id') === read(row, 'sys_id'));

/** Hangs a file on a row. */
export const attach = (
  records: Records,
  { state, touch }: Memory,
  file: {
    readonly table: string;
    readonly sysId: string;
    readonly name: string;
    readonly type: string;
    readonly bytes: Buffer;
  },
  by: string,
): Row => {
  const row = records.insert(
    'sys_attachment',
    {
      table_name: file.table,
      table_sys_id: file.sysId,
      file_name: file.name,
      content_type: file.type,
      size_bytes: String(file.bytes.length),
    },
    by,
  );
  state.files[read(row, 'sys_id')] = file.bytes.toString('base64');
  touch();
  return row;
};

/** `POST /api/now/attachment/file` with raw bytes; listing files by a query, and reading one again. */
export const attachmentApi = (records: Records, memory: Memory): Hono<CallerEnv> => {
  const { state } = memory;
  const app = new Hono<CallerEnv>();

  const shown = (file: Row, origin: string): object => ({
    ...file,
    download_link: `${origin}/api/now/attachment/${read(file, 'sys_id')}/file`,
  });

  app.post('/api/now/attachment/file', async (c) => {
    const table = c.req.query('table_name') ?? '';
    const sysId = c.req.query('table_sys_id') ?? '';
    const name = c.req.query('file_name') ?? '';
    const type = c.req.header('content-type');
    if (table === '' || sysId === '' || name === '') {
      return refuse(c, 400, 'Missing parameter', 'table_name, table_sys_id and file_name are mandatory');
    }
    if (type === undefined) return refuse(c, 415, 'Unsupported media type', 'Content-Type is mandatory');
    if (!isTable(table) || records.find(table, sysId) === undefined) return noRecord(c);

    const bytes = Buffer.from(await c.req.arrayBuffer());
    const file = attach(records, memory, { table, sysId, name, type, bytes }, c.get('caller'));
    const { origin } = new URL(c.req.url);
    c.header('location', `${origin}/api/now/attachment/${read(file, 'sys_id')}`);
    return c.json({ result: shown(file, origin) }, 201);
  });

  app.get('/api/now/attachment', (c) => {
    const query = parseQuery(
      c.req.query('sysparm_query') ?? '',
      (path) => columnAt('sys_attachment', path) !== undefined,
    );
    const pick = (row: Row, path: string) => valueAt(records, 'sys_attachment', row, path);
    const found = records.all('sys_attachment').filter((row) => query.matches((path) => pick(row, path)));
    const from = Number(c.req.query('sysparm_offset') ?? 0);
    const page = sorted(found, query.order, pick).slice(
      from,
      from + Number(c.req.query('sysparm_limit') ?? 1000),
    );
    const { origin } = new URL(c.req.url);
    return c.json({ result: page.map((file) => shown(file, origin)) });
  });

  app.get('/api/now/attachment/:sysId', (c) => {
    const file = records.find('sys_attachment', c.req.param('sysId'));
    return file === undefined ? noRecord(c) : c.json({ result: shown(file, new URL(c.req.url).origin) });
  });

  app.get('/api/now/attachment/:sysId/file', (c) => {
    const file = records.find('sys_attachment', c.req.param('sysId'));
    if (file === undefined) return noRecord(c);
    return c.body(Buffer.from(state.files[read(file, 'sys_id')] ?? '', 'base64'), 200, {
      'content-type': read(file, 'content_type'),
    });
  });
  return app;
};
