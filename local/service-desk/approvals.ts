import type { Row } from './memory.ts';
import { read, stamp, type Records } from './records.ts';

/** The group whose members are asked to approve. */
export const APPROVER_GROUP = {
  sysId: '3c9e5d7a41b24f08a6d2e0917fb8c564',
  name: 'Identity Approvers',
} as const;

/** Tells the outside world that an item was decided. */
export type OnDecided = (item: Row) => void;

const activeApprovers = (records: Records): Row[] =>
  records
    .all('sys_user_grmember')
    .filter((member) => read(member, 'group') === APPROVER_GROUP.sysId)
    .map((member) => records.find('sys_user', read(member, 'user')))
    .filter((user) => user !== undefined)
    .filter((user) => read(user, 'active') === 'true');

/**
 * Asks every member of the group, one row each. With an empty group the item waits for ever at `requested`, as it does
 * on a real desk.
 */
export const requestApprovals = (records: Records, item: Row): void => {
  records.change('sc_req_item', item, { approval: 'requested' }, 'system');
  for (const approver of activeApprovers(records)) {
    records.insert(
      'sysapproval_approver',
      {
        sysapproval: read(item, 'sys_id'),
        document_id: read(item, 'sys_id'),
        source_table: 'sc_req_item',
        approver: read(approver, 'sys_id'),
      },
      'system',
    );
  }
};

/** All approval rows of an item. */
export const approvalsOf = (records: Records, item: Readonly<Row>): Row[] =>
  records.all('sysapproval_approver').filter((row) => read(row, 'sysapproval') === read(item, 'sys_id'));

/** Nobody needs to decide any more what is still open. */
export const dropOpenApprovals = (records: Records, item: Readonly<Row>): void => {
  for (const row of approvalsOf(records, item)) {
    if (read(row, 'state') === 'requested') {
      records.change('sysapproval_approver', row, { state: 'not_required' }, 'system');
    }
  }
};

/**
 * The first decision of any approver decides the item. The desk itself does not mind who that is: it lets people
 * approve what they asked for themselves, and leaves it to others to refuse that.
 */
export const applyDecision = (records: Records, row: Readonly<Row>, onDecided: OnDecided): void => {
  const decision = read(row, 'state');
  const item = records.find('sc_req_item', read(row, 'sysapproval'));
  if (item === undefined || read(item, 'approval') !== 'requested') return;
  dropOpenApprovals(records, item);

  const request = records.find('sc_request', read(item, 'request'));
  const approval = { approval: decision, approval_set: stamp(records.now()) };
  if (decision === 'approved') {
    records.change('sc_req_item', item, { ...approval, stage: 'fulfillment', state: '2' }, 'system');
    const running = { ...approval, request_state: 'in_process', state: '2' };
    if (request !== undefined) records.change('sc_request', request, running, 'system');
  } else {
    const ended = { active: 'false', state: '4', closed_at: stamp(records.now()) };
    records.change('sc_req_item', item, { ...approval, ...ended, stage: 'Request Cancelled' }, 'system');
    const closed = { ...approval, ...ended, request_state: 'closed_rejected' };
    if (request !== undefined) records.change('sc_request', request, closed, 'system');
  }
  onDecided(item);
};
