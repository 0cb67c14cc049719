import type { LinkId } from './ids.ts';
import { CODE_SESSION } from './mail-code.ts';
import type { Person } from './person.ts';
import { type Duration, type Instant, minutes, plus } from './time.ts';

/** From sign-in to the end, whatever was done in between: nobody stays signed in by being busy. */
export const SESSION_LIFETIME: Duration = minutes(15);

/** Someone who signed in, as the server remembers them. Who they are is tenant and object id, never a name or address. */
export interface Session {
  readonly person: Pick<Person, 'tenant' | 'objectId'>;
  /** To be shown to themselves; hostile text. */
  readonly name: string;
  /** When they last proved to the authority who they are; it may be long before they came here. */
  readonly authenticatedAt: Instant;
  /** The link for whose sake they signed in anew. */
  readonly freshFor: LinkId | undefined;
  /** They came by a code from a mail: this session is for that link alone. */
  readonly only: LinkId | undefined;
  readonly until: Instant;
}

/** How recently the recipient must have signed in to have a secret revealed. */
export type Reauthentication = 'session' | 'every-time' | Duration;

/**
 * Whether this session is too old for this link. A session may be longer than what is asked for and shorter; the shorter
 * of the two counts, since a session that is over is none.
 */
export const mustReauthenticate = (
  rule: Reauthentication,
  { authenticatedAt, freshFor, only }: Session,
  link: LinkId,
  now: Instant,
): boolean => {
  if (only !== undefined) return now >= plus(authenticatedAt, CODE_SESSION);
  if (rule === 'session') return false;
  if (rule === 'every-time') return freshFor !== link;
  return now >= plus(authenticatedAt, rule);
};
