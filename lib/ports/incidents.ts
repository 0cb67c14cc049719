import type { RenewalId } from '../domain/ids.ts';
import type { Ticket } from '../domain/renewal.ts';
import type { Result } from '../domain/result.ts';
import type { DeskFailure } from './service-desk.ts';

/** What an incident says. Plain text; names in it are hostile. */
export interface Incident {
  /** Same key, same incident, for as long as that is open. */
  readonly key: RenewalId;
  readonly title: string;
  readonly text: string;
  /** The group's name at the desk; undefined: the desk's own rules decide. */
  readonly group: string | undefined;
}

/** Incidents at the service desk. */
export interface Incidents {
  /** Opens one, or writes the text to the one that is open under this key. Looked up before one is made. */
  report(incident: Incident): Promise<Result<Ticket, DeskFailure>>;
}
