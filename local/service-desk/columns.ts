/** What a column is: a reference names the table that it points to; a journal can be written but not read back. */
export interface Column {
  readonly initial?: string;
  readonly reference?: TableName;
  readonly max?: number;
  readonly journal?: true;
  readonly readOnly?: true;
}

/** Columns by name. */
export type Columns = Readonly<Record<string, Column>>;

const plain: Column = {};
const to = (reference: TableName): Column => ({ reference });
const initially = (initial: string): Column => ({ initial });
const stamped: Column = { readOnly: true };

const SYSTEM: Columns = {
  sys_id: stamped,
  sys_created_on: stamped,
  sys_created_by: stamped,
  sys_updated_on: stamped,
  sys_updated_by: stamped,
  sys_mod_count: stamped,
};

const TASK: Columns = {
  ...SYSTEM,
  sys_class_name: stamped,
  number: stamped,
  parent: to('task'),
  active: initially('true'),
  state: initially('1'),
  approval: initially('not requested'),
  approval_set: plain,
  short_description: { max: 160 },
  description: { max: 4000 },
  priority: initially('4'),
  impact: initially('3'),
  urgency: initially('3'),
  opened_at: plain,
  opened_by: to('sys_user'),
  assigned_to: to('sys_user'),
  assignment_group: to('sys_user_group'),
  watch_list: plain,
  due_date: plain,
  closed_at: plain,
  closed_by: to('sys_user'),
  close_notes: { max: 4000 },
  correlation_id: { max: 100 },
  correlation_display: { max: 100 },
  comments: { journal: true },
  work_notes: { journal: true },
};

/** The tables that this desk has, with their columns. `task` is the common base: it holds no rows of its own. */
export const TABLES = {
  task: TASK,
  sc_request: {
    ...TASK,
    requested_for: to('sys_user'),
    request_state: initially('requested'),
    stage: initially('requested'),
  },
  sc_req_item: {
    ...TASK,
    request: to('sc_request'),
    requested_for: to('sys_user'),
    cat_item: to('sc_cat_item'),
    quantity: initially('1'),
    stage: initially('waiting_for_approval'),
  },
  sc_task: { ...TASK, request: to('sc_request'), request_item: to('sc_req_item') },
  incident: {
    ...TASK,
    caller_id: to('sys_user'),
    category: initially('inquiry'),
    close_code: plain,
    resolved_at: plain,
    resolved_by: to('sys_user'),
  },
  sysapproval_approver: {
    ...SYSTEM,
    sysapproval: to('task'),
    approver: to('sys_user'),
    state: initially('requested'),
    comments: plain,
    source_table: plain,
    document_id: plain,
  },
  sc_cat_item: { ...SYSTEM, name: plain, short_description: plain, active: initially('true') },
  sys_user: {
    ...SYSTEM,
    user_name: { max: 100 },
    email: { max: 100 },
    name: { max: 151 },
    first_name: { max: 50 },
    last_name: { max: 50 },
    active: initially('true'),
  },
  sys_user_group: { ...SYSTEM, name: { max: 80 }, description: plain, active: initially('true') },
  sys_user_grmember: { ...SYSTEM, user: to('sys_user'), group: to('sys_user_group') },
  sys_attachment: {
    ...SYSTEM,
    table_name: plain,
    table_sys_id: plain,
    file_name: plain,
    content_type: plain,
    size_bytes: plain,
  },
  sys_journal_field: {
    ...SYSTEM,
    name: plain,
    element: plain,
    element_id: plain,
    value: plain,
  },
} as const satisfies Record<string, Columns>;

/** The name of a table of this desk. */
export type TableName =
  | 'task'
  | 'sc_request'
  | 'sc_req_item'
  | 'sc_task'
  | 'incident'
  | 'sysapproval_approver'
  | 'sc_cat_item'
  | 'sys_user'
  | 'sys_user_group'
  | 'sys_user_grmember'
  | 'sys_attachment'
  | 'sys_journal_field';

/** The tables whose rows are tasks: they have a number, a state and journals. */
export const TASK_TABLES = ['sc_request', 'sc_req_item', 'sc_task', 'incident'] as const;
/** A table whose rows are tasks. */
export type TaskTable = (typeof TASK_TABLES)[number];

/** Whether a name from the outside is a table of this desk. */
export const isTable = (name: string): name is TableName => Object.hasOwn(TABLES, name);

/** Whether the rows of a table are tasks. */
export const isTaskTable = (name: string): name is TaskTable =>
  (TASK_TABLES as readonly string[]).includes(name);

/** The columns of a table; a name that the table lacks gives undefined. */
export const columnOf = (table: TableName, name: string): Column | undefined => {
  const columns: Columns = TABLES[table];
  return Object.hasOwn(columns, name) ? columns[name] : undefined;
};
