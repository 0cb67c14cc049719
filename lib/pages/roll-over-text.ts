import type { Partner, RollOverPlace, StepProof } from '../domain/roll-over.ts';
import { days, toIso } from '../domain/time.ts';
import type { RollOverEvidence, RollOverNote } from '../ports/texts.ts';
import { kindWords } from './credential-words.ts';
import { plainName } from './plain-name.ts';
import { utcWords } from './utc-words.ts';

/** What has been done, what comes next, and what people have to do for it. */
export const rollOverNote = (view: RollOverNote): string =>
  [
    `Roll-over, step ${NUMBER[view.step]} of 4: ${plainName(view.name)}`,
    ...bodyOf(view),
    ...(view.needsApproval
      ? [
          `This step waits for an approval of its own: POST /api/requests/${view.renewalId}/words {"what": "approved", "step": "${view.step}"}. Not by whoever this request is for.`,
        ]
      : []),
    ...(view.step === 'remove' ? [] : [STOP(view.renewalId)]),
  ].join('\n');

const NUMBER = { add: 1, tell: 2, switch: 3, remove: 4 } as const;

const STOP = (id: string): string =>
  `Until the switch this can be stopped and undone: POST /api/requests/${id}/words {"what": "hold"}, "resume" or "undo"; cancelling this request undoes it too.`;

const bodyOf = (view: RollOverNote): readonly string[] => {
  switch (view.step) {
    case 'add':
      return addLines(view);
    case 'tell':
      return tellLines(view);
    case 'switch':
      return switchLines(view);
    case 'remove':
      return removeLines(view);
  }
};

const addLines = ({ rollOver: { carrier, plan }, kind, renewalId }: RollOverNote): readonly string[] => [
  carrier === 'us'
    ? `The directory now makes the next ${kindWords(kind)}. It is not used yet, and nothing changes for anyone.`
    : `Task: please put the next ${kindWords(kind)} in place beside the old one, and do not use it yet. ${PROOF(renewalId, 'add')}`,
  `Planned: the partners are told, the next one is used from ${utcWords(plan.switchAt)} on, and the old one goes ${plan.grace / days(1)} days after that. To switch on another day, change the due date of this request; the old one ends on ${utcWords(plan.latest)}, and the switch is never later.`,
];

const tellLines = ({ rollOver, metadataUrl, renewalId }: RollOverNote): readonly string[] => [
  `The next certificate is there: ${nextWords(rollOver.at)}.`,
  ...(rollOver.partners.length === 0
    ? ['Nobody is known to depend on it, so nobody is told. If you know of somebody, please tell them now.']
    : [`Partners: ${rollOver.partners.map(partnerWords).join('; ')}.`]),
  ...(metadataUrl === undefined ? [] : [`They find it at ${metadataUrl}`]),
  `They have ${rollOver.plan.answerWithin / days(1)} days to answer, and never longer than until the switch. Write each answer down: POST /api/requests/${renewalId}/words {"what": "acknowledged", "partner": "NAME", "reference": "WHERE"}.`,
];

const switchLines = ({
  rollOver: { at, carrier, partners, plan },
  renewalId,
}: RollOverNote): readonly string[] => {
  const silent = partners.filter(({ answer }) => answer?.kind !== 'acknowledged');
  return [
    partners.length === 0
      ? 'There was nobody to wait for.'
      : silent.length === 0
        ? 'All partners have answered.'
        : `No answer from ${silent.map(({ name }) => plainName(name)).join(', ')}: what they run may refuse the next certificate.`,
    carrier === 'us'
      ? `From ${utcWords(plan.switchAt)} on the directory signs with ${nextWords(at)}.`
      : `Task: please use ${nextWords(at)} from ${utcWords(plan.switchAt)} on. ${PROOF(renewalId, 'switch')}`,
  ];
};

const removeLines = ({ rollOver: { at, carrier }, oldKeyId, renewalId }: RollOverNote): readonly string[] => [
  `The next certificate is used: ${nextWords(at)}. From here on this is not undone any more.`,
  ...(at.phase !== 'switched'
    ? []
    : [
        carrier === 'us'
          ? `The old one, key ID ${plainName(oldKeyId)}, is removed on ${utcWords(at.removeAt)}. To have it later or earlier, change the Old Secret Expiry Date of this request.`
          : `Task: please take the old one, key ID ${plainName(oldKeyId)}, away after ${utcWords(at.removeAt)}. ${PROOF(renewalId, 'remove')}`,
      ]),
];

const PROOF = (id: string, step: string): string =>
  `It is done once a scan sees it, or once you say so and where it is written down: POST /api/requests/${id}/words {"what": "done", "step": "${step}", "reference": "WHERE"}.`;

const nextWords = (at: RollOverPlace): string => {
  if (!('next' in at)) return 'the next certificate';
  const { thumbprint, keyId, expiresAt } = at.next;
  const which =
    thumbprint === undefined
      ? keyId === undefined
        ? 'a certificate of which no more was said'
        : `the certificate with key ID ${plainName(keyId)}`
      : `the certificate with thumbprint ${plainName(thumbprint)}`;
  return expiresAt === undefined ? which : `${which}, which ends on ${utcWords(expiresAt)}`;
};

const partnerWords = ({ name, address }: Partner): string =>
  address === undefined ? `${plainName(name)} (no address is known: please tell them)` : plainName(name);

/** For the team: no mail reaches that partner. */
export const partnerUnreached = (name: string): string =>
  `The mail provider did not take the mail to ${plainName(name)}, which was to say that a signing certificate changes. Please tell them another way.`;

/** The end of a roll-over, for the record of the ticket: times to the second, each proof and each answer. */
export const rollOverEvidence = ({ rollOver, ...view }: RollOverEvidence): string => {
  const { at, partners } = rollOver;
  return [
    `Rolled over: ${plainName(view.applicationName)}.`,
    '',
    `Approved by: ${plainName(view.approvedBy)} at ${toIso(view.approvedAt)}`,
    `Decision: ${plainName(view.decisionId)}, of revision ${plainName(view.revision)}`,
    `Old certificate: key ID ${plainName(view.oldKeyId)}`,
    `Next certificate: ${nextWords(at)}`,
    ...('added' in at ? [`Added: ${proofWords(at.added)}`] : []),
    ...partners.map(({ name, answer }) => `Told: ${plainName(name)}, ${answerWords(answer)}`),
    ...('switched' in at ? [`Switched: ${proofWords(at.switched)}`] : []),
    ...('removed' in at ? [`Old one gone: ${proofWords(at.removed)}`] : []),
    ...rollOver.approved.map(
      ({ step, word }) => `Step ${step} approved by ${word.by.objectId} at ${toIso(word.at)}`,
    ),
    `Renewal: ${view.renewalId}`,
    `Credential: ${view.credentialId}`,
  ].join('\n');
};

const proofWords = (proof: StepProof): string => {
  switch (proof.kind) {
    case 'done':
      return `by us at ${toIso(proof.at)}`;
    case 'seen':
      return `seen by a scan at ${toIso(proof.at)}`;
    case 'stated':
      return `said by ${proof.word.by.objectId} at ${toIso(proof.at)}, see ${plainName(proof.word.reference ?? '')}`;
  }
};

const answerWords = (answer: Partner['answer']): string => {
  if (answer === undefined) return 'no answer';
  if (answer.kind === 'timed-out') return `no answer until ${toIso(answer.at)}`;
  const { by, at, reference } = answer.word;
  return `answered at ${toIso(at)}, written down by ${by.objectId}${reference === undefined ? '' : `, see ${plainName(reference)}`}`;
};
