import { fingerprint, type LinkId } from '../domain/ids.ts';
import { advanceLink } from '../domain/link-advance.ts';
import { isAsBound } from '../domain/link-binding.ts';
import { isRepeat, type Link, linkDueAt, type SealedSecret, tombstoneOf } from '../domain/link.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { mustReauthenticate, type Reauthentication, type Session } from '../domain/session.ts';
import type { Instant } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import { type AccessFailure, linkAccess, type LinkDeps, type Over, TRIES } from './link-access.ts';
import { expiredMessages, redeemedMessages } from './link-messages.ts';

interface Deps extends LinkDeps {
  readonly reauthentication: Reauthentication;
}

export interface RevealedLink {
  readonly ciphertext: string;
  readonly iv: string;
  readonly share: string;
  readonly boundTo: string;
}

type RevealFailure =
  AccessFailure | Over | { readonly code: 'RE_AUTHENTICATE' | 'UNAVAILABLE' | 'OTHER_USE' };
type Revealed = Result<RevealedLink, RevealFailure>;

/**
 * Reveals a sealed secret to the one browser that claims it first.
 *
 * Invariant: the share leaves only after a claim was committed, with its event, against the very version that was read;
 * so one claim wins. The share is unwrapped before that, so that an outage of the vault burns nothing. The hour is judged
 * twice: by our clock before the claim, and by the store's own time of it afterwards. The same browser (the same nonce)
 * may have its own answer again for two minutes, which covers a lost answer and a repeated request.
 */
export const revealLink = (deps: Deps) => {
  const { proven } = linkAccess(deps);

  const over = (link: Link, now: Instant): Revealed => {
    const tombstone = tombstoneOf(link, now);
    return fail(tombstone === undefined ? { code: 'UNAVAILABLE' } : { code: 'OVER', tombstone });
  };

  const unsealed = async (sealed: SealedSecret): Promise<Revealed> => {
    const share = await deps.opener.share(sealed);
    if (!share.ok) return fail({ code: 'UNAVAILABLE' });
    return ok({ ciphertext: sealed.ciphertext, iv: sealed.iv, share: share.value, boundTo: sealed.boundTo });
  };

  /** The store wrote the claim when the hour was over by its clock: nobody gets anything, and the link has expired. */
  const withheld = async (id: LinkId): Promise<Revealed> => {
    const stored = await deps.links.find(id);
    const now = deps.clock.now();
    const state = stored && advanceLink(stored.state, { kind: 'withhold', now });
    if (stored === undefined || state?.ok !== true) return fail({ code: 'UNAVAILABLE' });
    const saved = await deps.links.commit(id, {
      expected: stored.version,
      state: state.value,
      dueAt: linkDueAt(state.value),
      messages: expiredMessages(deps.digest, state.value, now),
    });
    return saved.ok ? over(state.value, now) : fail({ code: 'UNAVAILABLE' });
  };

  const inTime = async (link: Link, revealed: Revealed): Promise<Revealed> => {
    const writtenAt = await deps.links.writtenAt(link.id);
    if (writtenAt === undefined) return fail({ code: 'UNAVAILABLE' });
    return writtenAt < link.notAfter ? revealed : withheld(link.id);
  };

  const again = async (link: Link, claimHash: string, now: Instant): Promise<Revealed> => {
    if (link.state !== 'claimed' || link.sealed === undefined || !isRepeat(link, claimHash, now))
      return over(link, now);
    const revealed = await unsealed(link.sealed);
    // A report is a later write of this row, so its time tells nothing of the claim; but then the first answer was seen.
    return revealed.ok && link.reports.length === 0 ? inTime(link, revealed) : revealed;
  };

  /** One try to claim; undefined when someone else wrote the row meanwhile, be it only a wrong proof that was counted. */
  const claim = async (stored: Stored<Link>, claimHash: string): Promise<Revealed | undefined> => {
    const { state: link, version } = stored;
    const now = deps.clock.now();
    if (link.takes !== undefined) return fail({ code: 'OTHER_USE' });
    if (link.state === 'claimed') return again(link, claimHash, now);
    if (link.state !== 'issued' || link.sealed === undefined || tombstoneOf(link, now) !== undefined)
      return over(link, now);
    if (!isAsBound(link, link.sealed)) {
      deps.log('LINK_TAMPERED', { linkId: link.id, renewalId: link.renewalId });
      return fail({
        code: 'OVER',
        tombstone: { state: 'revoked', at: now, bySelf: false, next: 'contact-team' },
      });
    }
    const revealed = await unsealed(link.sealed);
    if (!revealed.ok) return revealed;
    const claimedAt = deps.clock.now();
    const claimed = advanceLink(link, { kind: 'claim', claimHash, now: claimedAt });
    if (!claimed.ok) return over(link, claimedAt);
    // Committed and not sent: a person waits, and the outbox is emptied by its timer.
    const saved = await deps.links.commit(link.id, {
      expected: version,
      state: claimed.value,
      dueAt: linkDueAt(claimed.value),
      messages: redeemedMessages(deps.digest, link, claimedAt),
    });
    if (!saved.ok) return undefined;
    const answer = await inTime(claimed.value, revealed);
    if (answer.ok) deps.log('LINK_REVEALED', { linkId: link.id, renewalId: link.renewalId });
    return answer;
  };

  return async (session: Session, id: LinkId, proof: string, nonce: string): Promise<Revealed> => {
    const claimHash = fingerprint(deps.digest, nonce);
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const found = await proven(session.person, id, proof);
      if (!found.ok) return found;
      if (mustReauthenticate(deps.reauthentication, session, id, deps.clock.now()))
        return fail({ code: 'RE_AUTHENTICATE' });
      const claimed = await claim(found.value, claimHash);
      if (claimed !== undefined) return claimed;
    }
    return fail({ code: 'UNAVAILABLE' });
  };
};
