import { dropOpenApprovals } from './approvals.ts';
import { isTaskTable, type TableName } from './columns.ts';
import type { Row } from './memory.ts';
import { read, stamp, type Records } from './records.ts';

const COMPLETE = '3';
const INCOMPLETE = '4';
const SKIPPED = '7';
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  sc_request: [COMPLETE, INCOMPLETE, SKIPPED],
  sc_req_item: [COMPLETE, INCOMPLETE, SKIPPED],
  sc_task: [COMPLETE, INCOMPLETE, SKIPPED],
  incident: ['7', '8'],
};

const REQUEST_STATES: Readonly<Record<string, string>> = {
  [COMPLETE]: 'closed_complete',
  [INCOMPLETE]: 'closed_incomplete',
  [SKIPPED]: 'closed_skipped',
};

/** Whether a task in this state is over. */
const isClosed = (table: TableName, state: string): boolean => CLOSED[table]?.includes(state) ?? false;

/** What the parts say of the whole: undefined as long as one of them is open. */
const stateOfAll = (table: TableName, parts: readonly Row[]): string | undefined => {
  const states = parts.map((part) => read(part, 'state'));
  if (states.length === 0 || !states.every((state) => isClosed(table, state))) return undefined;
  if (states.includes(INCOMPLETE)) return INCOMPLETE;
  return states.every((state) => state === SKIPPED) ? SKIPPED : COMPLETE;
};

/** After the state of a task was written: closes it properly, and what it was the last open part of. */
export const applyState = (records: Records, table: TableName, row: Row, by: string): void => {
  if (!isTaskTable(table)) return;
  const state = read(row, 'state');
  if (!isClosed(table, state)) {
    const resolved = table === 'incident' && state === '6';
    const resolution = resolved
      ? { resolved_at: stamp(records.now()), resolved_by: userId(records, by) }
      : {};
    records.change(table, row, { active: 'true', closed_at: '', closed_by: '', ...resolution }, by);
    return;
  }

  const closing = { active: 'false', closed_at: stamp(records.now()), closed_by: userId(records, by) };
  if (table === 'sc_req_item') {
    const stage = state === COMPLETE ? 'complete' : 'Request Cancelled';
    records.change(table, row, { ...closing, stage }, by);
    dropOpenApprovals(records, row);
    const items = records.all(table).filter((item) => read(item, 'request') === read(row, 'request'));
    closeWhole(records, 'sc_request', read(row, 'request'), stateOfAll(table, items), by);
  } else if (table === 'sc_task') {
    records.change(table, row, closing, by);
    const owner = read(row, 'request_item');
    const tasks = records.all(table).filter((task) => read(task, 'request_item') === owner);
    closeWhole(records, 'sc_req_item', owner, stateOfAll(table, tasks), by);
  } else {
    const requestState = REQUEST_STATES[state];
    const extra = table === 'sc_request' && requestState ? { request_state: requestState } : {};
    records.change(table, row, { ...closing, ...extra }, by);
  }
};

const closeWhole = (
  records: Records,
  table: 'sc_request' | 'sc_req_item',
  sysId: string,
  state: string | undefined,
  by: string,
): void => {
  const whole = records.find(table, sysId);
  if (whole === undefined || state === undefined || isClosed(table, read(whole, 'state'))) return;
  records.change(table, whole, { state }, by);
  applyState(records, table, whole, by);
};

const userId = (records: Records, userName: string): string => {
  const user = records.all('sys_user').find((each) => read(each, 'user_name') === userName);
  return user === undefined ? '' : read(user, 'sys_id');
};
