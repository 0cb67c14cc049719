import type { MailText, OneHourLink } from '../ports/texts.ts';
import { facts, link, mailBody, paragraph, verbatim } from './mail-body.ts';
import { plainName } from './plain-name.ts';
import { plainSentence } from './plain-sentence.ts';
import { utcWords } from './utc-words.ts';

/** The mail that brings a new secret within reach for an hour. The subject names neither the application nor the link. */
export const oneHourLink = (view: OneHourLink): MailText => {
  const until = utcWords(view.notAfter);
  const name = plainName(view.applicationName);
  return mailBody(`Your new secret is ready until ${until} (${plainName(view.ticket)})`, [
    paragraph(`A new client secret for ${name} was approved and made. You can see it once, until ${until}.`),
    ...(view.replacesFirst
      ? [
          paragraph(
            'If you got an earlier mail about this, the link in that one no longer works. This one replaces it.',
          ),
        ]
      : []),
    link('Open the page with my secret', view.link),
    paragraph(
      'The page shows nothing before you press its button. Have your vault at hand, so that you can store the secret right away.',
    ),
    paragraph('If the page asks for a code, paste this:'),
    verbatim(view.code),
    facts([
      ['Application', name],
      ['Request', plainName(view.ticket)],
      ['Link works until', until],
      ...(view.retireAt === undefined
        ? []
        : [['Old secret is removed on', utcWords(view.retireAt)] as const]),
    ]),
    ...(view.retireAt === undefined
      ? []
      : [paragraph('Until then both secrets work. Put the new one into your application before that.')]),
    paragraph(
      'Never forward this mail. We will never ask you to forward it, nor for the code. If you did not expect it, do not open the link, and tell your identity team.',
    ),
    paragraph(`You get this mail because ${plainSentence(view.whyYou)}.`),
  ]);
};
