import { type Credential, credentialOf, type Subject } from './credential.ts';
import { isMailAddress } from './mail-address.ts';
import type { RecordedCredential } from './recorded-credential.ts';
import type { NextCertificate, RollOverCommand } from './roll-over.ts';
import type { Instant } from './time.ts';

/** What a source shows of a roll-over that people carry out. */
export interface SeenRollOver {
  /** One that outlives the old one, if there is one. */
  readonly next: NextCertificate | undefined;
  /** Whether that one is in use. */
  readonly switched: boolean;
  /** Whether the old one is gone. */
  readonly removed: boolean;
}

type Old = Pick<RecordedCredential, 'credentialId' | 'kind'> & { readonly expiresAt: Instant };

/**
 * What the last scan proves. Where nothing tells which one is in use, only that the old one is gone does. An item that was
 * written down anew with a later end is all of it at once.
 */
export const seenOf = (facts: Subject, of: Old): SeenRollOver => {
  const old = credentialOf(facts, of.credentialId);
  if (old !== undefined && outlives(old, of)) return { next: nextOf(old), switched: true, removed: true };
  const found = facts.credentials.filter(
    (other) => other.id !== of.credentialId && other.kind === of.kind && other.enabled && outlives(other, of),
  );
  const used = found.find(({ role }) => role === 'primary' || role === 'current');
  const next = used ?? found[0];
  if (next === undefined) return { next: undefined, switched: false, removed: false };
  const isOldUsed = old !== undefined && (used === undefined || old.role === used.role);
  return { next: nextOf(next), switched: !isOldUsed, removed: old === undefined };
};

const outlives = ({ expiresAt }: Credential, of: Old): boolean =>
  expiresAt !== undefined && expiresAt > of.expiresAt;

const nextOf = ({ keyId, thumbprint, expiresAt }: Credential): NextCertificate => ({
  keyId,
  thumbprint,
  expiresAt,
});

/** So many are told at most: more would be a list of something else. */
const MOST_PARTNERS = 50;

/** Whom to tell: those whom the directory tells, and who is known to depend on it. A name that is an address is written to. */
export const partnersOf = (
  facts: Subject | undefined,
  of: Pick<Old, 'credentialId'>,
  notify: readonly string[],
): Extract<RollOverCommand, { kind: 'added' }>['partners'] => {
  const known = facts && credentialOf(facts, of.credentialId)?.dependents;
  const names = [...notify, ...(known ?? []).map(({ name }) => name)];
  return [...new Set(names)]
    .slice(0, MOST_PARTNERS)
    .map((name) => ({ name, address: isMailAddress(name) ? name : undefined }));
};
