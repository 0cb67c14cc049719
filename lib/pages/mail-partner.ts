import type { MailText, PartnerMail } from '../ports/texts.ts';
import { kindWords } from './credential-words.ts';
import { facts, footnote, heading, mailBody, paragraph, steps, verbatim, warning } from './mail-body.ts';
import { plainName } from './plain-name.ts';
import { utcWords } from './utc-words.ts';

/** The mail to whoever trusts a signing certificate: all in it is public, and nothing in it is to be kept from anyone. */
export const partnerMail = (view: PartnerMail): MailText => {
  const name = plainName(view.applicationName);
  const what = kindWords(view.kind);
  const about = facts([
    ['Application', name],
    ...(view.applicationId === undefined ? [] : [['Application ID', plainName(view.applicationId)] as const]),
    ['Environment', plainName(view.environment)],
    ['Certificate now ends', utcWords(view.oldExpiresAt)],
    ...nextFacts(view),
    ['Request', plainName(view.ticket)],
  ]);
  const why = footnote(
    `You get this mail because ${plainName(view.partner)} is named as one who depends on it.`,
  );
  if (view.isOff)
    return mailBody(`The change of a signing certificate was called off: ${name}`, [
      paragraph(
        `We told you that the ${what} of ${name} would change. That was called off. The certificate that is used now stays; one that you have put in place beside it can be taken away again.`,
      ),
      about,
      why,
    ]);
  return mailBody(`A signing certificate changes on ${utcWords(view.switchAt)}: ${name}`, [
    paragraph(
      `The ${what} of ${name} ends, and another one is going to be used from ${utcWords(view.switchAt)} on. Whoever does not know it by then refuses what is signed with it, and people can no longer sign in.`,
    ),
    heading('What to do'),
    steps([
      'Put the next certificate in place beside the one that you trust now. Keep both.',
      `Answer ${plainName(view.team.name)} (${plainName(view.team.address)}) once it is there, and name the request ${plainName(view.ticket)}.`,
      'Take the old certificate away when you are told that it is gone, or when it has ended.',
    ]),
    ...(view.metadataUrl === undefined
      ? [paragraph('You get the certificate itself from the team that is named above.')]
      : [heading('Where the certificate is'), verbatim(view.metadataUrl)]),
    heading('What this is about'),
    about,
    warning(
      'Compare the thumbprint before you trust a certificate. We never send one by mail, and never ask for a key or a password.',
    ),
    why,
  ]);
};

const nextFacts = ({ next }: PartnerMail): readonly (readonly [string, string])[] => [
  ...(next?.thumbprint === undefined
    ? []
    : [['Thumbprint of the next one', plainName(next.thumbprint)] as const]),
  ...(next?.expiresAt === undefined ? [] : [['The next one ends', utcWords(next.expiresAt)] as const]),
];
