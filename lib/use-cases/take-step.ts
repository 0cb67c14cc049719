import { type SubjectId, subjectId } from '../domain/ids.ts';
import { markOf } from '../domain/marks.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { CredentialSource, SourceFailure } from '../ports/credential-source.ts';
import type { Log } from '../ports/log.ts';
import type { ScanKey, ScanState, Unread } from '../ports/scans.ts';
import type { SeenSubjects } from '../ports/seen-subjects.ts';
import type { KnownFacts } from './known-facts.ts';
import { inLanes, observePage } from './observe-page.ts';
import { observeSubject, type ObserveDeps } from './observe-subject.ts';
import type { Step } from './read-step.ts';

export interface TakeDeps extends ObserveDeps {
  readonly seen: SeenSubjects;
  readonly log: Log;
}

/** More than this many are counted, not listed. */
const UNREAD_LISTED = 200;
/** How many looks are under way at once. */
const LANES = 8;

/** Writes what a step of a scan showed, and answers where the scan then stands. Done twice, it is as if done once. */
export const takeStep = (deps: TakeDeps) => {
  const observeAll = observePage(deps);
  const observe = observeSubject(deps);

  /** Looks at each; what we may not see is unread, and what is away or throttled keeps the step from being taken. */
  const lookAt = async (source: CredentialSource, nativeIds: readonly string[], now: Instant) => {
    const { tenant, source: of } = source;
    const met: SubjectId[] = [];
    const unread: Unread[] = [];
    let failure: SourceFailure | undefined;
    await inLanes([...new Set(nativeIds)], LANES, async (nativeId) => {
      if (failure !== undefined) return;
      const look = await source.look(nativeId);
      if (!look.ok) {
        if (look.failure.code === 'FORBIDDEN') unread.push({ what: nativeId, reason: look.failure.detail });
        else failure = look.failure;
        return;
      }
      const id = subjectId(deps.digest, { tenant, source: of, nativeId });
      if (look.value !== undefined) met.push(id);
      await observe({ tenant, id }, look.value, now);
    });
    return { met, unread, failure };
  };

  return async (
    key: ScanKey,
    before: ScanState,
    step: Step,
    source: CredentialSource,
    known: KnownFacts | undefined,
    now: Instant,
  ): Promise<Result<ScanState, SourceFailure>> => {
    await observeAll(step.subjects, known?.facts, now);
    await inLanes(step.holdingNothing, LANES, (nativeId) => {
      const { tenant } = before;
      const id = subjectId(deps.digest, { tenant, source: before.source, nativeId });
      return observe({ tenant, id }, undefined, now);
    });
    const looked = await lookAt(source, [...step.toLookAt, ...step.gone], now);
    if (looked.failure !== undefined) return { ok: false, failure: looked.failure };
    const ids = [...step.subjects.map(({ id }) => id), ...looked.met];
    if (before.scope === 'full' && ids.length > 0)
      await deps.seen.note(key, before.pages, Float64Array.from(ids, markOf));
    const { tenant, source: name } = before;
    // What an earlier scan told of already is not told again.
    const told = new Set(before.scope === 'changes' ? before.unread.map(({ what }) => what) : []);
    const unread = [...step.unread, ...looked.unread].filter(({ what }) => !told.has(what));
    for (const { what } of unread) deps.log('ENTRY_UNREAD', { source: name, tenant, what });
    const { next } = step;
    return ok({
      ...next,
      pages: next.pages + 1,
      subjects: next.subjects + step.subjects.length + looked.met.length,
      credentials:
        next.credentials + step.subjects.reduce((sum, { credentials }) => sum + credentials.length, 0),
      unread: [...next.unread, ...unread].slice(0, UNREAD_LISTED),
      unreadTotal: next.unreadTotal + unread.length,
      known: before.cursor === undefined && before.pages === 0 ? known?.count : next.known,
      attempts: 0,
      postponed: undefined,
    });
  };
};
