import { bindingText } from '../domain/link-binding.ts';
import type { Link } from '../domain/link.ts';
import type { ActiveRenewal, Recipient } from '../domain/renewal.ts';
import type { Instant } from '../domain/time.ts';
import type { Sealed } from '../ports/sealing.ts';

type Issuing = Extract<ActiveRenewal, { state: 'issuing' }>;

/** What the secret of this attempt is bound to. */
export const boundTo = (at: Issuing, recipient: Recipient, keyId: string, notAfter: Instant): string =>
  bindingText({
    linkId: at.linkId,
    tenant: at.of.tenant,
    recipient: recipient.person.objectId,
    application: at.of.nativeId,
    keyId,
    notAfter,
  });

/** The link to the secret of this attempt. `byCode`: its recipient has no account to sign in with. */
export const linkOf = (
  at: Issuing,
  recipient: Recipient,
  keyId: string,
  sealed: Sealed,
  issuedAt: Instant,
  notAfter: Instant,
  byCode: boolean,
): Link => ({
  state: 'issued',
  id: at.linkId,
  renewalId: at.id,
  attempt: at.attempt,
  of: at.of,
  ticket: at.ticket.number,
  keyId,
  recipient: recipient.person,
  issuedAt,
  notAfter,
  verifier: sealed.verifier,
  wrongProofs: 0,
  reports: [],
  sealed: sealed.secret,
  ...(byCode && { codes: { asked: 0, current: undefined } }),
});
