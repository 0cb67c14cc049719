import { isSamePerson, type Person } from './person.ts';

/** The links of the owner chain, the first that is asked first. */
export const OWNER_LINKS = [
  /** Somebody who runs the monitor wrote down who answers for it. */
  'override',
  /** A tag or a note of the thing itself. */
  'owner-tag',
  /** What the policy says that its service management reference leads to. */
  'service-management-reference',
  'application-owner',
  'service-principal-owner',
  'vault-tag',
  'resource-group-tag',
  'subscription-tag',
  /** Whom those report to who were found and have left. */
  'manager-of-leaver',
] as const;
export type OwnerLink = (typeof OWNER_LINKS)[number];

/** What was found at a link and is not written to. */
export const LEFT_OUT = [
  /** Guests of the tenant, where guests can't open what they would get. */
  'guests',
  /** Programs that own applications. */
  'servicePrincipals',
  /** Names that nobody in the directory bears, such as of those who were deleted. */
  'unknown',
  /** Groups with more members than anyone would call owners. */
  'largeGroups',
  /** Groups that we have no right to read. */
  'unreadableGroups',
] as const;
export type LeftOut = Readonly<Partial<Record<(typeof LEFT_OUT)[number], number>>>;

/** Whom some words lead to. */
export interface Named {
  /** One by one. */
  readonly people: readonly Person[];
  /** By a group: its members, those of nested groups too. */
  readonly members?: readonly Person[] | undefined;
  /** An address that nobody stands behind alone. Never from what a directory says: whoever tags an application could have mails sent anywhere. */
  readonly mailbox?: string | undefined;
  readonly leftOut?: LeftOut | undefined;
}

/** What one link of the chain shows. */
export interface LinkEvidence extends Named {
  readonly link: OwnerLink;
}

/** What was found out about who answers for a subject, before we choose. */
export interface OwnerEvidence {
  /** In the order of the chain; a link that does not exist for a subject is not there. */
  readonly links: readonly LinkEvidence[];
  /** The override that holds for it, if one does: its id, or that it is the policy's. */
  readonly override?: string | undefined;
}

export const canBeTold = ({ enabled, mail }: Person): boolean => enabled && mail !== undefined;

/** All whom a link shows, each once, those who are named one by one first. */
export const everyone = ({ people, members = [] }: Named): readonly Person[] =>
  [...people, ...members].filter(
    (person, index, all) => all.findIndex((other) => isSamePerson(person, other)) === index,
  );

/** Those whom a link leads to and who can be told. */
export const reachable = (named: Named): readonly Person[] => everyone(named).filter(canBeTold);

/** Whether somebody or something can be written to by one of these links. */
export const leadsSomewhere = (links: readonly Named[]): boolean =>
  links.some((link) => link.mailbox !== undefined || reachable(link).length > 0);

/** Who was found and has left, each once: whoever they report to may know who took over. */
export const leaversOf = (links: readonly Named[]): readonly Person[] =>
  everyone({ people: links.flatMap((link) => everyone(link)) }).filter(({ enabled }) => !enabled);
