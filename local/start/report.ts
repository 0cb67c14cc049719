import { numberOf, type PublishedEvent, shortType, textOf } from './events.ts';
import { groupsOf } from './groups.ts';
import { plain } from './plain.ts';
import { renewalsIn, type RenewalStory } from './renewals.ts';

/** What a run came to, for machines. */
export interface Report {
  readonly scan: {
    readonly complete: number;
    readonly partial: number;
    readonly failed: number;
    readonly credentials: number;
  };
  readonly events: Readonly<Record<string, number>>;
  readonly requests: { readonly opened: number };
  readonly approvals: { readonly approved: number; readonly denied: number };
  readonly links: { readonly sent: number; readonly redeemed: number; readonly expired: number };
  readonly retirementsScheduled: number;
  /** By kind of credential: how many renewals got a request in this run, and how many came to their end in it. */
  readonly renewals: Readonly<Record<string, { readonly opened: number; readonly closed: number }>>;
  readonly deadLetters: number;
  readonly tookMs: number;
  readonly firstEventMs: number;
}

/** Counts what was published. */
export const reportOn = (
  events: readonly PublishedEvent[],
  rest: Pick<Report, 'deadLetters' | 'tookMs' | 'firstEventMs'>,
): Report => {
  const of = (type: string) => events.filter((event) => shortType(event.type) === type);
  const count = (type: string, field?: string, value?: string) =>
    of(type).filter((event) => field === undefined || textOf(event, field) === value).length;
  const covered = (coverage: string) => count('scan.completed', 'coverage', coverage);
  return {
    scan: {
      complete: covered('complete'),
      partial: covered('partial'),
      failed: covered('failed'),
      credentials: of('scan.completed').reduce((sum, event) => sum + numberOf(event, 'credentials'), 0),
    },
    events: Object.fromEntries(
      [...groupsOf(events, ({ type }) => type)].map(([type, { length }]) => [type, length] as const).sort(),
    ),
    requests: { opened: count('renewal.requested') },
    approvals: {
      approved: count('renewal.approval-decided', 'outcome', 'approved'),
      denied: count('renewal.approval-decided', 'outcome', 'denied'),
    },
    links: {
      sent: count('renewal.link-sent'),
      redeemed: count('renewal.link-redeemed'),
      expired: count('renewal.link-expired'),
    },
    retirementsScheduled: count('renewal.rollover-step', 'step', 'retirement-scheduled'),
    renewals: renewalsByKind(events),
    ...rest,
  };
};

/** A renewal counts once, however often its request was opened anew. */
const renewalsByKind = (events: readonly PublishedEvent[]): Report['renewals'] => {
  const moved = (type: string) =>
    new Map(
      events
        .filter((event) => shortType(event.type) === type)
        .map((event) => [textOf(event, 'renewalId'), textOf(event, 'credentialKind')]),
    );
  const [opened, closed] = [moved('renewal.requested'), moved('renewal.closed')];
  const kinds = [...new Set([...opened.values(), ...closed.values()])].sort();
  const of = (renewals: ReadonlyMap<string, string>, kind: string) =>
    [...renewals.values()].filter((one) => one === kind).length;
  return Object.fromEntries(
    kinds.map((kind) => [kind, { opened: of(opened, kind), closed: of(closed, kind) }] as const),
  );
};

const HEADINGS = ['Ticket', 'What', 'Decision', 'Link', 'Old one'] as const;
const GAP = '  ';

/** How many of each kind were opened and closed, in one line. */
export const kindsLine = (renewals: Report['renewals']): string => {
  const kinds = Object.entries(renewals).map(
    ([kind, { opened, closed }]) => `${plain(kind)} ${opened} opened, ${closed} closed`,
  );
  return kinds.length === 0 ? 'No request was opened.' : `Renewals by kind: ${kinds.join('; ')}.`;
};

/** What happened to each renewal, as lines of a table. */
export const renewalsTable = (events: readonly PublishedEvent[]): readonly string[] => {
  const rows = [...renewalsIn(events).values()]
    .filter(({ hasBegun }) => hasBegun)
    .toSorted((a, b) => (ticketWords(a) < ticketWords(b) ? -1 : 1))
    .map((story) => [
      ticketWords(story),
      story.name,
      story.decision || (story.ticket === '' ? '' : 'not decided yet'),
      linkWords(story),
      story.oldSecret,
    ]);
  if (rows.length === 0) return ['No renewal moved.'];
  const all = [[...HEADINGS], ...rows];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...all.map((row) => Array.from(row[column] ?? '').length)),
  );
  return all.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - Array.from(cell).length))
      .join(GAP)
      .trimEnd(),
  );
};

/** A renewal moves before the desk has its request, and may end there. In lower case, so that these come last. */
const ticketWords = ({ ticket }: RenewalStory): string => ticket || 'no request yet';

const linkWords = ({ link, decision, kind, source, heldUp, rollOver }: RenewalStory): string => {
  if (heldUp !== undefined) return `held up at ${heldUp.failure}`;
  if (rollOver !== '') return rollOver;
  if (link !== '' || decision !== 'approved') return link;
  return kind === 'client-secret' && source === 'entra-applications' ? '' : 'by hand';
};
