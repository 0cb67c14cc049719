import { type Instant, wholeDays } from '../domain/time.ts';
import type { MailText, NoticedCredential, OwnerNotice } from '../ports/texts.ts';
import { adviceWords } from './advice-words.ts';
import { kindWords, stageWords } from './credential-words.ts';
import { facts, mailBody, type MailPart, paragraph, steps } from './mail-body.ts';
import { playbooksFor } from './playbooks/choose.ts';
import { symptomsSentence } from './playbooks/words.ts';
import { plainName } from './plain-name.ts';
import { plainSentence } from './plain-sentence.ts';
import { utcWords } from './utc-words.ts';

/** Tells a person why they are told, what breaks, what to do, and by when: all that a run has to tell them, in one mail. */
export const ownerNotice = ({ credentials, now }: OwnerNotice): MailText => {
  const sorted = credentials.toSorted((a, b) => (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity));
  return mailBody(subjectOf(sorted, now), [
    ...sorted.flatMap((credential) => aboutOne(credential, now)),
    paragraph('All times are UTC. Expiry Monitor sends no secrets by mail and never asks for one.'),
  ]);
};

const subjectOf = (credentials: readonly NoticedCredential[], now: Instant): string => {
  const isReminder = credentials.every(({ cause }) => cause === 'reminder');
  const before = isReminder ? 'Reminder: ' : '';
  const [first] = credentials;
  if (first === undefined || credentials.length > 1) {
    const expired = credentials.filter((one) => isExpired(one, now)).length;
    const near = credentials.length - expired;
    const counts = [
      ...(expired > 0 ? [`${expired} Expired`] : []),
      ...(near > 0 ? [`${near} Near expired`] : []),
    ];
    return `${before}${credentials.length} credentials need you: ${counts.join(', ')}`;
  }
  return `${before}${headline(first, now)}: ${kindWords(first.kind)} of ${plainName(first.applicationName)}`;
};

const headline = ({ cause, expiresAt }: NoticedCredential, now: Instant): string => {
  switch (cause) {
    case 'stage':
    case 'reminder':
      return stageWords(expiresAt ?? now, now);
    case 'exception-half-time':
      return 'Exception half over';
    case 'exception-ended':
      return 'Exception ended';
  }
};

const isExpired = ({ expiresAt }: NoticedCredential, now: Instant): boolean =>
  expiresAt !== undefined && now >= expiresAt;

const aboutOne = (credential: NoticedCredential, now: Instant): readonly MailPart[] => {
  const { applicationId, credentialName, environment, advice } = credential;
  const kind = kindWords(credential.kind);
  return [
    facts([
      ['Status', headline(credential, now)],
      ['Application', plainName(credential.applicationName)],
      ...(applicationId === undefined ? [] : [['Application ID', plainName(applicationId)] as const]),
      ['Environment', plainName(environment)],
      ['What', credentialName === undefined ? kind : `${kind} "${plainName(credentialName)}"`],
      endOf(credential, now),
    ]),
    ...whatBreaks(credential, now),
    ...aboutException(credential, now),
    paragraph(whatToDo(credential, kind)),
    ...portalPage(credential),
    ...howTo(credential),
    ...(advice === undefined ? [] : [paragraph(adviceWords(advice, kind))]),
    paragraph(`You get this mail because ${plainSentence(credential.whyYou)}.`),
  ];
};

const endOf = (credential: NoticedCredential, now: Instant): readonly [string, string] => {
  const { expiresAt } = credential;
  if (expiresAt === undefined) return ['Expires', 'never'];
  return [
    isExpired(credential, now) ? 'Expired' : 'Expires',
    `${utcWords(expiresAt)} (${distance(expiresAt, now)})`,
  ];
};

const whatBreaks = (credential: NoticedCredential, now: Instant): readonly MailPart[] => {
  const { dependents } = credential;
  const [own, ...ofSystems] = playbooksFor(credential.kind, credential.systems);
  const when = isExpired(credential, now) ? 'It has expired.' : 'When it has expired:';
  const who =
    dependents.length === 0 ? '' : ` Known to depend on it: ${dependents.map(plainName).join(', ')}.`;
  return [
    paragraph(`${when} ${own.breaks}${who}`),
    ...ofSystems.map(({ title, breaks }) => paragraph(`${title}: ${breaks}`)),
    ...[own, ...ofSystems].flatMap((playbook) => {
      const shows = symptomsSentence(playbook);
      return shows === undefined ? [] : [paragraph(shows)];
    }),
  ];
};

/** What a person who renews by hand does, and whom others have to hear it from. */
const howTo = ({ kind, systems, renewedBy, cause }: NoticedCredential): readonly MailPart[] => {
  if (cause === 'exception-half-time' || cause === 'exception-ended') return [];
  const playbooks = playbooksFor(kind, systems);
  return [
    ...(renewedBy === 'us' || renewedBy === 'roll-over'
      ? []
      : playbooks.map(({ steps: each }) => steps(each))),
    paragraph(`Whom to tell: ${playbooks.map(({ tell }) => tell).join(' ')}`),
  ];
};

/** Only whoever renews it alone has to go there. */
const portalPage = ({ renewedBy, portalLink, cause }: NoticedCredential): readonly MailPart[] =>
  renewedBy !== 'owner-first' || portalLink === undefined || cause === 'exception-ended'
    ? []
    : [paragraph(`The page of the portal where that is done: ${portalLink}`)];

const aboutException = ({ exceptionUntil, cause }: NoticedCredential, now: Instant): readonly MailPart[] => {
  if (cause === 'exception-ended')
    return [paragraph('The exception that allowed it to be what it is has ended, and it is still there.')];
  if (exceptionUntil === undefined || exceptionUntil <= now) return [];
  const until = `ends on ${utcWords(exceptionUntil)}`;
  return [
    paragraph(
      cause === 'exception-half-time'
        ? `Half of the exception that allows it is over. It ${until}: have what takes its place ready by then.`
        : `An exception allows it to be what it is, and ${until}. A new one made under it ends no later.`,
    ),
  ];
};

const whatToDo = ({ renewedBy, cause }: NoticedCredential, kind: string): string => {
  if (cause === 'exception-half-time' || cause === 'exception-ended')
    return `What to do: ask your service desk for what the policy prefers, put it into use, then remove this ${kind}. If nobody needs it any more, remove it.`;
  if (renewedBy === 'owner-first')
    return `What to do: make a new ${kind} yourself, put it into use, then remove this one; the steps follow. We see by ourselves when it was replaced. If nothing happens, a request goes to the team at the next stage. If nobody needs it any more, remove it.`;
  if (renewedBy === 'roll-over')
    return `What to do: nothing yet. A request for the next ${kind} goes to the service desk. Once it is approved the next one is put beside this one, those who depend on it are told, it is used on the agreed date, and this one is removed later.`;
  return renewedBy === 'us'
    ? `What to do: nothing yet. A request for a new ${kind} goes to the service desk. Once it is approved you get a mail with a link to the new one; the link works for one hour, so be ready to store it and to put it into your application.`
    : `What to do: make a new ${kind}, put it into use, then remove this one. We see by ourselves when it was replaced. If nobody needs it any more, remove it.`;
};

const distance = (expiresAt: Instant, now: Instant): string =>
  now >= expiresAt ? `${daysWords(expiresAt, now)} ago` : `in ${daysWords(now, expiresAt)}`;

const daysWords = (from: Instant, to: Instant): string => {
  const days = wholeDays(from, to);
  if (days === 0) return 'less than a day';
  return days === 1 ? '1 day' : `${days} days`;
};
