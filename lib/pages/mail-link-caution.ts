import type { OneHourLink } from '../ports/texts.ts';
import { footnote, heading, type MailPart, paragraph, warning } from './mail-body.ts';
import { plainSentence } from './plain-sentence.ts';

/** What every mail with a link ends with: what never to do, how to know our address, and whom to tell. */
export const linkCaution = (
  never: string,
  { link, team, whyYou }: Pick<OneHourLink, 'link' | 'team' | 'whyYou'>,
): readonly MailPart[] => [
  heading('If something looks wrong'),
  warning(never),
  paragraph(
    `Before you sign in, check that the address begins with ${new URL(link).origin.replace(/^https?:\/\//, '')}.`,
  ),
  paragraph(`If you did not expect this mail, do not open the link, and tell ${team.name}: ${team.address}`),
  footnote(`You get this mail because ${plainSentence(whyYou)}.`),
];
