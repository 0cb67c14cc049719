import { fingerprint, type LinkId } from '../domain/ids.ts';
import { advanceLink } from '../domain/link-advance.ts';
import { type Link, linkDueAt } from '../domain/link.ts';
import { hashToTry } from '../domain/mail-code.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { type Session, SESSION_LIFETIME } from '../domain/session.ts';
import { type Instant, plus } from '../domain/time.ts';
import type { CodeMaker } from '../ports/code-maker.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { LinkDeps } from './link-access.ts';
import { countOne, LIMITS, waitsUntil } from './limits.ts';

interface Deps extends LinkDeps {
  readonly sessions: Sessions;
  readonly codes: CodeMaker;
}

/** What a page sends with a code. */
export interface TypedCode {
  readonly code: string;
  readonly proof: string;
  /** Of the browser that asked for the code. */
  readonly nonce: string | undefined;
  readonly network: string;
  readonly formerKey: string | undefined;
}

type ConfirmFailure = { readonly code: 'WAIT'; readonly until: Instant } | { readonly code: 'WRONG_CODE' };
interface Confirmed {
  readonly key: string;
  readonly until: Instant;
}

/**
 * Turns a code from a mail into a session for that one link.
 *
 * Invariants: the code is spent by a commit before there is a session, so one browser gets one. Only the browser that asked,
 * with the key of the link, can use up its tries; to all others every code is wrong, and nothing changes.
 */
export const confirmMailCode = (deps: Deps) => {
  const { links, opener, limits, clock, digest, log, sessions, codes } = deps;

  const sessionOf = (link: Link, now: Instant): Session => ({
    person: { tenant: link.recipient.tenant, objectId: link.recipient.objectId },
    name: link.recipient.displayName,
    authenticatedAt: now,
    freshFor: link.id,
    only: link.id,
    until: plus(now, SESSION_LIFETIME),
  });

  /** The link, once its code was found right and is spent. A lost race counts as a wrong code: nothing is tried again. */
  const spent = async (
    id: LinkId,
    { code, proof, nonce }: TypedCode,
    now: Instant,
  ): Promise<Link | undefined> => {
    const stored = await links.find(id);
    const current = stored?.state.codes?.current;
    const isProven = opener.proves(proof, stored?.state.verifier ?? '');
    if (stored === undefined || current === undefined || nonce === undefined) return undefined;
    if (!isProven || fingerprint(digest, nonce) !== current.browser) return undefined;
    const hash = hashToTry(current, now);
    if (hash === undefined) return undefined;
    const fits = await codes.fits(code, hash);
    const tried = advanceLink(stored.state, { kind: 'try-code', fits, now });
    if (!tried.ok) return undefined;
    const change = { state: tried.value, dueAt: linkDueAt(tried.value), messages: [] };
    const saved = await links.commit(id, { expected: stored.version, ...change });
    return saved.ok && fits ? tried.value : undefined;
  };

  return async (id: LinkId, typed: TypedCode): Promise<Result<Confirmed, ConfirmFailure>> => {
    const now = clock.now();
    const until = await waitsUntil(limits, LIMITS.wrongCodes, typed.network, now);
    if (until !== undefined) return fail({ code: 'WAIT', until });
    const link = await spent(id, typed, now);
    if (link === undefined) {
      await countOne(limits, LIMITS.wrongCodes, typed.network, now);
      log('LINK_REFUSED', { linkId: id, reason: 'WRONG_CODE' });
      return fail({ code: 'WRONG_CODE' });
    }
    const session = sessionOf(link, now);
    const key = await sessions.begin(session);
    if (typed.formerKey !== undefined) await sessions.end(typed.formerKey);
    log('CODE_CONFIRMED', { linkId: id, renewalId: link.renewalId });
    return ok({ key, until: session.until });
  };
};
