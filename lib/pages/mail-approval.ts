import type { ApprovalMade, ApprovalNeeded, ApprovalView, MailText } from '../ports/texts.ts';
import { kindWords } from './credential-words.ts';
import { facts, footnote, heading, mailBody, paragraph } from './mail-body.ts';
import { momentWords } from './moment-words.ts';
import { plainName } from './plain-name.ts';

/** The mail that says that somebody has to decide on a request. There is no link in it: decisions are made where one signs in. */
export const approvalNeeded = (view: ApprovalNeeded): MailText => {
  const ticket = plainName(view.ticket);
  const what = `a new ${kindWords(view.kind)} for ${plainName(view.applicationName)}`;
  const until =
    view.until === undefined
      ? ''
      : ` Without a decision before ${momentWords(view.until, view.timeZone)} it counts as denied.`;
  return view.as === 'approver'
    ? mailBody(`Please decide: ${ticket}`, [
        paragraph(`${personWords(view)} is to receive ${what}. You may approve or deny that.`),
        paragraph(`Open the request ${ticket} at the service desk, or decide by the API.${until}`),
        ...about(view),
        footnote('You get this mail because you are named as an approver.'),
      ])
    : mailBody(`Your request waits for a decision (${ticket})`, [
        paragraph(
          `You are to receive ${what}. Somebody else has to approve that first; you have nothing to do.${until}`,
        ),
        ...about(view),
        footnote('You get this mail because you receive what is made.'),
      ]);
};

/** The mail that says what was decided. */
export const approvalMade = (view: ApprovalMade): MailText => {
  const ticket = plainName(view.ticket);
  const who = view.by === undefined ? '' : ` by ${plainName(view.by)}`;
  const outcome = {
    approved: `Approved${who}`,
    denied: `Denied${who}`,
    'timed-out': 'Nobody decided in time, so it counts as denied',
  }[view.outcome];
  const next =
    view.outcome === 'approved'
      ? 'What comes next is done without you, and the recipient hears of it.'
      : 'Nothing is made. The old one stays as it is until its end; whoever still needs it opens another request.';
  return mailBody(`${view.outcome === 'approved' ? 'Approved' : 'Denied'}: ${ticket}`, [
    paragraph(`${outcome}. ${view.as === 'approver' ? 'You need not decide any more.' : next}`),
    ...(view.justification === undefined
      ? []
      : [facts([['Reason given', plainName(view.justification)] as const])]),
    ...about(view),
    footnote(
      view.as === 'approver'
        ? 'You get this mail because you were asked to decide.'
        : 'You get this mail because you receive what is made.',
    ),
  ]);
};

const personWords = ({ recipient: { name, userPrincipalName } }: ApprovalView): string =>
  `${plainName(name)} (${plainName(userPrincipalName)})`;

const about = (view: ApprovalView) => [
  heading('What this is about'),
  facts([
    ['Application', plainName(view.applicationName)],
    ...(view.applicationId === undefined ? [] : [['Application ID', plainName(view.applicationId)] as const]),
    ['Environment', plainName(view.environment)],
    ['Recipient', personWords(view)],
    ['Old one ends', momentWords(view.expiresAt, view.timeZone)],
    ['Request', plainName(view.ticket)],
  ]),
  footnote(`Questions? Ask ${view.team.name}: ${view.team.address}`),
];
