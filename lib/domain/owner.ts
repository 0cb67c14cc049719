import type { Subject } from './credential.ts';
import { type Digest, fingerprint } from './ids.ts';
import { canBeTold, type OwnerEvidence, type OwnerLink, reachable } from './owner-evidence.ts';
import type { Person, PersonKey } from './person.ts';
import type { Rung } from './policy.ts';
import type { Instant } from './time.ts';

export type OwnerReason = OwnerLink | 'team-mailbox';

/** Why somebody receives a new credential: an owner, or whoever a request of people names, if an approver confirms it. */
export type RecipientReason = OwnerReason | 'named-in-request';

export type Owners =
  | {
      readonly kind: 'people';
      readonly reason: OwnerReason;
      /** Those who are named one by one come first. */
      readonly people: readonly [Person, ...Person[]];
      /** All of them are members of a group: nobody is named alone. */
      readonly byGroup?: true;
    }
  | { readonly kind: 'mailbox'; readonly reason: OwnerReason; readonly mailbox: string }
  | { readonly kind: 'missing' };

/** The first link of the chain with an enabled person or a mailbox that can be written to; then the team's mailbox; then no one. */
export const chooseOwners = ({ links }: OwnerEvidence, teamMailbox: string | undefined): Owners => {
  for (const evidence of links) {
    const { link: reason, mailbox } = evidence;
    const [first, ...others] = reachable(evidence);
    if (first !== undefined) {
      const owners: Owners = { kind: 'people', reason, people: [first, ...others] };
      return evidence.people.some(canBeTold) ? owners : { ...owners, byGroup: true };
    }
    if (mailbox !== undefined) return { kind: 'mailbox', reason, mailbox };
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
  /** The override that held then, if one did. */
  readonly override?: string | undefined;
}

export const knownOwners = (
  digest: Digest,
  owners: Owners,
  askedAt: Instant,
  override?: string,
): KnownOwners => ({
  askedAt,
  reason: owners.kind === 'missing' ? undefined : owners.reason,
  people: owners.kind === 'people' ? owners.people.map(({ tenant, objectId }) => ({ tenant, objectId })) : [],
  fingerprint: ownersFingerprint(digest, owners),
  override,
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
    case 'override':
      return `those who run this monitor have entered you for "${subject.name}"`;
    case 'owner-tag':
      return `a tag on "${subject.name}" names you as its owner`;
    case 'service-management-reference':
      return `the service management reference of "${subject.name}" leads to you`;
    case 'application-owner':
      return `you are an owner of the application "${subject.name}" in Microsoft Entra`;
    case 'service-principal-owner':
      return `you are an owner of the enterprise application "${subject.name}" in Microsoft Entra`;
    case 'vault-tag':
      return `a tag on the key vault that holds "${subject.name}" names you as its owner`;
    case 'resource-group-tag':
      return `a tag on the resource group that holds "${subject.name}" names you as its owner`;
    case 'subscription-tag':
      return `a tag on the subscription that holds "${subject.name}" names you as its owner`;
    case 'manager-of-leaver':
      return `you are the manager of someone who answered for "${subject.name}" and has left`;
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
