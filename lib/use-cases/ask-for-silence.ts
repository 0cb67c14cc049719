import { isOtherKindPreferred } from '../domain/advice.ts';
import type { Subject } from '../domain/credential.ts';
import { type CredentialId, silenceId, type SubjectId } from '../domain/ids.ts';
import type { KeptSilence } from '../domain/kept-silence.ts';
import { isSamePerson, type PersonKey } from '../domain/person.ts';
import { ownersFingerprint } from '../domain/owner.ts';
import { recordOf } from '../domain/recorded-credential.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { impactOf } from '../domain/severity.ts';
import { faultsOf, type SilenceFault, type WantedSilence } from '../domain/silence.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Instant } from '../domain/time.ts';
import { unreadable } from './each-due.ts';
import { findCredential, type FoundCredential } from './find-credential.ts';
import { keepSilence, type KeepSilenceDeps } from './keep-silence.ts';
import { type ResolveDeps, resolveOwners } from './resolve-owners.ts';

interface Deps extends KeepSilenceDeps, ResolveDeps {
  readonly tenants: readonly Tenant[];
}

export interface AskedSilence extends WantedSilence {
  readonly credentialId: CredentialId;
  /** Saves a search. */
  readonly subjectId: SubjectId | undefined;
}

export interface UnknownCredential {
  readonly code: 'UNKNOWN_CREDENTIAL';
}

export type AskFailure =
  | { readonly code: 'FAULTS'; readonly faults: readonly (SilenceFault | UnknownCredential)[] }
  /** One of the same kind is there; whoever wants another ends it first. */
  | { readonly code: 'ALREADY_SILENT'; readonly kept: KeptSilence }
  | { readonly code: 'OWNERS_UNKNOWN'; readonly detail: string };

/**
 * Someone asks for silence about one credential. A snooze holds at once; an accepted risk and an exception wait for another
 * person's approval. Asking for the same twice makes one.
 */
export const askForSilence = (deps: Deps) => {
  const find = findCredential(deps);
  const owners = resolveOwners(deps);
  const keep = keepSilence(deps);

  /** Of a credential that nobody knows at least what is wrong in any case. */
  const faultsIn = (wanted: AskedSilence, found: FoundCredential | undefined, now: Instant) =>
    faultsOf(
      wanted,
      {
        credential: found?.credential ?? { expiresAt: undefined },
        limits: deps.policy.silences,
        isOtherKindPreferred:
          found === undefined ||
          isOtherKindPreferred(deps.policy.preferences, found.subject, found.credential),
      },
      now,
    );

  const sameKind = async (wanted: AskedSilence, { tenant }: Subject): Promise<KeptSilence | undefined> => {
    for await (const kept of deps.silences.list(tenant, unreadable(deps.log))) {
      const { credentialId, kind } = kept.silence;
      if (kept.ended === undefined && credentialId === wanted.credentialId && kind === wanted.kind)
        return kept;
    }
    return undefined;
  };

  return async (
    wanted: AskedSilence,
    author: PersonKey,
  ): Promise<Result<{ readonly kept: KeptSilence; readonly isNew: boolean }, AskFailure>> => {
    const now = deps.clock.now();
    const found = await find(wanted.credentialId, wanted.subjectId);
    const faults = [...faultsIn(wanted, found, now), ...(found === undefined ? [UNKNOWN] : [])];
    if (faults.length > 0 || found === undefined) return fail({ code: 'FAULTS', faults });
    const { subject, credential } = found;
    const there = await sameKind(wanted, subject);
    if (there !== undefined)
      return isSame(there, wanted, author)
        ? ok({ kept: there, isNew: false })
        : fail({ code: 'ALREADY_SILENT', kept: there });
    const who = await owners(subject);
    if (!who.ok) return fail({ code: 'OWNERS_UNKNOWN', detail: who.failure.detail });
    const kept: KeptSilence = {
      silence: {
        id: silenceId(deps.digest, credential.id, wanted.kind, `${author.tenant}/${author.objectId}`, now),
        kind: wanted.kind,
        tenant: subject.tenant,
        subjectId: subject.id,
        credentialId: credential.id,
        reason: wanted.reason.trim(),
        author: { tenant: author.tenant, objectId: author.objectId },
        approver: undefined,
        startsAt: now,
        until: wanted.until,
        about: {
          expiresAt: credential.expiresAt,
          owners: ownersFingerprint(deps.digest, who.value.owners),
          severity: impactOf(subject),
        },
      },
      of: recordOf(subject, credential),
      ended: undefined,
      isPutUp: false,
    };
    const begun = await keep.begin(kept, now);
    if (begun === undefined) return ok({ kept, isNew: false }); // the same wish in the same millisecond
    await keep.tell(begun, now);
    return ok({ kept, isNew: true });
  };
};

const UNKNOWN: UnknownCredential = { code: 'UNKNOWN_CREDENTIAL' };

const isSame = ({ silence }: KeptSilence, wanted: AskedSilence, author: PersonKey): boolean =>
  isSamePerson(silence.author, author) &&
  silence.until === wanted.until &&
  silence.reason === wanted.reason.trim();
