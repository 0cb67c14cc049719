import type { Subject } from './credential.ts';
import { type Digest, fingerprint } from './ids.ts';
import type { Person, PersonKey } from './person.ts';
import type { Rung } from './policy.ts';
import type { Instant } from './time.ts';

/** What directories say about who answers for a subject, gathered before we choose. */
export interface OwnerEvidence {
  readonly byLabel: readonly Person[];
  readonly applicationOwners: readonly Person[];
  readonly servicePrincipalOwners: readonly Person[];
}

export type OwnerReason = 'owner-tag' | 'application-owner' | 'service-principal-owner' | 'team-mailbox';

/** Why somebody receives a new credential: an owner, or whoever a request of people names, if an approver confirms it. */
export type RecipientReason = OwnerReason | 'named-in-request';

export type Owners =
  | { readonly kind: 'people'; readonly reason: OwnerReason; readonly people: readonly [Person, ...Person[]] }
  | { readonly kind: 'mailbox'; readonly reason: 'team-mailbox'; readonly mailbox: string }
  | { readonly kind: 'missing' };

/** The first link of the chain with an enabled person who can be written to; then the team's mailbox; then no one. */
export const chooseOwners = (evidence: OwnerEvidence, teamMailbox: string | undefined): Owners => {
  const links: readonly (readonly [OwnerReason, readonly Person[]])[] = [
    ['owner-tag', evidence.byLabel],
    ['application-owner', evidence.applicationOwners],
    ['service-principal-owner', evidence.servicePrincipalOwners],
  ];
  for (const [reason, people] of links) {
    const [first, ...others] = people.filter(({ enabled, mail }) => enabled && mail !== undefined);
    if (first !== undefined) return { kind: 'people', reason, people: [first, ...others] };
  }
  return teamMailbox === undefined
    ? { kind: 'missing' }
    : { kind: 'mailbox', reason: 'team-mailbox', mailbox: teamMailbox };
};

/** Who answered for a subject when a directory was asked last. */
export interface KnownOwners {
  readonly askedAt: Instant;
  /** Undefined: there was no one. */
  readonly reason: OwnerReason | undefined;
  /** None, where a mailbox answers. */
  readonly people: readonly PersonKey[];
  /** See `ownersFingerprint`. */
  readonly fingerprint: string;
}

export const knownOwners = (digest: Digest, owners: Owners, askedAt: Instant): KnownOwners => ({
  askedAt,
  reason: owners.kind === 'missing' ? undefined : owners.reason,
  people: owners.kind === 'people' ? owners.people.map(({ tenant, objectId }) => ({ tenant, objectId })) : [],
  fingerprint: ownersFingerprint(digest, owners),
});

/** Equal for the same owners, in whatever order a directory tells them; says nothing of who they are. */
export const ownersFingerprint = (digest: Digest, owners: Owners): string =>
  fingerprint(digest, JSON.stringify(ownersText(owners)));

const ownersText = (owners: Owners): readonly string[] => {
  switch (owners.kind) {
    case 'people':
      return ['people', ...owners.people.map(({ tenant, objectId }) => `${tenant}/${objectId}`).sort()];
    case 'mailbox':
      return ['mailbox', owners.mailbox.toLowerCase()];
    case 'missing':
      return ['missing'];
  }
};

/** Every message says why this person gets it. */
export const whyYou = (reason: RecipientReason | Rung, subject: Pick<Subject, 'name'>): string => {
  switch (reason) {
    case 'owner-tag':
      return `a tag on "${subject.name}" names you as its owner`;
    case 'application-owner':
      return `you are an owner of the application "${subject.name}" in Microsoft Entra`;
    case 'service-principal-owner':
      return `you are an owner of the enterprise application "${subject.name}" in Microsoft Entra`;
    case 'team-mailbox':
      return `no owner of "${subject.name}" could be found, and this mailbox takes what has none`;
    case 'named-in-request':
      return `a request at the service desk about "${subject.name}" names you as the one for whom it is`;
    case 'second-owner':
      return `you own "${subject.name}" as well, and those who were told first have not acted`;
    case 'manager':
      return `you are the manager of an owner of "${subject.name}", and nobody has acted`;
    case 'security-contact':
      return `this mailbox is told when nobody has acted on "${subject.name}"`;
  }
};
