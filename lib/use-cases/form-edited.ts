import type { Ticket } from '../domain/renewal.ts';
import type { Tended } from '../domain/tended.ts';
import { ok, type Result } from '../domain/result.ts';
import type { DeskFailure, ServiceDesk } from '../ports/service-desk.ts';

/**
 * Whether somebody changed what the request asks since we opened it, although it still bears its revision. Whoever approves reads
 * the form, so what was approved may not be what we would do.
 */
export const formEdited = async (
  { desk }: { readonly desk: ServiceDesk },
  { ticket, tended }: { readonly ticket: Ticket; readonly tended: Tended },
): Promise<Result<boolean, DeskFailure>> => {
  if (tended.form === undefined) return ok(false); // opened by people, or at a desk that can't tell
  const view = await desk.look(ticket);
  if (!view.ok) return view;
  return ok(view.value.form !== undefined && view.value.form !== tended.form);
};
