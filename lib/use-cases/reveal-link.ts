import { type Digest, fingerprint, type LinkId } from '../domain/ids.ts';
import {
  advanceLink,
  isAsBound,
  isRepeat,
  type Link,
  linkDueAt,
  refusalToOpen,
  type SealedSecret,
} from '../domain/link.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { aboutRenewalSubject } from './about.ts';
import { type LinkDeps, type OpenFailure, provenLink } from './open-link.ts';
import { eventMessage, wakeMessage } from './outgoing.ts';

interface Deps extends LinkDeps {
  readonly digest: Digest;
}

export interface RevealedLink {
  readonly ciphertext: string;
  readonly iv: string;
  readonly share: string;
  readonly boundTo: string;
}

type RevealFailure = OpenFailure | 'UNAVAILABLE';

/**
 * Reveals a sealed secret to the one browser that claims it first.
 *
 * Invariant: the share leaves only after a claim was committed, with its event, against the very version that was read;
 * so one claim wins. The share is unwrapped before that, so that an outage of the vault burns nothing. The same browser
 * (the same nonce) may have its own answer again for two minutes, which covers a lost answer and a repeated request.
 */
export const revealLink = (deps: Deps) => {
  const prove = provenLink(deps);

  const answer = async (sealed: SealedSecret): Promise<Result<RevealedLink, RevealFailure>> => {
    const share = await deps.opener.share(sealed);
    if (!share.ok) return fail('UNAVAILABLE');
    return ok({ ciphertext: sealed.ciphertext, iv: sealed.iv, share: share.value, boundTo: sealed.boundTo });
  };

  const again = async (
    link: Link,
    claimHash: string,
    now: Instant,
  ): Promise<Result<RevealedLink, RevealFailure>> =>
    link.state === 'claimed' && link.sealed !== undefined && isRepeat(link, claimHash, now)
      ? answer(link.sealed)
      : fail('LINK_USED');

  /** One try to claim; undefined when someone else wrote the row meanwhile, be it only a wrong guess that was counted. */
  const claim = async (
    stored: Stored<Link>,
    claimHash: string,
  ): Promise<Result<RevealedLink, RevealFailure> | undefined> => {
    const { state: link, version } = stored;
    const now = deps.clock.now();
    if (link.state === 'claimed') return again(link, claimHash, now);
    const refusal = refusalToOpen(link, now);
    if (refusal !== undefined && refusal !== 'OUT_OF_ORDER') return fail(refusal);
    if (link.state !== 'issued') return fail('LINK_REVOKED');
    if (!isAsBound(link, link.sealed)) {
      deps.log('LINK_TAMPERED', { linkId: link.id, renewalId: link.renewalId });
      return fail('LINK_REVOKED');
    }
    const revealed = await answer(link.sealed);
    if (!revealed.ok) return revealed;
    const claimedAt = deps.clock.now();
    const claimed = advanceLink(link, { kind: 'claim', claimHash, now: claimedAt });
    if (!claimed.ok) return fail(claimed.failure === 'OUT_OF_ORDER' ? 'LINK_USED' : claimed.failure);
    // Committed and not sent: a person waits, and the outbox is emptied by its timer.
    const saved = await deps.links.commit(link.id, {
      expected: version,
      state: claimed.value,
      dueAt: linkDueAt(claimed.value),
      messages: redeemedMessages(deps.digest, link, claimedAt),
    });
    if (!saved.ok) return undefined;
    deps.log('LINK_REVEALED', { linkId: link.id, renewalId: link.renewalId });
    return revealed;
  };

  return async (id: LinkId, proof: string, nonce: string): Promise<Result<RevealedLink, RevealFailure>> => {
    const claimHash = fingerprint(deps.digest, nonce);
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await prove(id, proof);
      if (stored === undefined) return fail('LINK_UNKNOWN');
      const claimed = await claim(stored, claimHash);
      if (claimed !== undefined) return claimed;
    }
    return fail('UNAVAILABLE');
  };
};

/** So often is a claim tried while others write the same row. */
const TRIES = 5;

const redeemedMessages = (digest: Digest, link: Link, now: Instant): readonly OutgoingMessage[] => {
  const { of, renewalId, attempt, recipient } = link;
  return [
    eventMessage(digest, {
      type: 'expiry-monitor.renewal.link-redeemed.v1',
      tenant: of.tenant,
      about: renewalId,
      transition: `link-redeemed#${attempt}`,
      at: now,
      data: {
        ...aboutRenewalSubject(of),
        renewalId,
        attempt,
        redeemedAt: toIso(now),
        recipient: { tenantId: recipient.tenant, objectId: recipient.objectId },
      },
    }),
    wakeMessage(digest, 'follow-link', renewalId, of.subjectId, `redeemed#${attempt}`),
  ];
};
