import { VARIABLES } from './catalog.ts';
import { columnOf, type Column, type TableName } from './columns.ts';
import type { Row } from './memory.ts';
import { read, type Records } from './records.ts';

const PREFIX = 'variables.';

/** `variables.<name>`, whether the variable was named or given by the sys_id of its question. */
const variablePath = (table: TableName, path: string): string | undefined => {
  if (table !== 'sc_req_item' || !path.startsWith(PREFIX)) return undefined;
  const wanted = path.slice(PREFIX.length);
  const variable = VARIABLES.find(({ name, sysId }) => name === wanted || sysId === wanted);
  return variable === undefined ? undefined : PREFIX + variable.name;
};

const split = (
  table: TableName,
  path: string,
): { target: TableName; head: string; rest: string } | undefined => {
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  const head = path.slice(0, dot);
  const target = columnOf(table, head)?.reference;
  return target === undefined ? undefined : { target, head, rest: path.slice(dot + 1) };
};

/** The column at the end of a path such as `sysapproval.correlation_id`; undefined when there is no such path. */
export const columnAt = (table: TableName, path: string): Column | undefined => {
  if (variablePath(table, path) !== undefined) return {};
  const step = split(table, path);
  return step === undefined ? columnOf(table, path) : columnAt(step.target, step.rest);
};

/** The value at the end of a path, "" where a reference on the way is empty. */
export const valueAt = (records: Records, table: TableName, row: Row, path: string): string => {
  const variable = variablePath(table, path);
  if (variable !== undefined) return read(row, variable);
  const step = split(table, path);
  if (step === undefined) return read(row, path);
  const target = records.find(step.target, read(row, step.head));
  return target === undefined ? '' : valueAt(records, step.target, target, step.rest);
};
