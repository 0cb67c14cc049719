import { canBeTold, everyone, LEFT_OUT, type LinkEvidence, type OwnerEvidence } from './owner-evidence.ts';

/** One link of the owner chain, with those who were found there and can't be written to. */
export interface TriedLink
  extends Pick<LinkEvidence, 'link'>, Required<NonNullable<LinkEvidence['leftOut']>> {
  /** People, those of groups too. */
  readonly found: number;
  /** Have left: their account is disabled. */
  readonly disabled: number;
  /** Still there, and without a mailbox. */
  readonly withoutMail: number;
}

/** What was tried to find owners, in the order of the chain. The first link with somebody left decides. */
export const triedLinks = ({ links }: OwnerEvidence): readonly TriedLink[] => links.map(tried);

const tried = (evidence: LinkEvidence): TriedLink => {
  const people = everyone(evidence);
  const { link, leftOut = {} } = evidence;
  return {
    link,
    found: people.length,
    disabled: people.filter(({ enabled }) => !enabled).length,
    withoutMail: people.filter((person) => person.enabled && !canBeTold(person)).length,
    ...(Object.fromEntries(LEFT_OUT.map((what) => [what, leftOut[what] ?? 0])) as Required<typeof leftOut>),
  };
};
