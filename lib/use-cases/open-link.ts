import type { LinkId } from '../domain/ids.ts';
import { type Link, tombstoneOf } from '../domain/link.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { mustReauthenticate, type Reauthentication, type Session } from '../domain/session.ts';
import type { Instant } from '../domain/time.ts';
import { type AccessFailure, linkAccess, type LinkDeps, type Over } from './link-access.ts';

interface Deps extends LinkDeps {
  readonly reauthentication: Reauthentication;
}

export interface OpenedLink {
  readonly link: Link;
  readonly now: Instant;
  /** Revealing it will take a sign-in that is newer than this session's. */
  readonly reauthenticate: boolean;
}

/** Says what a link is for, to its recipient with its key. Spends nothing. */
export const openLink = (deps: Deps) => {
  const { proven } = linkAccess(deps);
  return async (
    session: Session,
    id: LinkId,
    proof: string,
  ): Promise<Result<OpenedLink, AccessFailure | Over>> => {
    const found = await proven(session.person, id, proof);
    if (!found.ok) return found;
    const { state: link } = found.value;
    const now = deps.clock.now();
    const tombstone = tombstoneOf(link, now);
    if (tombstone !== undefined) return fail({ code: 'OVER', tombstone });
    return ok({ link, now, reauthenticate: mustReauthenticate(deps.reauthentication, session, id, now) });
  };
};
