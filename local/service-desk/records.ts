import { randomBytes } from 'node:crypto';
import {
  columnOf,
  isTaskTable,
  TABLES,
  TASK_TABLES,
  type Columns,
  type TableName,
  type TaskTable,
} from './columns.ts';
import type { Memory, Row } from './memory.ts';

/** Rows in and out, with the stamps that every row carries. Nothing here knows what a request is. */
export interface Records {
  all(table: TableName): Row[];
  find(table: TableName, sysId: string): Row | undefined;
  insert(table: TableName, values: Readonly<Row>, by: string): Row;
  /** Writes what differs and says whether anything did; an update that changes nothing leaves the stamps alone. */
  change(table: TableName, row: Row, values: Readonly<Row>, by: string): boolean;
  remove(table: TableName, row: Row): void;
  journal(row: Row): Row[];
  now(): Date;
}

const NUMBERS: Record<TaskTable, string> = {
  sc_request: 'REQ',
  sc_req_item: 'RITM',
  sc_task: 'SCTASK',
  incident: 'INC',
};

/** A value of a row; a column that was never set reads as "". */
export const read = (row: Readonly<Row>, column: string): string => row[column] ?? '';

/** A new 32-digit sys_id. */
export const newSysId = (): string => randomBytes(16).toString('hex');

/** A date-time as the desk writes it: UTC, to the second. */
export const stamp = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');

/** The tables of a desk, kept in its memory. */
export const records = ({ state, touch }: Memory, now: () => Date): Records => {
  const rowsOf = (table: TableName): Record<string, Row> => (state.tables[table] ??= {});

  const nextNumber = (table: TaskTable): string => {
    const number = (state.numbers[table] ?? 10_000) + 1;
    state.numbers[table] = number;
    return `${NUMBERS[table]}${String(number).padStart(7, '0')}`;
  };

  const put = (table: TableName, values: Readonly<Row>, by: string): Row => {
    const at = stamp(now());
    const columns: Columns = TABLES[table];
    const row: Row = {};
    for (const [name, column] of Object.entries(columns)) {
      row[name] = column.journal ? '' : (values[name] ?? column.initial ?? '').slice(0, column.max);
    }
    Object.assign(row, {
      sys_id: values['sys_id'] ?? newSysId(),
      sys_created_on: at,
      sys_created_by: by,
      sys_updated_on: at,
      sys_updated_by: by,
      sys_mod_count: '0',
    });
    if (isTaskTable(table)) {
      row['number'] = nextNumber(table);
      row['sys_class_name'] = table;
      row['opened_at'] = values['opened_at'] ?? at;
    }
    // The variables of a catalog item live beside its columns, under names that no column can have.
    for (const [name, value] of Object.entries(values)) if (name.startsWith('variables.')) row[name] = value;
    rowsOf(table)[read(row, 'sys_id')] = row;
    touch();
    return row;
  };

  const writeJournals = (table: TableName, row: Row, values: Readonly<Row>, by: string): boolean => {
    const entries = Object.entries(values).filter(
      ([name, value]) => columnOf(table, name)?.journal === true && value !== '',
    );
    for (const [element, value] of entries) {
      const place = { name: table, element, element_id: read(row, 'sys_id'), value };
      put('sys_journal_field', place, by);
    }
    return entries.length > 0;
  };

  return {
    all: (table) =>
      table === 'task'
        ? TASK_TABLES.flatMap((each) => Object.values(rowsOf(each)))
        : Object.values(rowsOf(table)),
    find: (table, sysId) => {
      const tables = table === 'task' ? TASK_TABLES : [table];
      for (const each of tables) if (Object.hasOwn(rowsOf(each), sysId)) return rowsOf(each)[sysId];
      return undefined;
    },
    insert: (table, values, by) => {
      const row = put(table, values, by);
      writeJournals(table, row, values, by);
      return row;
    },
    change: (table, row, values, by) => {
      let changed = writeJournals(table, row, values, by);
      for (const [name, value] of Object.entries(values)) {
        const column = columnOf(table, name);
        if (column?.journal || (column === undefined && !name.startsWith('variables.'))) continue;
        // Too long a text is cut without a word, as a real desk does.
        const kept = value.slice(0, column?.max);
        if (read(row, name) === kept) continue;
        row[name] = kept;
        changed = true;
      }
      if (!changed) return false;
      row['sys_updated_on'] = stamp(now());
      row['sys_updated_by'] = by;
      row['sys_mod_count'] = String(Number(read(row, 'sys_mod_count')) + 1);
      touch();
      return true;
    },
    remove: (table, row) => {
      const sysId = read(row, 'sys_id');
      state.tables[table] = Object.fromEntries(
        Object.entries(rowsOf(table)).filter(([each]) => each !== sysId),
      );
      touch();
    },
    journal: (row) =>
      Object.values(rowsOf('sys_journal_field')).filter(
        (entry) => read(entry, 'element_id') === read(row, 'sys_id'),
      ),
    now,
  };
};
