import type { Context } from 'hono';
import { TABLES, type Column, type TableName } from './columns.ts';
import type { Row } from './memory.ts';
import { columnAt, valueAt } from './paths.ts';
import type { Records } from './records.ts';

interface Reference {
  readonly link: string;
  readonly value: string;
}

/**
 * Rows as the API shows them: all columns, or those of `sysparm_fields` that exist; references with a link unless
 * `sysparm_exclude_reference_link=true`, and "" when they are empty. The variables of an item are shown only when they
 * are asked for by name.
 */
export const presenter = (c: Context, records: Records, table: TableName): ((row: Row) => object) => {
  const wanted = (c.req.query('sysparm_fields') ?? '').split(',').map((path) => path.trim());
  const asked = wanted.filter((path) => path !== '');
  const paths = asked.length > 0 ? asked : Object.keys(TABLES[table]);
  const plain = c.req.query('sysparm_exclude_reference_link') === 'true';
  const { origin } = new URL(c.req.url);

  const show = ({ reference }: Column, value: string): string | Reference => {
    if (reference === undefined || value === '' || plain) return value;
    const shown: Reference = { link: `${origin}/api/now/table/${reference}/${value}`, value };
    return shown;
  };

  const columns = paths.flatMap((path) => {
    const column = columnAt(table, path);
    return column === undefined ? [] : [{ path, column }];
  });
  return (row) =>
    Object.fromEntries(
      columns.map(({ path, column }) => [path, show(column, valueAt(records, table, row, path))]),
    );
};
