import type { CertificateFault, CertificateFileFault } from '../domain/certificate-rules.ts';
import { faultsOfHanded, type HandedCertificate, handedOf } from '../domain/handed-certificate.ts';
import { fingerprint, type LinkId } from '../domain/ids.ts';
import { advanceLink } from '../domain/link-advance.ts';
import { isRepeat, type Link, linkDueAt, tombstoneOf } from '../domain/link.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { mustReauthenticate, type Reauthentication, type Session } from '../domain/session.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { CertificateReader } from '../ports/certificate-reader.ts';
import { type AccessFailure, linkAccess, type LinkDeps, type Over, TRIES } from './link-access.ts';
import { redeemedMessages } from './link-messages.ts';

interface Deps extends LinkDeps {
  readonly reader: CertificateReader;
  readonly reauthentication: Reauthentication;
}

export type HandInFailure =
  | AccessFailure
  | Over
  | { readonly code: 'RE_AUTHENTICATE' | 'UNAVAILABLE' | 'OTHER_USE' }
  | { readonly code: 'REFUSED'; readonly faults: readonly (CertificateFileFault | CertificateFault)[] };
type HandedIn = Result<HandedCertificate, HandInFailure>;

/**
 * Takes the certificate of the one who was asked for it.
 *
 * Invariant: a file that will not do changes nothing, and nothing of it is kept; a good one is the link's one claim, with
 * its event in the same commit. The same browser hears the same answer again for two minutes.
 */
export const handInCertificate = (deps: Deps) => {
  const { proven } = linkAccess(deps);

  const read = (link: Link, file: Uint8Array): HandedIn => {
    const certificate = deps.reader.read(file);
    const faults = certificate.ok
      ? faultsOfHanded(
          certificate.value,
          link.takes ?? { present: [], replacesOneUntil: link.of.expiresAt, longestLifetime: undefined },
          deps.clock.now(),
        )
      : [certificate.failure];
    if (certificate.ok && faults.length === 0) return ok(handedOf(certificate.value));
    const codes = faults.map(({ code }) => code).join(' ');
    deps.log('CERTIFICATE_REFUSED', { renewalId: link.renewalId, faults: codes, from: 'link' });
    return fail({ code: 'REFUSED', faults });
  };

  /** One try; undefined when someone else wrote the row meanwhile. */
  const take = async (
    { state: link, version }: Stored<Link>,
    claimHash: string,
    file: Uint8Array,
  ): Promise<HandedIn | undefined> => {
    const now = deps.clock.now();
    if (link.takes === undefined) return fail({ code: 'OTHER_USE' });
    if (link.state === 'claimed' && link.handed !== undefined && isRepeat(link, claimHash, now))
      return ok(link.handed);
    const tombstone = tombstoneOf(link, now);
    if (tombstone !== undefined) return fail({ code: 'OVER', tombstone });
    const certificate = read(link, file);
    if (!certificate.ok) return certificate;
    const next = advanceLink(link, { kind: 'hand-in', claimHash, certificate: certificate.value, now });
    if (!next.ok) return fail({ code: 'UNAVAILABLE' });
    // Committed and not sent: a person waits, and the outbox is emptied by its timer.
    const saved = await deps.links.commit(link.id, {
      expected: version,
      state: next.value,
      dueAt: linkDueAt(next.value),
      messages: redeemedMessages(deps.digest, link, now),
    });
    if (!saved.ok) return undefined;
    deps.log('CERTIFICATE_HANDED_IN', { linkId: link.id, renewalId: link.renewalId });
    return certificate;
  };

  return async (
    session: Session,
    id: LinkId,
    proof: string,
    nonce: string,
    file: Uint8Array,
  ): Promise<HandedIn> => {
    const claimHash = fingerprint(deps.digest, nonce);
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const found = await proven(session.person, id, proof);
      if (!found.ok) return found;
      if (mustReauthenticate(deps.reauthentication, session, id, deps.clock.now()))
        return fail({ code: 'RE_AUTHENTICATE' });
      const taken = await take(found.value, claimHash, file);
      if (taken !== undefined) return taken;
    }
    return fail({ code: 'UNAVAILABLE' });
  };
};
