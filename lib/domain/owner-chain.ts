import type { OwnerEvidence, OwnerReason } from './owner.ts';
import type { Person } from './person.ts';

/** One link of the owner chain, with those who were found there and can't be written to. */
export interface TriedLink {
  readonly link: OwnerReason;
  readonly found: number;
  /** Have left: their account is disabled. */
  readonly disabled: number;
  /** Still there, and without a mailbox. */
  readonly withoutMail: number;
}

/** What was tried to find owners, in the order of the chain. The first link with somebody left decides. */
export const triedLinks = (evidence: OwnerEvidence): readonly TriedLink[] => [
  tried('owner-tag', evidence.byLabel),
  tried('application-owner', evidence.applicationOwners),
  tried('service-principal-owner', evidence.servicePrincipalOwners),
];

const tried = (link: OwnerReason, people: readonly Person[]): TriedLink => ({
  link,
  found: people.length,
  disabled: people.filter(({ enabled }) => !enabled).length,
  withoutMail: people.filter(({ enabled, mail }) => enabled && mail === undefined).length,
});
