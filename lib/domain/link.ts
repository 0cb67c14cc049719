import type { LinkId, RenewalId, TenantId } from './ids.ts';
import type { Person } from './person.ts';
import type { RenewalSubject } from './renewal.ts';
import { fail, ok, type Result } from './result.ts';
import { type Duration, type Instant, hours, plus, seconds, toIso } from './time.ts';

/** One hour, never more: what the recipient is told, and the longest that a sealed secret can be had. */
export const LINK_LIFETIME: Duration = hours(1);
/** The same browser may ask for its own answer again for this long, so that a lost answer burns nothing. */
export const REPEAT_WINDOW: Duration = seconds(120);
/** After so many wrong proofs the link is frozen: nobody guesses 256 bits, so this is an attack or a mangled link. */
export const WRONG_PROOF_LIMIT = 20;

/** All that is needed besides the key in the mail. Useless without it. Base64url texts. */
export interface SealedSecret {
  readonly ciphertext: string;
  readonly iv: string;
  readonly wrappedShare: string;
  /** The key and version that wrapped the share. */
  readonly wrapKeyId: string;
  /** What the ciphertext is bound to, to the letter. */
  readonly boundTo: string;
}

interface LinkBase {
  readonly id: LinkId;
  readonly renewalId: RenewalId;
  readonly attempt: number;
  readonly of: RenewalSubject;
  readonly recipient: Person;
  readonly issuedAt: Instant;
  /** At this very millisecond it no longer opens. */
  readonly notAfter: Instant;
  /** SHA-256 of the proof, base64url: tells a holder of the key without telling the key. */
  readonly verifier: string;
  readonly wrongProofs: number;
}

/**
 * Invariants: a link reveals to one claim only, within its hour. The sealed secret exists only in `issued` and, for the
 * repeat window, in `claimed`; what is over holds nothing.
 */
export type Link =
  | (LinkBase & { readonly state: 'issued'; readonly sealed: SealedSecret })
  | (LinkBase & {
      readonly state: 'claimed';
      readonly claimedAt: Instant;
      /** Hash of the nonce that the claiming browser made. */
      readonly claimHash: string;
      readonly sealed: SealedSecret | undefined;
    })
  /** `undelivered`: the mail with it was refused or came back, so nobody is to have it any more. */
  | (LinkBase & { readonly state: 'expired' | 'revoked' | 'undelivered'; readonly endedAt: Instant });

export type LinkCommand =
  | { readonly kind: 'claim'; readonly claimHash: string; readonly now: Instant }
  | { readonly kind: 'expire'; readonly now: Instant }
  | { readonly kind: 'revoke'; readonly now: Instant }
  | { readonly kind: 'come-back'; readonly now: Instant }
  | { readonly kind: 'forget'; readonly now: Instant }
  | { readonly kind: 'wrong-proof' };

export type LinkRefusal = 'LINK_USED' | 'LINK_EXPIRED' | 'LINK_REVOKED' | 'LINK_FROZEN' | 'OUT_OF_ORDER';

export const isFrozen = (link: Link): boolean => link.wrongProofs >= WRONG_PROOF_LIMIT;

/** What a ciphertext is bound to: moved to another link, person or hour it no longer opens. */
export interface LinkBinding {
  readonly linkId: LinkId;
  readonly tenant: TenantId;
  readonly recipient: Person['objectId'];
  /** Object id of the application. */
  readonly application: string;
  readonly keyId: string;
  readonly notAfter: Instant;
}

export const bindingText = (b: LinkBinding): string =>
  JSON.stringify({
    v: 1,
    linkId: b.linkId,
    tenant: b.tenant,
    recipient: b.recipient,
    application: b.application,
    keyId: b.keyId,
    notAfter: toIso(b.notAfter),
  });

/** Whether a row still says what its ciphertext was bound to. Whoever can write rows can't lengthen an hour this way. */
export const isAsBound = ({ id, of, recipient, notAfter }: Link, { boundTo }: SealedSecret): boolean => {
  const said = [
    `"linkId":"${id}"`,
    `"tenant":"${of.tenant}"`,
    `"recipient":"${recipient.objectId}"`,
    `"notAfter":"${toIso(notAfter)}"`,
  ];
  return said.every((part) => boundTo.includes(part));
};

/** Why the link can't be opened now by whoever holds its key, or undefined if it can. Changes nothing. */
export const refusalToOpen = (link: Link, now: Instant): LinkRefusal | undefined => {
  if (link.state === 'claimed') return 'LINK_USED';
  if (link.state === 'revoked' || link.state === 'undelivered') return 'LINK_REVOKED';
  if (link.state === 'expired' || now >= link.notAfter) return 'LINK_EXPIRED';
  return isFrozen(link) ? 'LINK_FROZEN' : undefined;
};

/** The same browser, within the window: it may have its answer again, even past the hour. */
export const isRepeat = (link: Link, claimHash: string, now: Instant): boolean =>
  link.state === 'claimed' && link.claimHash === claimHash && now < plus(link.claimedAt, REPEAT_WINDOW);

/** The only way in which a link changes. */
export const advanceLink = (link: Link, command: LinkCommand): Result<Link, LinkRefusal> => {
  switch (command.kind) {
    case 'claim': {
      const refusal = refusalToOpen(link, command.now);
      if (refusal !== undefined) return fail(refusal);
      if (link.state !== 'issued') return fail('OUT_OF_ORDER');
      return ok({ ...link, state: 'claimed', claimedAt: command.now, claimHash: command.claimHash });
    }
    case 'expire':
      if (link.state !== 'issued' || command.now < link.notAfter) return fail('OUT_OF_ORDER');
      return ok(ended(link, 'expired', command.now));
    case 'revoke':
      return link.state === 'issued' ? ok(ended(link, 'revoked', command.now)) : fail('OUT_OF_ORDER');
    case 'come-back':
      return link.state === 'issued' ? ok(ended(link, 'undelivered', command.now)) : fail('OUT_OF_ORDER');
    case 'forget':
      if (link.state !== 'claimed' || command.now < plus(link.claimedAt, REPEAT_WINDOW))
        return fail('OUT_OF_ORDER');
      return ok({ ...link, sealed: undefined });
    case 'wrong-proof':
      return link.state === 'issued'
        ? ok({ ...link, wrongProofs: link.wrongProofs + 1 })
        : fail('OUT_OF_ORDER');
  }
};

/** What is over keeps its facts and loses its secret. */
const ended = (
  link: Extract<Link, { state: 'issued' }>,
  state: 'expired' | 'revoked' | 'undelivered',
  endedAt: Instant,
): Link => {
  const { sealed: _, ...facts } = link;
  return { ...facts, state, endedAt };
};

/** When the link next needs attention without anyone's asking. */
export const linkDueAt = (link: Link): Instant | undefined => {
  if (link.state === 'issued') return link.notAfter;
  return link.state === 'claimed' && link.sealed !== undefined
    ? plus(link.claimedAt, REPEAT_WINDOW)
    : undefined;
};
