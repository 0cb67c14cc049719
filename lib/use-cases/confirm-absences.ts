import type { Subject } from '../domain/credential.ts';
import { sliceId, type SubjectId } from '../domain/ids.ts';
import { markOf, markTable } from '../domain/marks.ts';
import { isTooMany } from '../domain/shrinking.ts';
import { type Instant, minutes } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { ScanKey, ScanState, Unread } from '../ports/scans.ts';
import type { SeenSubjects } from '../ports/seen-subjects.ts';
import type { SubjectKey } from '../ports/subjects.ts';
import type { Postponed } from './advance-scan.ts';
import { observeSubject, type ObserveDeps } from './observe-subject.ts';

export interface ConfirmDeps extends ObserveDeps {
  readonly seen: SeenSubjects;
  readonly clock: Clock;
  /** By more than this part of what was known, in percent, no count may shrink at once. */
  readonly shrinkLimit: number;
}

export type Absences =
  /** Each that a scan did not meet was looked at; `unread` could not be. */
  | { readonly kind: 'confirmed'; readonly unread: readonly Unread[] }
  /** So many are missing that something else must be wrong; none was looked at. */
  | { readonly kind: 'held'; readonly missing: number; readonly known: number }
  /** There was no time for all of them, or the source wants us to wait. */
  | Postponed;

const BUDGET = minutes(3);
const UNREADABLE = 'unreadable' as const;

/** Looks at each known subject that a full scan did not meet. */
export const confirmAbsences = (deps: ConfirmDeps) => {
  const observe = observeSubject(deps);

  const factsOf = async (key: SubjectKey): Promise<Subject | undefined> =>
    (await deps.subjects.find(key))?.state.facts;

  const seenBy = async (key: ScanKey, { plan }: ScanState) => {
    const seen = markTable();
    const scans = plan?.slices.map((_, index) => ({ ...key, id: sliceId(deps.digest, key.id, index) })) ?? [
      key,
    ];
    for (const scan of scans)
      for await (const marks of deps.seen.read(scan)) for (const mark of marks) seen.set(mark, 1);
    return seen;
  };

  return async (
    key: ScanKey,
    state: ScanState,
    source: CredentialSource,
    now: Instant,
  ): Promise<Absences> => {
    const began = deps.clock.now();
    // Nothing was known when it began, so nothing of it can be missing.
    if (state.known === 0) return { kind: 'confirmed', unread: [] };
    const seen = await seenBy(key, state);
    const missing: SubjectId[] = [];
    let known = 0;
    for await (const subject of deps.subjects.known(state.tenant)) {
      if (subject.isGone || (subject.source ?? state.source) !== state.source) continue;
      known += 1;
      if (seen.get(markOf(subject.id)) === undefined) missing.push(subject.id);
    }
    if (isTooMany(missing.length, known, deps.shrinkLimit))
      return { kind: 'held', missing: missing.length, known };
    const unread: Unread[] = [];
    for (const id of missing) {
      if (deps.clock.now() - began > BUDGET)
        return later(state, { code: 'UNAVAILABLE', detail: 'There are many absences to confirm.' });
      const facts = await factsOf({ tenant: state.tenant, id }).catch(() => UNREADABLE);
      if (facts === UNREADABLE) unread.push({ what: id, reason: 'What we know of it can not be read.' });
      if (facts === UNREADABLE || facts?.source !== state.source) continue;
      const look = await source.look(facts.nativeId);
      if (look.ok) await observe(facts, look.value, now);
      else if (look.failure.code === 'THROTTLED') return later(state, look.failure);
      else unread.push({ what: facts.nativeId, reason: look.failure.detail });
    }
    return { kind: 'confirmed', unread };
  };
};

const later = ({ attempts }: ScanState, failure: Postponed['failure']): Postponed => ({
  kind: 'later',
  attempts,
  failure,
});
