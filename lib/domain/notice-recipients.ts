import type { NoticeTarget } from './judged.ts';
import type { OwnerReason, Owners } from './owner.ts';
import { type OwnerEvidence, reachable } from './owner-evidence.ts';
import { isSamePerson, type Person } from './person.ts';
import type { Rung } from './policy.ts';

/** As what somebody is written to. */
export type NoticeReason = OwnerReason | Rung;

/** Somebody who is to get a notice. */
export interface NoticeRecipient {
  /** Who it is, without a name or an address: what is remembered of whom we told. Of a mailbox it is the reason. */
  readonly key: string;
  readonly address: string;
  readonly reason: NoticeReason;
}

/** All who can be told about a subject, gathered before we choose. */
export interface Ladder {
  readonly owners: Owners;
  /** See `furtherOwners`. */
  readonly further: readonly Person[];
  /** The managers of the owners. */
  readonly managers: readonly Person[];
  readonly securityContact: string | undefined;
  readonly teamMailbox: string | undefined;
}

/** Owners of other links of the chain than the one that is told first. */
export const furtherOwners = ({ links }: OwnerEvidence, owners: Owners): readonly Person[] => {
  const told = owners.kind === 'people' ? owners.people : [];
  return links.flatMap(reachable).filter((person) => !told.some((one) => isSamePerson(one, person)));
};

const LADDER: readonly Rung[] = ['second-owner', 'manager', 'security-contact'];

/** Whether anyone has to ask who manages the owners: for every other notice that would be a question too many. */
export const needsManagers = (targets: readonly NoticeTarget[], further: readonly Person[]): boolean =>
  targets.includes('manager') || (targets.includes('second-owner') && further.length === 0);

/** Who gets a notice, each once. A rung on which nobody stands passes it up, and at last to the mailbox of the team. */
export const recipientsOf = (
  targets: readonly NoticeTarget[],
  ladder: Ladder,
): readonly NoticeRecipient[] => {
  const all = targets.flatMap((target) =>
    target === 'owner' ? ownersOf(ladder.owners) : fromRung(target, ladder),
  );
  return [...Map.groupBy(all, ({ address }) => address.toLowerCase()).values()].flatMap(
    ([first]) => first ?? [],
  );
};

const fromRung = (rung: Rung, ladder: Ladder): readonly NoticeRecipient[] => {
  for (const next of LADDER.slice(LADDER.indexOf(rung))) {
    const found = onRung(next, ladder);
    if (found.length > 0) return found;
  }
  return ladder.teamMailbox === undefined ? [] : [mailbox('team-mailbox', ladder.teamMailbox)];
};

const onRung = (rung: Rung, ladder: Ladder): readonly NoticeRecipient[] => {
  switch (rung) {
    case 'second-owner':
      return peopleAs('second-owner', ladder.further);
    case 'manager':
      return peopleAs('manager', ladder.managers);
    case 'security-contact':
      return ladder.securityContact === undefined
        ? []
        : [mailbox('security-contact', ladder.securityContact)];
  }
};

const ownersOf = (owners: Owners): readonly NoticeRecipient[] => {
  switch (owners.kind) {
    case 'people':
      return peopleAs(owners.reason, owners.people);
    case 'mailbox':
      return [mailbox(owners.reason, owners.mailbox)];
    case 'missing':
      return [];
  }
};

const mailbox = (reason: OwnerReason | 'security-contact', address: string): NoticeRecipient => ({
  key: reason,
  address,
  reason,
});

const peopleAs = (reason: NoticeReason, people: readonly Person[]): readonly NoticeRecipient[] =>
  people.flatMap(({ tenant, objectId, enabled, mail }) =>
    enabled && mail !== undefined ? [{ key: `${tenant}/${objectId}`, address: mail, reason }] : [],
  );
