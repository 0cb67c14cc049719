import type { RetirementEvidence } from '../domain/retirement.ts';
import { toIso } from '../domain/time.ts';
import type { DepositPlace } from '../domain/deposit.ts';
import type {
  ClosingEvidence,
  HandEvidence,
  NamedPerson,
  RequestInstructions,
  UndeliveredNote,
} from '../ports/texts.ts';
import { kindWords } from './credential-words.ts';
import { plainName } from './plain-name.ts';
import { playbooksFor } from './playbooks/choose.ts';
import { playbookLines } from './playbooks/words.ts';
import { plainSentence } from './plain-sentence.ts';
import { utcWords } from './utc-words.ts';

/** What is asked, for whom and why, and what an approval sets going. */
export const requestInstructions = (view: RequestInstructions): string => {
  const { recipient } = view;
  return lines([
    occasion(view),
    '',
    fact('Application', plainName(view.applicationName)),
    fact('Application ID', view.applicationId === undefined ? 'none' : plainName(view.applicationId)),
    fact('Environment', plainName(view.environment)),
    fact('What expires', `${kindWords(view.inPlaceOf ?? view.kind)}, key ID ${plainName(view.keyId)}`),
    fact(view.inPlaceOf === undefined ? 'Expires' : 'The exception ends', utcWords(view.expiresAt)),
    ...(recipient === undefined
      ? [
          fact(
            'Recipient',
            'NOBODY YET. No owner could be found; an approval counts only after there is one.',
          ),
        ]
      : [
          fact('Recipient', personWords(recipient)),
          fact('Why them', plainSentence(recipient.whyThem)),
          ...(recipient.deposit === undefined
            ? []
            : [fact('Where the secret goes', placeWords(recipient.deposit))]),
          ...(recipient.byMailCode && recipient.deposit === undefined
            ? [
                fact(
                  'How they show who they are',
                  'by a code that is mailed to them, since they have no account to sign in with; whoever reads their mail can open the link',
                ),
              ]
            : []),
          ...(recipient.deputies.length === 0
            ? []
            : [
                fact(
                  'If no mail reaches them',
                  `${recipient.deputies.map(personWords).join(', then ')}; not whoever approves this`,
                ),
              ]),
        ]),
    '',
    'Before you approve: is this the right application, and the right person? Whoever receives the secret, asked for it or changed this request can not approve it.',
    '',
    ...whatApprovalDoes(view),
    ...playbooksFor(view.kind, view.systems).flatMap((playbook) => ['', ...playbookLines(playbook)]),
    '',
    'If you reject: nothing is changed.',
    'If you change this request after it was made, approvals of the earlier form do not count.',
    '',
    fact('Renewal', view.renewalId),
    fact('Revision', plainName(view.revision)),
  ]);
};

/** Why this is asked now. */
const occasion = ({ applicationName, kind, inPlaceOf, expiresAt }: RequestInstructions): string =>
  inPlaceOf === undefined
    ? `A ${kindWords(kind)} of ${plainName(applicationName)} expires on ${utcWords(expiresAt)}.`
    : `An exception lets ${plainName(applicationName)} keep a ${kindWords(inPlaceOf)} until ${utcWords(expiresAt)}, and half of that time is over. A ${kindWords(kind)} is to take its place.`;

/** Some we make ourselves; the rest is for people, and an approver has to know which of the two is approved. */
const whatApprovalDoes = ({
  kind,
  inPlaceOf,
  renewedBy,
  recipient,
  rolledOverBy,
}: RequestInstructions): readonly string[] => {
  if (renewedBy === 'owner')
    return [
      `If you approve: the recipient is asked for the public certificate of a new key pair, by a page or as a file on this request. It is checked, and added beside the old ${kindWords(inPlaceOf ?? kind)}, which stays until then and is removed on its date. Whoever has the private key of that certificate can sign in as the application.`,
    ];
  if (inPlaceOf !== undefined)
    return [
      `If you approve: the team sets up the ${kindWords(kind)} by hand, removes the ${kindWords(inPlaceOf)} once nothing uses it, and closes this request. Nothing is made or removed by itself.`,
    ];
  if (rolledOverBy === 'us')
    return [
      `If you approve: the next ${kindWords(kind)} is made beside the old one, the partners are told, the next one is used on the agreed date, and the old one is removed some weeks later. The dates follow on this request; the due date changes the day of the switch. Until then it can be stopped and undone.`,
    ];
  if (rolledOverBy === 'people')
    return [
      `If you approve: the team rolls the ${kindWords(kind)} over in four steps, which are tasks on this request: put the next one in place, tell the partners, use the next one on the agreed date, take the old one away. Each is done once a scan sees it or a person says so. Nothing is made or removed by itself.`,
    ];
  if (renewedBy === 'vault')
    return [
      `If you approve: the vault is asked for a new version of the ${kindWords(kind)}, which takes over at once for whoever names no version. If the vault can not make it alone, this request says what is needed. The old version stays in the vault until it ends. This request is closed when the new version is there.`,
    ];
  if (renewedBy !== 'us')
    return [
      `If you approve: the team renews the ${kindWords(kind)} by hand and closes this request. Nothing is made or removed by itself; the old one is watched until then.`,
    ];
  const deposit = recipient?.deposit;
  return [
    deposit === undefined
      ? 'If you approve: a new client secret is made, and the recipient alone gets a link to it that works for one hour and shows it once. The old one stays until the new one was received, and is then removed on its date.'
      : `If you approve: a new client secret is made and put into ${placeWords(deposit)}. Nobody sees it; the recipient is told where it is. Whoever may read that vault has it. The old one is removed on its date.`,
  ];
};

const placeWords = ({ vault, secret }: DepositPlace): string =>
  `${plainName(vault)}, secret ${plainName(secret)}`;

/** No mail reached the recipient: what was done about it, and what a person has to do. */
export const undeliveredNote = ({ recipient, next, oldExpiresAt, what }: UndeliveredNote): string => {
  const who = recipient === undefined ? 'the recipient' : personWords(recipient);
  if (what === 'asked') return undeliveredAsking(who, next);
  const happened = `The mail with the one-hour link did not reach ${who}. The link is void, and the new secret was removed again.`;
  return next === undefined
    ? `${happened} This request names nobody else, so no further secret is made. Please renew it by hand before ${utcWords(oldExpiresAt)}, when the old one ends, and have the mail address put right.`
    : `${happened} A new one is made for ${personWords(next)}, who was named in this request. Please have the mail address put right.`;
};

const undeliveredAsking = (who: string, next: NamedPerson | undefined): string => {
  const happened = `The mail that asks for the new certificate did not reach ${who}. Its link is void.`;
  return next === undefined
    ? `${happened} This request names nobody else. Please get the public certificate from an owner, and have the mail address put right.`
    : `${happened} It is asked of ${personWords(next)} now, who was named in this request. Please have the mail address put right.`;
};

/** The end of the story, for the record of the ticket: times to the second, identifiers in full. */
export const closingEvidence = (view: ClosingEvidence): string =>
  lines([
    `Renewed: ${plainName(view.applicationName)}.`,
    '',
    fact('Approved by', `${plainName(view.approvedBy)} at ${toIso(view.approvedAt)}`),
    fact('Decision', `${plainName(view.decisionId)}, of revision ${plainName(view.revision)}`),
    fact(
      'New credential',
      `key ID ${plainName(view.newKeyId)}, expires ${toIso(view.newExpiresAt)}, attempt ${view.attempt}`,
    ),
    fact('Received', view.redeemedAt === undefined ? 'not by our link' : toIso(view.redeemedAt)),
    fact('Old credential', `key ID ${plainName(view.oldKeyId)}, removed ${toIso(view.retiredAt)}`),
    ...retirementFacts(view.retirement),
    fact('Renewal', view.renewalId),
    fact('Credential', view.credentialId),
  ]);

const retirementFacts = (evidence: RetirementEvidence | undefined): readonly string[] => {
  if (evidence === undefined) return [];
  const { basis, oldUsedAt, newUsedAt } = evidence;
  return [
    fact('Why the old one could go', BASES[basis]),
    ...(oldUsedAt === undefined ? [] : [fact('Last known sign-in with the old one', toIso(oldUsedAt))]),
    ...(newUsedAt === undefined ? [] : [fact('Last known sign-in with the new one', toIso(newUsedAt))]),
  ];
};

const BASES: Readonly<Record<RetirementEvidence['basis'], string>> = {
  'no-use-known': 'no use of it was known',
  'use-unknown': 'its date had come; whether it was still used is not told there',
  'on-date': 'its date had come, and the policy holds to dates',
  agreed: 'people said so, although it was in use',
  'time-over': 'the question whether it may go was open for as long as the policy allows',
  expired: 'it had ended by itself',
};

/** The same of what people did by hand, or a vault: what is known is what was seen. */
export const handEvidence = (view: HandEvidence): string =>
  lines([
    `${view.by.how === undefined ? 'Renewed by hand' : 'Renewed by a new version'}: ${plainName(view.applicationName)}.`,
    '',
    fact('Approved by', `${plainName(view.approvedBy)} at ${toIso(view.approvedAt)}`),
    fact('Decision', `${plainName(view.decisionId)}, of revision ${plainName(view.revision)}`),
    fact(
      'New credential',
      `key ID ${plainName(view.by.keyId)}, ${view.by.expiresAt === undefined ? 'without an end' : `expires ${toIso(view.by.expiresAt)}`}, seen ${toIso(view.by.seenAt)}`,
    ),
    fact(
      'Old credential',
      `key ID ${plainName(view.oldKeyId)}, ${view.by.how === undefined ? 'left to those who renewed it' : 'left in its vault until it ends'}`,
    ),
    fact('Renewal', view.renewalId),
    fact('Credential', view.credentialId),
  ]);

const personWords = ({ name, userPrincipalName }: NamedPerson): string =>
  `${plainName(name)} (${plainName(userPrincipalName)})`;

const fact = (name: string, value: string): string => `${name}: ${value}`;
const lines = (all: readonly string[]): string => all.join('\n');
