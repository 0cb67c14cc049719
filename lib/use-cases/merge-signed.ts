import { credentialOf } from '../domain/credential.ts';
import type { ItemPlace } from '../domain/item-place.ts';
import { type VersionProgress, withTold } from '../domain/next-version.ts';
import { type Policy, stagePolicyFor } from '../domain/policy.ts';
import type { PublicCertificate } from '../domain/public-certificate.ts';
import type { ActiveRenewal } from '../domain/renewal.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { LONGEST_SIGNED, signedFor } from '../domain/signed-certificate.ts';
import type { Clock } from '../ports/clock.ts';
import type { Attachment, DeskAttachments } from '../ports/desk-attachments.ts';
import type { Log } from '../ports/log.ts';
import type { ServiceDesk } from '../ports/service-desk.ts';
import type { SignedReader } from '../ports/signed-reader.ts';
import type { Subjects } from '../ports/subjects.ts';
import type { Texts } from '../ports/texts.ts';
import type { VaultVersions } from '../ports/vault-versions.ts';
import type { VersionNote } from '../ports/version-note.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import type { Postponed } from './renewal-saga.ts';

export interface MergeDeps {
  readonly attachments: DeskAttachments;
  readonly signedReader: SignedReader;
  readonly vaultVersions: VaultVersions;
  readonly subjects: Subjects;
  readonly policy: Policy;
  readonly desk: ServiceDesk;
  readonly texts: Texts;
  readonly clock: Clock;
  readonly log: Log;
}

type Renewing = Extract<ActiveRenewal, { state: 'renewing-version' }>;
type Faults = Extract<VersionNote, { kind: 'not-signed' }>['faults'];

export interface Merged {
  /** It was joined with the key in the vault. */
  readonly isMerged: boolean;
  readonly version: VersionProgress;
}

/** What people hang on a ticket for other reasons is none of our business. */
const LOOKS_LIKE_ONE = /\.(cer|crt|pem|der|p7b|p7c)$/i;

/**
 * Takes what an authority signed from the ticket, and joins it with the key in the vault.
 *
 * Invariant: only a certificate of the very key that the vault asked for. What will not do is answered once on the ticket,
 * with every reason, and nothing of it is kept.
 */
export const mergeSigned = (deps: MergeDeps) => {
  const read = async (
    file: Attachment,
    asked: Parameters<typeof signedFor>[1],
  ): Promise<Result<readonly PublicCertificate[] | Faults, Postponed>> => {
    if (file.bytes > LONGEST_SIGNED) return ok([{ code: 'TOO_LARGE', longest: LONGEST_SIGNED }] as Faults);
    const bytes = await deps.attachments.read(file, LONGEST_SIGNED);
    if (!bytes.ok)
      return bytes.failure.code === 'UNAVAILABLE' ? bytes : ok([{ code: 'NOT_A_CERTIFICATE' }] as Faults);
    const certificates = deps.signedReader.read(bytes.value);
    if (!certificates.ok) return ok([certificates.failure] as Faults);
    const signed = signedFor(certificates.value, asked, deps.clock.now());
    return ok(signed.ok ? signed.value : (signed.failure as Faults));
  };

  const longestLifetimeOf = async ({ of }: Renewing) => {
    const facts = (await deps.subjects.find({ tenant: of.tenant, id: of.subjectId }))?.state.facts;
    const credential = facts && credentialOf(facts, of.credentialId);
    return facts && credential && stagePolicyFor(deps.policy, facts, credential).longestLifetime;
  };

  /** Says what is wrong with a file, so that whoever hung it there can hang a better one. */
  const refuse = async (
    at: Renewing,
    item: ItemPlace,
    file: Attachment,
    faults: Faults,
  ): Promise<Result<undefined, Postponed>> => {
    const { expiresAt } = at.of;
    const note = { kind: 'not-signed', file: file.name, faults, expiresAt, ...item } as const;
    const codes = faults.map(({ code }) => code).join(' ');
    const said = await noteOnTicket(deps, at, deps.texts.versionNote(note));
    if (said.ok) deps.log('SIGNED_CERTIFICATE_REFUSED', { renewalId: at.id, faults: codes });
    return said;
  };

  return async (at: Renewing, item: ItemPlace, csr: string): Promise<Result<Merged, Postponed>> => {
    let { version } = at;
    const publicKey = deps.signedReader.requestedKey(csr);
    if (publicKey === undefined) return ok({ isMerged: false, version });
    const listed = await deps.attachments.list(at.ticket);
    if (!listed.ok) return listed;
    const fresh = listed.value.filter(
      ({ id, name }) => !version.told.includes(`file:${id}`) && LOOKS_LIKE_ONE.test(name),
    );
    if (fresh.length === 0) return ok({ isMerged: false, version });
    const asked = {
      publicKey,
      old: at.of.keyId,
      oldExpiresAt: at.of.expiresAt,
      longestLifetime: await longestLifetimeOf(at),
    };
    for (const file of fresh) {
      const found = await read(file, asked);
      if (!found.ok) return found;
      let faults = found.value;
      if (isSigned(faults)) {
        const chain = faults.map(({ der }) => der);
        const merged = await deps.vaultVersions.merge(at.of.tenant, item, chain);
        if (merged.ok) return ok({ isMerged: true, version });
        if (merged.failure.code !== 'REFUSED')
          return fail({ code: `VAULT_${merged.failure.code}`, detail: merged.failure.detail });
        faults = [{ code: 'VAULT_REFUSED' }];
      }
      const refused = await refuse(at, item, file, faults);
      if (!refused.ok) return refused;
      version = { ...version, told: withTold(version.told, `file:${file.id}`) };
    }
    return ok({ isMerged: false, version });
  };
};

const isSigned = (found: readonly PublicCertificate[] | Faults): found is readonly PublicCertificate[] =>
  found.every((one) => 'der' in one);
