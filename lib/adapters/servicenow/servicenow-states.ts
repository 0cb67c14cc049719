import type { TicketView } from '../../domain/ticket-view.ts';
import { ITEMS } from './servicenow-items.ts';
import type { RequestItem } from './servicenow-schema.ts';

interface States {
  readonly inProgress: string;
  readonly complete: string;
  readonly incomplete: string;
  /** All in which a ticket is over, those two among them. */
  readonly closed: readonly string[];
  /** What the table wants to be told besides when a ticket is over. */
  readonly completed: Readonly<Record<string, string>>;
  readonly cancelled: Readonly<Record<string, string>>;
}

const TASK: States = {
  inProgress: '2',
  complete: '3',
  incomplete: '4',
  closed: ['3', '4', '7'],
  completed: {},
  cancelled: {},
};

/** The numbers of states as each table has them out of the box. */
const STATES: Readonly<Record<string, States>> = {
  incident: {
    inProgress: '2',
    complete: '6',
    incomplete: '8',
    closed: ['6', '7', '8'],
    completed: { close_code: 'Solution provided' },
    cancelled: {},
  },
};

export const statesOf = (table: string): States => STATES[table] ?? TASK;

export const isOpen = (item: RequestItem, table: string = ITEMS): boolean =>
  item.active !== 'false' && !statesOf(table).closed.includes(item.state);

export const standingOf = (item: RequestItem, table: string): TicketView['standing'] => {
  if (item.approval === 'rejected') return 'rejected';
  if (isOpen(item, table)) return 'open';
  const { incomplete } = statesOf(table);
  return item.state === incomplete || (table !== 'incident' && item.state === '7')
    ? 'incomplete'
    : 'complete';
};
