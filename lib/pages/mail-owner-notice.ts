import { type Instant, wholeDays } from '../domain/time.ts';
import type { MailText, NoticedCredential, OwnerNotice } from '../ports/texts.ts';
import { kindWords, stageWords } from './credential-words.ts';
import { facts, mailBody, type MailPart, paragraph } from './mail-body.ts';
import { plainName } from './plain-name.ts';
import { plainSentence } from './plain-sentence.ts';
import { utcWords } from './utc-words.ts';

/** Tells an owner why they are told, what breaks, what to do, and by when. */
export const ownerNotice = ({ credentials, now }: OwnerNotice): MailText => {
  const sorted = credentials.toSorted((a, b) => a.expiresAt - b.expiresAt);
  return mailBody(subjectOf(sorted, now), [
    paragraph('When a credential has expired, every sign-in that uses it fails.'),
    ...sorted.flatMap((credential) => aboutOne(credential, now)),
    paragraph('All times are UTC. Expiry Monitor sends no secrets by mail and never asks for one.'),
  ]);
};

const subjectOf = (credentials: readonly NoticedCredential[], now: Instant): string => {
  const [first] = credentials;
  if (first === undefined || credentials.length > 1) {
    const expired = credentials.filter(({ expiresAt }) => now >= expiresAt).length;
    const near = credentials.length - expired;
    const counts = [
      ...(expired > 0 ? [`${expired} Expired`] : []),
      ...(near > 0 ? [`${near} Near expired`] : []),
    ];
    return `${credentials.length} credentials need you: ${counts.join(', ')}`;
  }
  return `${stageWords(first.expiresAt, now)}: ${kindWords(first.kind)} of ${plainName(first.applicationName)}`;
};

const aboutOne = (credential: NoticedCredential, now: Instant): readonly MailPart[] => {
  const { applicationId, credentialName, expiresAt, environment } = credential;
  const kind = kindWords(credential.kind);
  const name = plainName(credential.applicationName);
  return [
    facts([
      ['Status', stageWords(expiresAt, now)],
      ['Application', name],
      ...(applicationId === undefined ? [] : [['Application ID', plainName(applicationId)] as const]),
      ['Environment', plainName(environment)],
      ['What', credentialName === undefined ? kind : `${kind} "${plainName(credentialName)}"`],
      [now >= expiresAt ? 'Expired' : 'Expires', `${utcWords(expiresAt)} (${distance(expiresAt, now)})`],
    ]),
    paragraph(whatToDo(credential, kind)),
    paragraph(`You get this mail because ${plainSentence(credential.whyYou)}.`),
  ];
};

const whatToDo = ({ renewedBy }: NoticedCredential, kind: string): string =>
  renewedBy === 'us'
    ? `What to do: nothing yet. A request for a new ${kind} goes to the service desk. Once it is approved you get a mail with a link to the new one; the link works for one hour, so be ready to store it and to put it into your application.`
    : `What to do: make a new ${kind}, put it into use, then remove this one. We see by ourselves when it was replaced. If nobody needs it any more, remove it.`;

const distance = (expiresAt: Instant, now: Instant): string =>
  now >= expiresAt ? `${daysWords(expiresAt, now)} ago` : `in ${daysWords(now, expiresAt)}`;

const daysWords = (from: Instant, to: Instant): string => {
  const days = wholeDays(from, to);
  if (days === 0) return 'less than a day';
  return days === 1 ? '1 day' : `${days} days`;
};
