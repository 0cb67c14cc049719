import type { MailText, RetirementQuestion } from '../ports/texts.ts';
import { kindWords } from './credential-words.ts';
import { facts, footnote, heading, mailBody, paragraph, warning } from './mail-body.ts';
import { momentWords } from './moment-words.ts';
import { plainName } from './plain-name.ts';
import { plainSentence } from './plain-sentence.ts';

/** The mail that asks whether an old credential may go that is still in use. */
export const retirementQuestion = (view: RetirementQuestion): MailText => {
  const name = plainName(view.applicationName);
  const ticket = plainName(view.ticket);
  const words = (at: RetirementQuestion['until']) => momentWords(at, view.timeZone);
  const seen =
    view.cause === 'old-one-in-use'
      ? `the old one is still in use${view.oldUsedAt === undefined ? '' : `: somebody signed in with it on ${words(view.oldUsedAt)}`}`
      : 'nobody was seen to sign in with the new one yet';
  return mailBody(`May the old one go? (${ticket})`, [
    paragraph(
      `You have a new ${kindWords(view.kind)} for ${name}, and the old one was to be removed by now. It was not, since ${seen}.`,
    ),
    heading('What to do'),
    paragraph(
      'See to it that everything that signs in uses the new one. The last sign-in is known with a delay of up to a day, so what you have changed today shows tomorrow.',
    ),
    paragraph(
      `To have the old one removed all the same, set the Old Secret Expiry Date of the request ${ticket} to the day on which it shall go; today means at once. To keep it longer, set a later day.`,
    ),
    warning(
      `Without an answer it is looked at again on ${words(view.until)}. On ${words(view.latest)} it goes in any case.`,
    ),
    heading('What this is about'),
    facts([
      ['Application', name],
      ...(view.applicationId === undefined
        ? []
        : [['Application ID', plainName(view.applicationId)] as const]),
      ['Environment', plainName(view.environment)],
      ['Request', ticket],
    ]),
    footnote(`Questions? Ask ${view.team.name}: ${view.team.address}`),
    footnote(`You get this mail because ${plainSentence(view.whyYou)}.`),
  ]);
};
