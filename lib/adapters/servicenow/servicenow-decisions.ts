import { ID_PATTERN, readId, type RenewalId } from '../../domain/ids.ts';
import type { Ticket } from '../../domain/renewal.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { DeskDecision, DeskFailure } from '../../ports/service-desk.ts';
import { rejected, unavailable } from './servicenow-failure.ts';
import { revisionOf } from './servicenow-form.ts';
import { allItemsWhere, hasForm, itemOf, OURS, type TicketTable } from './servicenow-items.ts';
import { type Condition, equals, isOneOf, notBefore, query } from './servicenow-query.ts';
import { recordRevision } from './servicenow-record.ts';
import {
  APPROVAL_FIELDS,
  type ApprovalRow,
  approvalRow,
  many,
  type RequestItem,
} from './servicenow-schema.ts';
import { plainBlock } from './servicenow-text.ts';
import { deskInstant } from './servicenow-time.ts';

const DECIDED = ['approved', 'rejected'];

/** What approvers decided on a ticket, with the revision that it bears now: an edit voids what was decided before it. */
export const decisionsOf = async (
  tickets: TicketTable,
  ticket: Ticket,
): Promise<Result<readonly DeskDecision[], DeskFailure>> => {
  const item = await itemOf(tickets, ticket);
  if (!item.ok) return item;
  const conditions = [equals('sysapproval', ticket.id), isOneOf('state', DECIDED)];
  const parameters = {
    sysparm_query: query(conditions, ['sys_updated_on', 'sys_id']),
    sysparm_fields: APPROVAL_FIELDS,
    sysparm_exclude_reference_link: 'true',
    sysparm_display_value: 'false',
    sysparm_limit: '200',
    sysparm_no_count: 'true',
  };
  const path = '/api/now/table/sysapproval_approver';
  const rows = await tickets.client.call({ method: 'GET', path, parameters }, many(approvalRow));
  if (!rows.ok) return rows;
  if (!rows.value.result.every((row) => row.sysapproval === ticket.id && DECIDED.includes(row.state))) {
    return rejected(
      'The desk answers with approvals of other tickets: it does not know the columns that we ask by',
    );
  }
  const revision = hasForm(tickets) ? revisionOf(item.value) : recordRevision(item.value);
  const decisions: DeskDecision[] = [];
  for (const row of rows.value.result) {
    const decidedAt = deskInstant(row.sys_updated_on);
    if (decidedAt === undefined)
      return unavailable(`An approval of ${ticket.number} has no time that can be read`);
    // One of several approvers is not the approval: the desk's own rules decide that, and a cancelled item has none.
    if (row.state === 'approved' && item.value.approval !== 'approved') continue;
    decisions.push(decisionOf(row, decidedAt, revision));
  }
  return ok(decisions);
};

const decisionOf = (row: ApprovalRow, decidedAt: Instant, revision: string): DeskDecision => ({
  decision: {
    // An approver who is asked again on the same row decides anew.
    id: `${row.sys_id}:${row.sys_updated_on.replace(/\D/g, '')}`,
    outcome: row.state === 'approved' ? 'approved' : 'denied',
    decidedAt,
    justification: row.comments === '' ? undefined : plainBlock(row.comments),
    revision,
  },
  ...handOf(row),
});

/**
 * Who decided. The row names who was asked; a delegate or an administrator may have answered in their place, and then
 * it is that hand which counts, so that nobody approves for themselves under another's name.
 */
const handOf = (row: ApprovalRow): Pick<DeskDecision, 'by' | 'inPlaceOf'> => {
  const asked = row['approver.user_name'];
  const wrote = row.sys_updated_by;
  if (wrote !== '' && wrote.toLowerCase() !== asked.toLowerCase())
    return { by: wrote, ...(asked === '' ? {} : { inPlaceOf: asked }) };
  return { by: asked === '' ? undefined : asked };
};

/** The keys of our tickets that were decided since, the longest ago first. */
export const keysDecidedSince = (
  tickets: TicketTable,
  since: Instant,
): Promise<Result<readonly RenewalId[], DeskFailure>> =>
  keysOf(tickets, since, [isOneOf('approval', DECIDED)], ({ approval }) => DECIDED.includes(approval));

/** The keys of our tickets of which anything changed since. */
export const keysChangedSince = (
  tickets: TicketTable,
  since: Instant,
): Promise<Result<readonly RenewalId[], DeskFailure>> => keysOf(tickets, since, [], () => true);

const keysOf = async (
  tickets: TicketTable,
  since: Instant,
  conditions: readonly Condition[],
  fits: (item: RequestItem) => boolean,
): Promise<Result<readonly RenewalId[], DeskFailure>> => {
  const found = await allItemsWhere(
    tickets,
    [equals('correlation_display', OURS), notBefore('sys_updated_on', since), ...conditions],
    (item) => item.correlation_display === OURS && fits(item),
    ['sys_updated_on', 'sys_id'],
  );
  if (!found.ok) return found;
  // Somebody else may use our mark; a key that is none of ours is a hint at nothing.
  const ours = found.value
    .map(({ correlation_id: key }) => key)
    .filter((key) => key.startsWith('rn-') && ID_PATTERN.test(key));
  return ok([...new Set(ours)].map(readId<RenewalId>));
};
