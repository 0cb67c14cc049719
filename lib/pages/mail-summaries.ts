import type {
  DailySummary,
  MailText,
  RemovableCredential,
  SilentCredential,
  WeeklyList,
} from '../ports/texts.ts';
import { kindWords } from './credential-words.ts';
import { facts, mailBody, type MailPart, paragraph } from './mail-body.ts';
import { plainName } from './plain-name.ts';
import { utcWords } from './utc-words.ts';

/** More than this nobody reads in a mail; the API has them all. */
const LISTED = 50;

const WHY_YOU = 'You get this mail because this mailbox is the one of the team that runs Expiry Monitor.';

/** What a day brought in one tenant, in numbers. */
export const dailySummary = ({ tenantName, environment, day, tally, stormCapHit }: DailySummary): MailText =>
  mailBody(
    `${plainName(tenantName)} on ${day}: ${tally.new} new, ${tally.due} due, ${tally.slipped} slipped, ${tally.resolved} resolved, ${tally.silenced} silenced`,
    [
      paragraph(`What the day brought in ${plainName(tenantName)} (${plainName(environment)}):`),
      facts([
        ['Known', String(tally.credentials)],
        ['New', String(tally.new)],
        ['Due, and announced', String(tally.due)],
        ['Expired, and still there', String(tally.expired)],
        ['Slipped closer without an approved request', String(tally.slipped)],
        ['Resolved: replaced or removed', String(tally.resolved)],
        ['Silenced by people', String(tally.silenced)],
        ['Wait to be announced', String(tally.waiting)],
      ]),
      ...(stormCapHit
        ? [
            paragraph(
              'The storm cap was reached: not all that was due was announced at once. The rest follows run by run.',
            ),
          ]
        : []),
      paragraph(WHY_YOU),
    ],
  );

/** What is silent in one tenant, and what can be removed. */
export const weeklyList = ({ tenantName, environment, silent, removable }: WeeklyList): MailText =>
  mailBody(`${plainName(tenantName)}: ${silent.length} silenced, ${removable.length} to clean up`, [
    paragraph(`The list of the week for ${plainName(tenantName)} (${plainName(environment)}).`),
    ...section('Silent, since someone asked for it:', silent.slice(0, LISTED).map(silentRow), silent.length),
    ...section(
      'Expired and needed by nobody; they can be removed:',
      removable.slice(0, LISTED).map(removableRow),
      removable.length,
    ),
    paragraph(WHY_YOU),
  ]);

type Row = readonly [string, string];

const section = (title: string, rows: readonly Row[], count: number): readonly MailPart[] =>
  count === 0
    ? []
    : [
        paragraph(title),
        facts(rows),
        ...(count > rows.length ? [paragraph(`And ${count - rows.length} more; the API has them all.`)] : []),
      ];

const SILENCE_WORDS = {
  snooze: 'snoozed',
  'accepted-risk': 'risk accepted',
  exception: 'exception',
} as const;

const silentRow = ({ applicationName, kind, silence, isWaiting, reason, until }: SilentCredential): Row => [
  plainName(applicationName),
  `${kindWords(kind)}, ${SILENCE_WORDS[silence]}${isWaiting ? ' (not approved yet)' : ''} until ${utcWords(until)}: ${plainName(reason)}`,
];

const removableRow = ({ applicationName, kind, credentialName, expiredAt }: RemovableCredential): Row => [
  plainName(applicationName),
  `${kindWords(kind)}${credentialName === undefined ? '' : ` "${plainName(credentialName)}"`}, expired ${utcWords(expiredAt)}`,
];
