import type { CredentialId } from './ids.ts';
import type { Instant } from './time.ts';
import type { QuietReason, Verdict } from './verdict.ts';

/** One credential, as it stands when a day is summed up. */
export interface DayLine {
  readonly id: CredentialId;
  readonly firstSeenAt: Instant;
  readonly verdict: Verdict;
  /** How close to the end its stage is; below 0 before the first stage, `expired` for the last. */
  readonly rank: number;
  readonly isExpired: boolean;
  /** Whether its source speaks; if not, it is not counted, and what is not counted is not resolved. */
  readonly isArmed: boolean;
  readonly isAnnounced: boolean;
  /** Someone asked for it, and it holds. */
  readonly isSilent: boolean;
}

/** What a day brought, in numbers. */
export interface DayTally {
  readonly credentials: number;
  readonly new: number;
  readonly due: number;
  readonly expired: number;
  readonly slipped: number;
  readonly resolved: number;
  readonly silenced: number;
  readonly waiting: number;
}

/**
 * What is remembered from one day to the next: every credential that was open, by the first 40 bits of its id, with how
 * close to its end it stood. Marks of equal length in one text, so that tens of thousands fit into a row.
 */
export type OpenMarks = string;

const ID_LENGTH = 8;
const MARK_LENGTH = ID_LENGTH + 1;
/** What a row can hold; whatever is beyond is counted as new to be open each day. */
const MOST_MARKS = 40_000;

const markOf = (id: CredentialId): string => id.slice(3, 3 + ID_LENGTH);

const OPEN: ReadonlySet<QuietReason> = new Set<QuietReason>([
  'already-announced',
  'renewal-under-way',
  'long-expired',
  'snoozed',
  'accepted-risk',
]);

/** Near its end or past it, and nothing has taken over. What is silent is still open. */
const isOpen = ({ verdict, rank, isExpired }: DayLine): boolean =>
  (rank >= 0 || isExpired) && (verdict.kind === 'announce' || OPEN.has(verdict.reason));

const isQuiet = ({ verdict }: DayLine, reason: QuietReason): boolean =>
  verdict.kind === 'quiet' && verdict.reason === reason;

/** Sums a day up against the marks of the one before, and gives the marks for the next. */
export const tallyDay = (
  all: readonly DayLine[],
  before: { readonly at: Instant; readonly open: OpenMarks } | undefined,
): { readonly tally: DayTally; readonly open: OpenMarks } => {
  const lines = all.filter(({ isArmed }) => isArmed);
  const unheard = new Set(all.filter(({ isArmed }) => !isArmed).map(({ id }) => markOf(id)));
  const earlier = ranksIn(before?.open ?? '');
  const open = lines.filter(isOpen);
  const stillOpen = new Set(open.map(({ id }) => markOf(id)));
  const count = (holds: (line: DayLine) => boolean) => lines.filter(holds).length;
  const tally: DayTally = {
    credentials: lines.length,
    new: before === undefined ? 0 : count(({ firstSeenAt }) => firstSeenAt > before.at),
    due: open.filter((line) => !line.isExpired && line.isAnnounced && !line.isSilent).length,
    expired: open.filter((line) => line.isExpired && !isQuiet(line, 'accepted-risk')).length,
    slipped: open.filter((line) => hasSlipped(line, earlier.get(markOf(line.id)))).length,
    resolved: [...earlier.keys()].filter((mark) => !stillOpen.has(mark) && !unheard.has(mark)).length,
    silenced: count(({ isSilent }) => isSilent),
    waiting: count(({ verdict }) => verdict.kind === 'announce'),
  };
  return { tally, open: marksOf(open) };
};

/** Closer to its end than the day before, and nobody has agreed to a new one. */
const hasSlipped = (line: DayLine, earlier: number | undefined): boolean =>
  earlier !== undefined &&
  shown(line.rank) > earlier &&
  !line.isSilent &&
  !isQuiet(line, 'renewal-under-way');

/** Ranks are few, a stage each; beyond this nobody tells one from the next. */
const shown = (rank: number): number => Math.min(Math.max(rank, 0), HIGHEST);
const HIGHEST = 60;

const marksOf = (open: readonly DayLine[]): OpenMarks =>
  open
    .slice(0, MOST_MARKS)
    .map(({ id, rank }) => `${markOf(id)}${String.fromCharCode(ZERO + shown(rank))}`)
    .join('');
const ZERO = 48;

const ranksIn = (marks: OpenMarks): ReadonlyMap<string, number> => {
  const ranks = new Map<string, number>();
  for (let i = 0; i < marks.length; i += MARK_LENGTH)
    ranks.set(marks.slice(i, i + ID_LENGTH), marks.charCodeAt(i + ID_LENGTH) - ZERO);
  return ranks;
};
