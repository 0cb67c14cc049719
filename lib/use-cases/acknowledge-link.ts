import { fingerprint, type LinkId } from '../domain/ids.ts';
import { advanceLink } from '../domain/link-advance.ts';
import { linkDueAt, tombstoneOf } from '../domain/link.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Session } from '../domain/session.ts';
import type { Instant } from '../domain/time.ts';
import { type AccessFailure, linkAccess, type LinkDeps, type Over, TRIES } from './link-access.ts';

type AcknowledgeFailure = AccessFailure | Over | { readonly code: 'UNAVAILABLE' };

/** The recipient has put the secret where it belongs: what was sealed is deleted at once. Said twice, it is said once. */
export const acknowledgeLink = (deps: LinkDeps) => {
  const { proven } = linkAccess(deps);
  return async (
    session: Session,
    id: LinkId,
    proof: string,
    nonce: string,
  ): Promise<Result<{ readonly at: Instant }, AcknowledgeFailure>> => {
    const claimHash = fingerprint(deps.digest, nonce);
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const found = await proven(session.person, id, proof);
      if (!found.ok) return found;
      const { state: link, version } = found.value;
      const now = deps.clock.now();
      const next = advanceLink(link, { kind: 'acknowledge', claimHash, now });
      if (!next.ok) {
        const tombstone = tombstoneOf(link, now);
        return fail(tombstone === undefined ? { code: 'UNAVAILABLE' } : { code: 'OVER', tombstone });
      }
      const at = next.value.state === 'acknowledged' ? next.value.acknowledgedAt : now;
      if (next.value === link) return ok({ at });
      const change = { expected: version, state: next.value, dueAt: linkDueAt(next.value), messages: [] };
      const saved = await deps.links.commit(id, change);
      if (!saved.ok) continue;
      deps.log('LINK_ACKNOWLEDGED', { linkId: id, renewalId: link.renewalId });
      return ok({ at });
    }
    return fail({ code: 'UNAVAILABLE' });
  };
};
