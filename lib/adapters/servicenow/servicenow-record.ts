import { createHash } from 'node:crypto';
import type { Ticket } from '../../domain/renewal.ts';
import { ok, type Result } from '../../domain/result.ts';
import { toIso } from '../../domain/time.ts';
import type { DeskFailure, TicketRequest } from '../../ports/service-desk.ts';
import { createItem, OURS, ticketOf, type TicketTable } from './servicenow-items.ts';
import { firstKnown } from './servicenow-people.ts';
import type { RequestItem } from './servicenow-schema.ts';
import { plainBlock, plainWords } from './servicenow-text.ts';

/** The last line of a description that we wrote. */
const REVISION_LINE = /^Asked as: (rv-[a-z2-7]+|[\w-]{1,60})$/m;

/** Makes a record of a task table: no form, so all that is asked stands in its description. */
export const createRecord = async (
  tickets: TicketTable,
  steward: string | undefined,
  request: TicketRequest,
): Promise<Result<Ticket, DeskFailure>> => {
  const user = await firstKnown(tickets.client, [request.requestedFor, steward]);
  if (!user.ok) return user;
  const made = await createItem(tickets, {
    short_description: plainWords(
      `Entra Id - Renew App Registration Certificate / Secret: ${request.applicationName}`,
    ).slice(0, 160),
    description: descriptionOf(request),
    // Unlike an order, a record bears its key from its first moment.
    correlation_id: request.key,
    correlation_display: OURS,
    ...(user.value === undefined
      ? {}
      : { [tickets.table === 'incident' ? 'caller_id' : 'requested_for']: user.value }),
  });
  return made.ok ? ok(ticketOf(made.value)) : made;
};

const descriptionOf = (request: TicketRequest): string => {
  const facts = [
    ['Application Name', request.applicationName],
    ['Application ID', request.applicationId],
    ['Environment', request.environment],
    ['Please select what you would like to update', request.update],
    ['Old Secret Expiry Date', toIso(request.oldExpiresAt).slice(0, 10)],
    ['Requested for', request.requestedFor ?? 'nobody yet'],
    ['Asked as', request.revision],
  ].map(([name, value]) => `${name ?? ''}: ${plainWords(value ?? '')}`);
  return plainBlock(`${facts.join('\n')}\n\n${request.instructions}`);
};

/** What such a record asks now; a description that lost its line asks something else. */
export const recordRevision = ({ description }: RequestItem): string =>
  REVISION_LINE.exec(description)?.[1] ?? 'edited';

/** What its description asks but for the day that people may change, in short. */
export const recordForm = ({ description, short_description }: RequestItem): string => {
  const asked = description.replace(/^Old Secret Expiry Date: .*$/m, '').replace(/\r/g, '');
  const hash = createHash('sha256').update(JSON.stringify([short_description, asked.trim()]));
  return `record-${hash.digest('hex').slice(0, 32)}`;
};
