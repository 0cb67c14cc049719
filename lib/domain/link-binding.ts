import type { LinkId, TenantId } from './ids.ts';
import type { Link, SealedSecret } from './link.ts';
import type { Person } from './person.ts';
import { type Instant, toIso } from './time.ts';

/** What a ciphertext is bound to: moved to another link, person, key or hour it no longer opens. */
export interface LinkBinding {
  readonly linkId: LinkId;
  readonly tenant: TenantId;
  readonly recipient: Person['objectId'];
  /** Object id of the application. */
  readonly application: string;
  readonly keyId: string;
  readonly notAfter: Instant;
}

/** The text that goes into the encryption, to the letter: the same facts make the same text. */
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
export const isAsBound = ({ id, of, recipient, keyId, notAfter }: Link, { boundTo }: SealedSecret): boolean =>
  boundTo ===
  bindingText({
    linkId: id,
    tenant: of.tenant,
    recipient: recipient.objectId,
    application: of.nativeId,
    keyId,
    notAfter,
  });
