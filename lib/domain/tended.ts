import type { Instant } from './time.ts';

/** What an incident was opened for. */
export type IncidentCause = 'expired' | 'stuck';

/** The one incident of a renewal, and what it says so far. */
export interface KnownIncident {
  /** The desk's own key of it, and what people call it. */
  readonly id: string;
  readonly number: string;
  readonly causes: readonly IncidentCause[];
}

/**
 * What the desk was told about a renewal, and what people were seen to write there.
 *
 * Apart from the state, and with a date of its own: a desk that is away holds up nothing but this.
 */
export interface Tended {
  /** When the ticket is looked at next; undefined: not before something happens. */
  readonly nextAt: Instant | undefined;
  /** How often in a row the desk could not be reached. */
  readonly failures: number;
  /** The stage that the ticket was told last. */
  readonly stage: string | undefined;
  readonly incident: KnownIncident | undefined;
  /** The two dates as the record had them last: only a change is somebody's wish. */
  readonly removalDay: string | undefined;
  readonly dueDate: string | undefined;
  /** What its form asked when it was opened, in short; undefined: the desk can't tell. */
  readonly form?: string | undefined;
  /** The reports of the team that were answered. */
  readonly answered?: readonly string[] | undefined;
  /** The mails about its approval that were sent, by their keys. */
  readonly mailed?: readonly string[] | undefined;
  /** A new credential is not made before; undefined: as soon as it is approved. */
  readonly notBefore: Instant | undefined;
  /** When the old one shall go, if people said so. */
  readonly removeAt: Instant | undefined;
  /** Of which date of removal the people on the ticket were reminded. */
  readonly remindedOf: Instant | undefined;
  /** Of which newer credential, which may serve something else, they were told. */
  readonly toldOf: string | undefined;
}

export const UNTENDED: Tended = {
  nextAt: undefined,
  failures: 0,
  stage: undefined,
  incident: undefined,
  removalDay: undefined,
  dueDate: undefined,
  notBefore: undefined,
  removeAt: undefined,
  remindedOf: undefined,
  toldOf: undefined,
};
