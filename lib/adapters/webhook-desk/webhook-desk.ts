import { randomUUID } from 'node:crypto';
import { ID_PATTERN, readId, type RenewalId } from '../../domain/ids.ts';
import { fail, ok } from '../../domain/result.ts';
import { toIso } from '../../domain/time.ts';
import type { DeskAttachments } from '../../ports/desk-attachments.ts';
import type { DeskRequests } from '../../ports/desk-requests.ts';
import type { Incidents } from '../../ports/incidents.ts';
import type { ServiceDesk } from '../../ports/service-desk.ts';
import type { DeskCall } from './webhook-client.ts';
import { decisions, found, keys, made, nothing, requests, view } from './webhook-schema.ts';

interface WebhookDesk {
  readonly desk: ServiceDesk;
  readonly incidents: Incidents;
  readonly deskRequests: DeskRequests;
  readonly attachments: DeskAttachments;
}

/** Any desk that takes signed calls, or a small service before it. What each call says is in docs/service-desk.md. */
export const webhookDesk = (call: DeskCall): WebhookDesk => {
  /** What happens once for each call, however often that call arrives. */
  const effect = async (action: string, body: Readonly<Record<string, unknown>>) => {
    const done = await call(action, body, nothing, randomUUID());
    return done.ok ? ok(undefined) : done;
  };
  const all = (key: RenewalId) => call('find', { key }, found);
  const since = async (action: string, at: string) => {
    const said = await call(action, { since: at }, keys);
    if (!said.ok) return said;
    // A key that is none of ours is a hint at nothing.
    const ours = said.value.keys.filter((key) => key.startsWith('rn-') && ID_PATTERN.test(key));
    return ok(ours.map(readId<RenewalId>));
  };

  const desk: ServiceDesk = {
    find: async (key) => {
      const known = await all(key);
      if (!known.ok) return known;
      const [open, ...others] = known.value.tickets.filter((ticket) => ticket.open);
      if (others.length > 0) {
        const numbers = [open, ...others].map((ticket) => ticket?.number ?? '').join(', ');
        return fail({ code: 'DUPLICATE_TICKETS', detail: `${key} is on ${numbers}` });
      }
      const one = open ?? known.value.tickets.at(-1);
      return ok(one && { id: one.id, number: one.number });
    },
    open: async ({ key, oldExpiresAt, ...asked }) => {
      const known = await all(key);
      if (!known.ok) return known;
      const form = { ...asked, oldExpiresAt: toIso(oldExpiresAt) };
      // Two that open at the same time name the same effect, so the desk makes one ticket of them.
      const done = await call('create', { key, form }, made, `create-${key}-${known.value.tickets.length}`);
      return done.ok ? ok(done.value.ticket) : done;
    },
    assign: (ticket, { group, watchers }) => effect('assign', { ticket, group, watchers }),
    look: async (ticket) => {
      const seen = await call('look', { ticket }, view);
      if (!seen.ok) return seen;
      const { standing, removalDay, form, dueAt, closedAt, changedBy } = seen.value;
      return ok({ standing, removalDay, form, dueAt, closedAt, changedBy });
    },
    decisions: async (ticket) => {
      const said = await call('decisions', { ticket }, decisions);
      if (!said.ok) return said;
      return ok(
        said.value.decisions.map(({ by, inPlaceOf, justification, ...decision }) => ({
          decision: { ...decision, justification },
          by,
          ...(inPlaceOf === undefined ? {} : { inPlaceOf }),
        })),
      );
    },
    decidedSince: (at) => since('decided-since', toIso(at)),
    changedSince: (at) => since('changed-since', toIso(at)),
    note: (ticket, text, audience = 'team') => effect('note', { ticket, text, audience }),
    close: (ticket, text) => effect('close', { ticket, text }),
    cancel: (ticket, text) => effect('cancel', { ticket, text }),
    reopen: (ticket, text) => effect('reopen', { ticket, text }),
  };
  return {
    desk,
    // It knows no files: whoever has one hands it in by the link page.
    attachments: {
      list: () => Promise.resolve(ok([])),
      read: () => Promise.resolve(fail({ code: 'REJECTED', detail: 'This desk has no files' })),
    },
    incidents: {
      report: async (incident) => {
        const done = await call('incident', { ...incident }, made, randomUUID());
        return done.ok ? ok(done.value.ticket) : done;
      },
    },
    deskRequests: {
      unclaimed: async () => {
        const said = await call('unclaimed', {}, requests);
        if (!said.ok) return said;
        return ok(
          said.value.requests.map(({ removalDay, requestedFor, openedBy, asked, ...request }) => ({
            ...request,
            removalDay,
            requestedFor,
            openedBy,
            asked,
          })),
        );
      },
      ask: (ticket, question, text) => effect('ask', { ticket, question, text }),
      claim: (ticket, key) => effect('claim', { ticket, key }),
    },
  };
};
