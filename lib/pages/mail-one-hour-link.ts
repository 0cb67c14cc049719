import type { MailText, OneHourLink } from '../ports/texts.ts';
import { facts, heading, link, mailBody, paragraph, verbatim } from './mail-body.ts';
import { linkCaution } from './mail-link-caution.ts';
import { momentWords } from './moment-words.ts';
import { plainName } from './plain-name.ts';
import { utcWords } from './utc-words.ts';

/** The mail that brings a new secret within reach for an hour. The subject names neither the application nor the link. */
export const oneHourLink = (view: OneHourLink): MailText => {
  const until = momentWords(view.notAfter, view.timeZone);
  const name = plainName(view.applicationName);
  return mailBody(`Your new secret is ready until ${utcWords(view.notAfter)} (${plainName(view.ticket)})`, [
    paragraph(`A new client secret for ${name} was approved and made. You can see it once, until ${until}.`),
    ...(view.replacesFirst ? [paragraph(REPLACES)] : []),
    link('Open the page with my secret', view.link),
    paragraph(
      'Have your vault at hand before you open it, so that you can store the secret right away. The page asks you to sign in with your work account. It shows the secret when you press its button, and not before.',
    ),
    paragraph('If the page asks for a code, paste this:'),
    verbatim(view.code),
    heading('What this is about'),
    facts([
      ['Application', name],
      ...(view.applicationId === undefined
        ? []
        : [['Application ID', plainName(view.applicationId)] as const]),
      ['Environment', plainName(view.environment)],
      ['Request', plainName(view.ticket)],
      ['Approved by', plainName(view.approvedBy)],
      ['Link works until', until],
      ['New secret ends', momentWords(view.newExpiresAt, view.timeZone)],
      ...whenOldGoes(view),
    ]),
    ...(view.retireAt === undefined
      ? []
      : [paragraph('Until then both secrets work. Put the new one into your application before that.')]),
    ...linkCaution(
      'Never forward this mail. We will never ask you to forward this, nor to tell anyone the code or the secret.',
      view,
    ),
  ]);
};

const REPLACES =
  'If you got an earlier mail about this, the link in that one no longer works. This one replaces it.';

const whenOldGoes = ({
  retireAt,
  oldExpiresAt,
  timeZone,
}: OneHourLink): readonly (readonly [string, string])[] =>
  retireAt === undefined
    ? [['Old secret ends', momentWords(oldExpiresAt, timeZone)]]
    : [['Old secret is removed on', momentWords(retireAt, timeZone)]];
