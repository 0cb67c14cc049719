import type { LinkId } from '../domain/ids.ts';
import { advanceLink, type Link, linkDueAt, type LinkRefusal, refusalToOpen } from '../domain/link.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Clock } from '../ports/clock.ts';
import type { Links } from '../ports/links.ts';
import type { Log } from '../ports/log.ts';
import type { Opener } from '../ports/sealing.ts';

export interface LinkDeps {
  readonly links: Links;
  readonly opener: Opener;
  readonly clock: Clock;
  readonly log: Log;
}

/** Unknown, and known with a wrong key, are one answer: nobody learns which links exist. */
export type OpenFailure = Exclude<LinkRefusal, 'OUT_OF_ORDER'> | 'LINK_UNKNOWN';

export interface OpenedLink {
  readonly applicationName: string;
  readonly notAfter: Instant;
  readonly now: Instant;
}

/** The link that this proof opens, whatever its state. A wrong proof is counted, and the link is not. */
export const provenLink =
  ({ links, opener, log }: LinkDeps) =>
  async (id: LinkId, proof: string): Promise<Stored<Link> | undefined> => {
    const stored = await links.find(id);
    if (stored === undefined) return undefined;
    if (opener.proves(proof, stored.state.verifier)) return stored;
    log('LINK_REFUSED', { linkId: id, reason: 'WRONG_PROOF' });
    const counted = advanceLink(stored.state, { kind: 'wrong-proof' });
    if (!counted.ok) return undefined;
    const { value: state } = counted;
    await links.commit(id, { expected: stored.version, state, dueAt: linkDueAt(state), messages: [] });
    return undefined; // a count that lost a race is one guess among 2^256 that went uncounted
  };

/** Says what a link is for, to whoever has its key. Spends nothing. */
export const openLink = (deps: LinkDeps) => {
  const prove = provenLink(deps);
  return async (id: LinkId, proof: string): Promise<Result<OpenedLink, OpenFailure>> => {
    const stored = await prove(id, proof);
    if (stored === undefined) return fail('LINK_UNKNOWN');
    const now = deps.clock.now();
    const refusal = refusalToOpen(stored.state, now);
    if (refusal !== undefined && refusal !== 'OUT_OF_ORDER') return fail(refusal);
    return ok({ applicationName: stored.state.of.name, notAfter: stored.state.notAfter, now });
  };
};
