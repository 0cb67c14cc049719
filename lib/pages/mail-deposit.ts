import type { DepositMail, MailText } from '../ports/texts.ts';
import { facts, footnote, heading, mailBody, paragraph, verbatim, warning } from './mail-body.ts';
import { momentWords } from './moment-words.ts';
import { plainName } from './plain-name.ts';
import { plainSentence } from './plain-sentence.ts';

/** The mail that says in which vault a new secret is. There is no link in it, and nothing to keep from anyone. */
export const depositMail = (view: DepositMail): MailText => {
  const name = plainName(view.applicationName);
  const gone = momentWords(view.retireAt, view.timeZone);
  return mailBody(`Your new secret is in your vault (${plainName(view.ticket)})`, [
    paragraph(
      `A new client secret for ${name} was approved, made, and put into a Key Vault. Nobody has seen it, and there is nothing to open or to copy.`,
    ),
    heading('Where it is'),
    verbatim(`${view.vault}/secrets/${view.secret}/${view.version}`),
    paragraph(
      `If your application reads the newest version of that secret, it has nothing to do but to read it anew. Otherwise tell it this version before ${gone}, when the old secret is removed. Until then both work.`,
    ),
    heading('What this is about'),
    facts([
      ['Application', name],
      ...(view.applicationId === undefined
        ? []
        : [['Application ID', plainName(view.applicationId)] as const]),
      ['Environment', plainName(view.environment)],
      ['Request', plainName(view.ticket)],
      ['Approved by', plainName(view.approvedBy)],
      ['New secret ends', momentWords(view.newExpiresAt, view.timeZone)],
      ['Old secret is removed on', gone],
    ]),
    heading('If something looks wrong'),
    warning(`If this is not your vault, tell ${view.team.name}: ${view.team.address}`),
    footnote(`You get this mail because ${plainSentence(view.whyYou)}.`),
  ]);
};
