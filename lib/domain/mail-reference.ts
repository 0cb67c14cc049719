import { ID_PATTERN, LINK_ID_PATTERN, type LinkId, readId, type RenewalId } from './ids.ts';

/** What the mail with a one-hour link is about: who sends word of that mail later names it by this, and by nothing else. */
export interface LinkReference {
  readonly renewalId: RenewalId;
  readonly linkId: LinkId;
}

export const referenceText = ({ renewalId, linkId }: LinkReference): string => `${renewalId}/${linkId}`;

/** Undefined: the mail brought no link, or is none of ours. */
export const readReference = (text: string): LinkReference | undefined => {
  const [renewal = '', link = '', ...more] = text.split('/');
  if (more.length > 0 || !ID_PATTERN.test(renewal) || !LINK_ID_PATTERN.test(link)) return undefined;
  return { renewalId: readId<RenewalId>(renewal), linkId: readId<LinkId>(link) };
};
