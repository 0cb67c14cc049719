import type { WatchSettings } from '../config.ts';
import { approvalMade, approvalNeeded } from '../pages/mail-approval.ts';
import { certificateRefused } from '../pages/certificate-words.ts';
import { certificateMail } from '../pages/mail-certificate.ts';
import { mailCode } from '../pages/mail-code.ts';
import { depositMail } from '../pages/mail-deposit.ts';
import { oneHourLink } from '../pages/mail-one-hour-link.ts';
import { ownerNotice } from '../pages/mail-owner-notice.ts';
import { dailySummary, weeklyList } from '../pages/mail-summaries.ts';
import { partnerMail } from '../pages/mail-partner.ts';
import { partnerUnreached, rollOverEvidence, rollOverNote } from '../pages/roll-over-text.ts';
import { closingEvidence, handEvidence, requestInstructions, undeliveredNote } from '../pages/ticket-text.ts';
import { retirementQuestion } from '../pages/mail-retirement-question.ts';
import { versionNote } from '../pages/version-note.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Texts } from '../ports/texts.ts';
import { onFirstUse } from './on-first-use.ts';

export const texts: Texts = {
  ownerNotice,
  oneHourLink,
  depositMail,
  mailCode,
  retirementQuestion,
  approvalNeeded,
  approvalMade,
  certificateMail,
  dailySummary,
  weeklyList,
  requestInstructions,
  certificateRefused,
  undeliveredNote,
  closingEvidence,
  handEvidence,
  rollOverEvidence,
  rollOverNote,
  partnerMail,
  partnerUnreached,
  versionNote,
};

type MailSettings = Pick<
  WatchSettings,
  | 'MAIL_BY'
  | 'SENDGRID_API_KEY'
  | 'SENDGRID_URL'
  | 'SMTP_HOST'
  | 'SMTP_PORT'
  | 'SMTP_USER'
  | 'SMTP_PASSWORD'
  | 'MAIL_FROM'
  | 'REQUEST_TIMEOUT'
>;

/** The mail provider that the settings name. They were checked, so whatever it needs is there. */
export const mailerOf = (settings: MailSettings): Mailer =>
  onFirstUse<Mailer>({ send: true }, () => openMailer(settings));

const openMailer = async (settings: MailSettings): Promise<Mailer> => {
  const { SMTP_USER: user, SMTP_PASSWORD: password } = settings;
  const from = { email: settings.MAIL_FROM, name: 'Expiry Monitor' };
  const timeout = settings.REQUEST_TIMEOUT;
  if (settings.MAIL_BY === 'smtp') {
    const { smtpMailer } = await import('../adapters/smtp/smtp-mailer.ts');
    return smtpMailer({
      host: settings.SMTP_HOST ?? '',
      port: settings.SMTP_PORT,
      signIn: user === undefined || password === undefined ? undefined : { user, password },
      from,
      timeout,
    });
  }
  const { sendGridMailer } = await import('../adapters/sendgrid/sendgrid-mailer.ts');
  return sendGridMailer({
    apiKey: settings.SENDGRID_API_KEY ?? '',
    from,
    baseUrl: settings.SENDGRID_URL,
    timeout,
  });
};
