import type { RenewalId } from '../domain/ids.ts';
import type { Ticket } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Log } from '../ports/log.ts';
import type { DeskFailure, ServiceDesk } from '../ports/service-desk.ts';

/**
 * Tells the people on the ticket. A desk that is away is waited for; one that refuses the note, since someone closed the
 * ticket or took a right away, must not hold up what is due in the directory.
 */
export const noteOnTicket = async (
  { desk, log }: { readonly desk: ServiceDesk; readonly log: Log },
  { id, ticket }: { readonly id: RenewalId; readonly ticket: Ticket },
  text: string,
  audience: 'team' | 'requester' = 'team',
): Promise<Result<undefined, DeskFailure>> => {
  const noted = await desk.note(ticket, text, audience);
  if (noted.ok || noted.failure.code === 'UNAVAILABLE') return noted;
  log('NOTE_REFUSED', { renewalId: id, ticket: ticket.number, detail: noted.failure.detail });
  return ok(undefined);
};
