import { days } from '../domain/time.ts';
import type { CertificateMail, MailText } from '../ports/texts.ts';
import { facts, heading, link, mailBody, paragraph, steps, verbatim } from './mail-body.ts';
import { linkCaution } from './mail-link-caution.ts';
import { momentWords } from './moment-words.ts';
import { plainName } from './plain-name.ts';
import { utcWords } from './utc-words.ts';

/** The mail that asks an owner for the public certificate of a new key pair. There is nothing secret behind its link. */
export const certificateMail = (view: CertificateMail): MailText => {
  const until = momentWords(view.notAfter, view.timeZone);
  const name = plainName(view.applicationName);
  const again = view.isReminder ? 'Reminder: ' : '';
  return mailBody(
    `${again}Hand in your new certificate by ${utcWords(view.notAfter)} (${plainName(view.ticket)})`,
    [
      paragraph(
        `A new certificate for ${name} was approved. You make it, and its private key stays with you: hand in the public certificate alone.`,
      ),
      ...(view.isReminder ? [paragraph(REMINDER)] : []),
      steps([
        `Make a new key pair and certificate: RSA with 2048 bits or more, signed with SHA-256 or better${lifetime(view)}, and ending later than ${utcWords(view.oldExpiresAt)}.`,
        'Export the certificate without its private key, as .cer, .crt or .pem.',
        'Hand it in by the page below, or attach it to the request.',
      ]),
      link('Open the page to hand in my certificate', view.link),
      paragraph(
        'The page asks you to sign in with your work account. If the file will not do, it says why, and you can try another one.',
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
        ['Page works until', until],
        ['Old certificate ends', momentWords(view.oldExpiresAt, view.timeZone)],
      ]),
      ...linkCaution(
        'Never send anyone a private key, nor a .pfx or .p12 file. We will never ask for one, nor ask you to forward this mail.',
        view,
      ),
    ],
  );
};

const REMINDER =
  'No certificate has come so far. The link in the earlier mail no longer works; this one replaces it.';

const lifetime = ({ longestLifetime }: CertificateMail): string =>
  longestLifetime === undefined ? '' : `, valid for at most ${Math.floor(longestLifetime / days(1))} days`;
