import { approvalMade, approvalNeeded } from '../../lib/pages/mail-approval.ts';
import { certificateRefused } from '../../lib/pages/certificate-words.ts';
import { certificateMail } from '../../lib/pages/mail-certificate.ts';
import { mailCode } from '../../lib/pages/mail-code.ts';
import { depositMail } from '../../lib/pages/mail-deposit.ts';
import { oneHourLink } from '../../lib/pages/mail-one-hour-link.ts';
import { ownerNotice } from '../../lib/pages/mail-owner-notice.ts';
import { dailySummary, weeklyList } from '../../lib/pages/mail-summaries.ts';
import { retirementQuestion } from '../../lib/pages/mail-retirement-question.ts';
import { partnerMail } from '../../lib/pages/mail-partner.ts';
import { partnerUnreached, rollOverEvidence, rollOverNote } from '../../lib/pages/roll-over-text.ts';
import {
  closingEvidence,
  handEvidence,
  requestInstructions,
  undeliveredNote,
} from '../../lib/pages/ticket-text.ts';
import { versionNote } from '../../lib/pages/version-note.ts';
import type { Texts } from '../../lib/ports/texts.ts';

/** What the product writes, as it writes it. */
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
