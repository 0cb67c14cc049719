import { fingerprint, type LinkId } from '../domain/ids.ts';
import { advanceLink } from '../domain/link-advance.ts';
import { type Link, linkDueAt } from '../domain/link.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import { type LinkDeps, TRIES } from './link-access.ts';
import { wakeFollower } from './link-messages.ts';
import { countOne, LIMITS, waitsUntil } from './limits.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

/**
 * Someone who can not sign in wants a code by mail. It is made and mailed by the role that may send mail; this one, which
 * faces the internet, only notes the wish.
 *
 * Invariant: the answer is the same whether there is such a link, whether it is one with codes, whether the proof is right
 * and whether one was sent. Nothing that is asked in vain changes a link.
 */
export const askMailCode = (deps: LinkDeps & Sending) => {
  const { links, opener, limits, clock, digest, log } = deps;
  const commit = commitAndSend(deps);

  const note = async (id: LinkId, proof: string, nonce: string): Promise<void> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await links.find(id);
      const isProven = opener.proves(proof, stored?.state.verifier ?? '');
      if (stored?.state.codes === undefined || !isProven) return;
      const command = { kind: 'ask-code', browser: fingerprint(digest, nonce), now: clock.now() } as const;
      const asked = advanceLink(stored.state, command);
      if (!asked.ok) return;
      const state: Link = asked.value;
      const saved = await commit(links, id, {
        expected: stored.version,
        state,
        dueAt: linkDueAt(state),
        messages: [wakeFollower(digest, state, `code#${state.attempt}#${state.codes?.asked ?? 0}`)],
      });
      if (!saved.ok) continue;
      log('CODE_ASKED', { linkId: id, renewalId: state.renewalId });
      return;
    }
  };

  return async (
    id: LinkId,
    proof: string,
    nonce: string,
    network: string,
  ): Promise<Result<undefined, { readonly code: 'WAIT'; readonly until: Instant }>> => {
    const now = clock.now();
    const until = await waitsUntil(limits, LIMITS.codes, network, now);
    if (until !== undefined) return fail({ code: 'WAIT', until });
    await countOne(limits, LIMITS.codes, network, now);
    await note(id, proof, nonce);
    return ok(undefined);
  };
};
