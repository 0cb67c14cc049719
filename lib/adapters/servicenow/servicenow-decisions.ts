import { ID_PATTERN, readId, type RenewalId } from '../../domain/ids.ts';
import type { Ticket } from '../../domain/renewal.ts';
import { ok, type Result } from '../../domain/result.ts';
import { type Instant, parseInstant } from '../../domain/time.ts';
import type { DeskDecision, DeskFailure } from '../../ports/service-desk.ts';
import type { ServiceNowClient } from './servicenow-client.ts';
import { rejected, unavailable } from './servicenow-failure.ts';
import { itemOf, itemsWhere, OURS } from './servicenow-items.ts';
import { equals, isOneOf, notBefore, query } from './servicenow-query.ts';
import { APPROVAL_FIELDS, type ApprovalRow, approvalRow, many } from './servicenow-schema.ts';
import { plainBlock } from './servicenow-text.ts';

const DECIDED = ['approved', 'rejected'];

/** What approvers decided on a ticket, with the revision that it bears now: an edit voids what was decided before it. */
export const decisionsOf = async (
  client: ServiceNowClient,
  ticket: Ticket,
): Promise<Result<readonly DeskDecision[], DeskFailure>> => {
  const item = await itemOf(client, ticket);
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
  const rows = await client.call({ method: 'GET', path, parameters }, many(approvalRow));
  if (!rows.ok) return rows;
  if (!rows.value.result.every((row) => row.sysapproval === ticket.id && DECIDED.includes(row.state))) {
    return rejected(
      'The desk answers with approvals of other tickets: it does not know the columns that we ask by',
    );
  }
  const decisions: DeskDecision[] = [];
  for (const row of rows.value.result) {
    const decidedAt = instantOf(row.sys_updated_on);
    if (decidedAt === undefined)
      return unavailable(`An approval of ${ticket.number} has no time that can be read`);
    // One of several approvers is not the approval: the desk's own rules decide that, and a cancelled item has none.
    if (row.state === 'approved' && item.value.approval !== 'approved') continue;
    decisions.push(decisionOf(row, decidedAt, item.value['variables.revision']));
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
  by: handOf(row),
});

/**
 * Who decided. The row names who was asked; a delegate or an administrator may have answered in their place, and then
 * it is that hand which counts, so that nobody approves for themselves under another's name.
 */
const handOf = (row: ApprovalRow): string | undefined => {
  const asked = row['approver.user_name'];
  const wrote = row.sys_updated_by;
  if (wrote !== '' && wrote.toLowerCase() !== asked.toLowerCase()) return wrote;
  return asked === '' ? undefined : asked;
};

const PAGE = 200;
const MOST_PAGES = 50;

/** The keys of our tickets that were decided since, the longest ago first. */
export const keysDecidedSince = async (
  client: ServiceNowClient,
  since: Instant,
): Promise<Result<readonly RenewalId[], DeskFailure>> => {
  const conditions = [
    equals('correlation_display', OURS),
    notBefore('sys_updated_on', since),
    isOneOf('approval', DECIDED),
  ];
  const keys = new Set<RenewalId>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await itemsWhere(
      client,
      conditions,
      (item) => item.correlation_display === OURS && DECIDED.includes(item.approval),
      { order: ['sys_updated_on', 'sys_id'], limit: PAGE, offset: page * PAGE },
    );
    if (!found.ok) return found;
    // Rows that we may not see are taken out after the limit was applied, so only an empty page is the last.
    if (found.value.length === 0) break;
    for (const { correlation_id: key } of found.value) {
      // Somebody else may use our mark; a key that is none of ours is a hint at nothing.
      if (key.startsWith('rn-') && ID_PATTERN.test(key)) keys.add(readId<RenewalId>(key));
    }
  }
  return ok([...keys]);
};

/** `yyyy-MM-dd HH:mm:ss`, which is UTC as long as no display values are asked for. */
const instantOf = (text: string): Instant | undefined => parseInstant(`${text.replace(' ', 'T')}Z`);
