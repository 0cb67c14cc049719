import { isTooMany } from '../domain/shrinking.ts';
import type { Duration, Instant } from '../domain/time.ts';
import type { CredentialSource, SourceFailure } from '../ports/credential-source.ts';
import type { LastScans } from '../ports/last-scans.ts';
import type { ScanKey, ScanState } from '../ports/scans.ts';
import { type KnownFacts, knownFacts } from './known-facts.ts';
import { afterPart, fromTheStart, readStep, type Step } from './read-step.ts';
import { type TakeDeps, takeStep } from './take-step.ts';

export interface AdvanceDeps extends TakeDeps {
  readonly lastScans: LastScans;
  readonly shrinkLimit: number;
}

/** What is to be done with a scan now. */
export type Advance =
  | { readonly kind: 'on'; readonly state: ScanState }
  | { readonly kind: 'over'; readonly state: ScanState; readonly failed: 'failed' | undefined }
  | Postponed;

export interface Postponed {
  readonly kind: 'later';
  readonly attempts: number;
  readonly failure: {
    readonly code: string;
    readonly detail: string;
    readonly retryAfter?: Duration | undefined;
  };
}

/** After so many failures in a row a scan gives up what it can't read, and says so; the next one starts anew. */
const FAILURES_TO_GIVE_UP = 12;
/** From so many subjects in a page it costs less to read what is known of all. */
const LARGE_PAGE = 100;
/** More changes than these are not worth a look each: everything is read. */
const MOST_LOOKS = 300;

/** Takes a scan one request further. One of these is for one worker and one scan. */
export const advanceScan = (deps: AdvanceDeps) => {
  const read = readStep(deps.digest);
  const take = takeStep(deps);
  let known: KnownFacts | undefined;

  /** Whether so much changed, or went, that reading everything costs less, or is safer. */
  const isWorthAll = async ({ scope, tenant, source }: ScanState, step: Step): Promise<boolean> => {
    if (scope === 'full' || step.toLookAt.length + step.gone.length === 0) return false;
    if (step.toLookAt.length + step.gone.length > MOST_LOOKS) return true;
    const last = await deps.lastScans.find({ tenant, source });
    return isTooMany(step.gone.length, last?.state.full?.subjects ?? 0, deps.shrinkLimit);
  };

  return async (key: ScanKey, state: ScanState, source: CredentialSource, now: Instant): Promise<Advance> => {
    const step = await read(source, state);
    if (!step.ok) return stopped(state, step.failure);
    if (await isWorthAll(state, step.value)) return { kind: 'on', state: fromTheStart(state) };
    if (step.value.subjects.length >= LARGE_PAGE) known ??= await knownFacts(deps.subjects, source);
    const taken = await take(key, state, step.value, source, known, now);
    if (!taken.ok) return stopped(state, taken.failure);
    return step.value.isLast
      ? { kind: 'over', state: taken.value, failed: undefined }
      : { kind: 'on', state: taken.value };
  };
};

/** Throttling only slows a scan down. What we may not read, or what stays away for too long, is given up. */
export const stopped = (state: ScanState, failure: SourceFailure): Advance => {
  if (failure.code === 'THROTTLED') return { kind: 'later', attempts: state.attempts, failure };
  const attempts = state.attempts + 1;
  if (failure.code === 'UNAVAILABLE' && attempts < FAILURES_TO_GIVE_UP)
    return { kind: 'later', attempts, failure };
  const { tenant, source, slice } = state;
  const unread = { what: slice?.parts[slice.at] ?? `${tenant}/${source}`, reason: failure.detail };
  const given = {
    ...state,
    attempts: 0,
    unread: [...state.unread, unread],
    unreadTotal: state.unreadTotal + 1,
  };
  if (slice === undefined) return { kind: 'over', state: given, failed: 'failed' };
  const { next, isLast } = afterPart(given);
  return isLast ? { kind: 'over', state: next, failed: undefined } : { kind: 'on', state: next };
};
