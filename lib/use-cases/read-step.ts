import type { Subject } from '../domain/credential.ts';
import { type Digest, fingerprint } from '../domain/ids.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { CredentialSource, SourceFailure } from '../ports/credential-source.ts';
import type { ScanState, Unread } from '../ports/scans.ts';

/** What one request of a scan gave, and where the scan stands after it. */
export interface Step {
  readonly subjects: readonly Subject[];
  /** Native ids of what is to be looked at, and of what is said to be gone. */
  readonly toLookAt: readonly string[];
  readonly gone: readonly string[];
  readonly holdingNothing: readonly string[];
  readonly unread: readonly Unread[];
  readonly next: ScanState;
  /** Nothing is left to read. */
  readonly isLast: boolean;
}

const NOTHING = { subjects: [], toLookAt: [], gone: [], holdingNothing: [], unread: [] };

/** One more request of a scan, from where it stands. */
export const readStep =
  (digest: Digest) =>
  async (source: CredentialSource, state: ScanState): Promise<Result<Step, SourceFailure>> =>
    source.changes !== undefined && (state.scope === 'changes' || state.catchingUp)
      ? readChanges(source.changes, state)
      : readPage(digest, source, state);

const readPage = async (
  digest: Digest,
  source: CredentialSource,
  state: ScanState,
): Promise<Result<Step, SourceFailure>> => {
  let { mark } = state;
  if (source.changes !== undefined && state.cursor === undefined && state.slice === undefined) {
    const marked = await source.changes.mark();
    if (!marked.ok) return marked;
    mark = marked.value;
  }
  const page = await source.page(state.cursor, state.slice?.parts[state.slice.at]);
  if (!page.ok) return page;
  const { subjects, unread, next } = page.value;
  const met = next === undefined ? undefined : fingerprint(digest, next);
  const read = { ...NOTHING, subjects, unread };
  if (met !== undefined && met === state.milestone) {
    const over = afterPart({ ...state, mark });
    return ok({ ...read, unread: [...unread, loopOf(state)], ...over });
  }
  if (next === undefined) return ok({ ...read, ...afterPart({ ...state, mark }) });
  // A cursor is remembered at every power of two, so that a circle of whatever length is found within two rounds.
  const pages = state.pages + 1;
  const milestone = (pages & (pages - 1)) === 0 ? met : state.milestone;
  return ok({ ...read, next: { ...state, mark, cursor: next, milestone }, isLast: false });
};

const loopOf = ({ tenant, source, slice }: ScanState): Unread => ({
  what: slice?.parts[slice.at] ?? `${tenant}/${source}`,
  reason: 'Its pages lead back to one that was read before, so the rest of it was never shown.',
});

const readChanges = async (
  changes: NonNullable<CredentialSource['changes']>,
  state: ScanState,
): Promise<Result<Step, SourceFailure>> => {
  const from = state.cursor ?? state.mark;
  const page = from === undefined ? fail({ code: 'EXPIRED', detail: '' } as const) : await changes.page(from);
  if (!page.ok) {
    const { failure } = page;
    return failure.code === 'EXPIRED'
      ? ok({ ...NOTHING, next: fromTheStart(state), isLast: false })
      : fail(failure);
  }
  const { subjects, toLookAt, gone, holdingNothing, unread, next, mark } = page.value;
  const isLast = next === undefined;
  return ok({
    ...{ subjects, toLookAt, gone, holdingNothing, unread, isLast },
    next: { ...state, cursor: next, mark: isLast ? mark : state.mark },
  });
};

/** The same scan, which now reads everything. What it missed so far, it may meet. */
export const fromTheStart = (state: ScanState): ScanState => ({
  ...state,
  ...{ scope: 'full', catchingUp: false, cursor: undefined, milestone: undefined, mark: undefined },
  ...{ pages: 0, subjects: 0, credentials: 0, unread: [], unreadTotal: 0, known: undefined },
});

/** Where a scan stands when a part of it, or all of it, was read or given up. */
export const afterPart = (state: ScanState): Pick<Step, 'next' | 'isLast'> => {
  const { slice, mark } = state;
  const next = { ...state, cursor: undefined, milestone: undefined };
  if (slice !== undefined) {
    const isLast = slice.at + 1 >= slice.parts.length;
    return { next: isLast ? next : { ...next, slice: { ...slice, at: slice.at + 1 } }, isLast };
  }
  return mark === undefined ? { next, isLast: true } : { next: { ...next, catchingUp: true }, isLast: false };
};
