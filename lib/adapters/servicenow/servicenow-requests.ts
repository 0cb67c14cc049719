import type { DeskRequest, DeskRequests } from '../../ports/desk-requests.ts';
import { ok } from '../../domain/result.ts';
import type { ServiceNowClient } from './servicenow-client.ts';
import { rejected } from './servicenow-failure.ts';
import { revisionOf } from './servicenow-form.ts';
import { allItemsWhere, changeItem, ITEMS, OURS, ticketOf } from './servicenow-items.ts';
import { equals } from './servicenow-query.ts';
import type { RequestItem } from './servicenow-schema.ts';
import { isOpen } from './servicenow-states.ts';
import { plainBlock } from './servicenow-text.ts';
import { deskInstant } from './servicenow-time.ts';

/** Marks a request of which its people were asked something. */
const ASKED = 'expiry-monitor-asked';

/** Requests of the catalog item that people opened in one instance. */
export const serviceNowRequests = (client: ServiceNowClient, catalogItem: string): DeskRequests => {
  const tickets = { client, table: ITEMS };
  return {
    unclaimed: async () => {
      const found = await allItemsWhere(
        tickets,
        [equals('cat_item', catalogItem), equals('active', 'true')],
        (item) => item.cat_item === catalogItem && item.active !== 'false',
        ['opened_at', 'sys_id'],
      );
      if (!found.ok) return found;
      return ok(found.value.filter(isNobodys).flatMap(requestOf));
    },
    ask: async (ticket, question, text) => {
      const asked = await changeItem(tickets, ticket, {
        comments: plainBlock(text),
        correlation_id: question,
        correlation_display: ASKED,
      });
      return asked.ok ? ok(undefined) : asked;
    },
    claim: async (ticket, key) => {
      const claimed = await changeItem(tickets, ticket, { correlation_id: key, correlation_display: OURS });
      if (!claimed.ok) return claimed;
      return claimed.value.correlation_id === key
        ? ok(undefined)
        : rejected(`The desk does not let us write the correlation id of ${ticket.number}`);
    },
  };
};

/** What we ordered bears its key in the form before it bears it anywhere else. */
const isNobodys = (item: RequestItem): boolean =>
  isOpen(item) && item.correlation_display !== OURS && item['variables.correlation'] === '';

const requestOf = (item: RequestItem): readonly DeskRequest[] => {
  const openedAt = deskInstant(item.opened_at);
  if (openedAt === undefined) return [];
  return [
    {
      ticket: ticketOf(item),
      revision: revisionOf(item),
      applicationName: item['variables.application_name'],
      applicationId: item['variables.application_id'],
      environment: item['variables.environment'],
      update: item['variables.update_kind'],
      removalDay: given(item['variables.old_secret_expiry_date']),
      requestedFor: given(item['requested_for.user_name']),
      openedBy: given(item['opened_by.user_name']),
      openedAt,
      asked: item.correlation_display === ASKED ? item.correlation_id : undefined,
    },
  ];
};

const given = (text: string): string | undefined => (text === '' ? undefined : text);
