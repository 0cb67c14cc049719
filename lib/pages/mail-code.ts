import type { MailCodeMail, MailText } from '../ports/texts.ts';
import { mailBody, paragraph, verbatim, warning } from './mail-body.ts';
import { plainName } from './plain-name.ts';
import { utcWords } from './utc-words.ts';

/** The mail with a code. It has no link and names no application: with it alone nobody opens anything. */
export const mailCode = ({ code, until, ticket, team }: MailCodeMail): MailText =>
  mailBody(`Your code for the one-hour link (${plainName(ticket)})`, [
    paragraph(
      'Someone who has your one-hour link asked for a code. If it was you, type it into the page that asked:',
    ),
    verbatim(`${code.slice(0, 4)}-${code.slice(4)}`),
    paragraph(`It works once, in that browser only, until ${utcWords(until)}.`),
    warning(
      'Never tell it to anyone, and type it nowhere else. Nobody will ever ask you for it by phone or mail.',
    ),
    paragraph(`If it was not you, someone else has your link: tell ${team.name} at once: ${team.address}`),
  ]);
