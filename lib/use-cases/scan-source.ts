import { nextTry } from '../domain/backoff.ts';
import type { Digest } from '../domain/ids.ts';
import { seenMark } from '../domain/seen.ts';
import { type Duration, type Instant, minutes, plus } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { CredentialSource, SourcePage } from '../ports/credential-source.ts';
import type { ScanKey, ScanState, Scans } from '../ports/scans.ts';
import type { Subjects } from '../ports/subjects.ts';
import { commitScan } from './commit-scan.ts';
import { endScan, type EndScanDeps } from './end-scan.ts';
import { observeSubject } from './observe-subject.ts';
import { scanMessage } from './outgoing.ts';
import type { Sending } from './send-pending.ts';

interface Deps extends Sending, EndScanDeps {
  readonly scans: Scans;
  readonly subjects: Subjects;
  readonly sources: readonly CredentialSource[];
  readonly digest: Digest;
  readonly stepLease: Duration;
  readonly firstRetry: Duration;
}

/** After this long a run hands over to the next message, far from any function time-out. */
const BUDGET = minutes(4);
/** After so many failures in a row the scan ends as failed, and says so; the next one starts anew. */
const FAILURES_TO_GIVE_UP = 12;
/** More than this many are counted, not listed. */
const UNREAD_LISTED = 200;
/** Reads a source from where its scan stands, page by page, and remembers after each page how far it got. */
export const scanSource = (deps: Deps) => {
  const commit = commitScan(deps);
  const observe = observeSubject(deps);
  const end = endScan(deps);

  const save = async (
    key: ScanKey,
    stored: Stored<ScanState>,
    state: ScanState,
    dueAt: Instant,
    again?: string,
  ) => {
    const messages =
      again === undefined ? [] : [scanMessage(deps.digest, { ...key, source: state.source }, again)];
    const version = await commit(key, stored, { state, dueAt, messages });
    return version && { state, version };
  };

  const take = async (page: SourcePage, state: ScanState, now: Instant): Promise<ScanState> => {
    for (const facts of page.subjects) await observe(facts, facts, now);
    for (const { what } of page.unread)
      deps.log('ENTRY_UNREAD', { source: state.source, tenant: state.tenant, what });
    return {
      ...state,
      cursor: page.next,
      subjects: state.subjects + page.subjects.length,
      credentials:
        state.credentials + page.subjects.reduce((sum, { credentials }) => sum + credentials.length, 0),
      unread: [...state.unread, ...page.unread].slice(0, UNREAD_LISTED),
      unreadTotal: state.unreadTotal + page.unread.length,
      seen: state.seen + page.subjects.map(({ id }) => seenMark(id)).join(''),
      attempts: 0,
    };
  };

  return async (key: ScanKey): Promise<void> => {
    let stored = await deps.scans.find(key);
    if (stored === undefined || stored.state.ended !== undefined) return;
    const { tenant, source: name } = stored.state;
    const source = deps.sources.find((known) => known.tenant === tenant && known.source === name);
    if (source === undefined) {
      const unread = [{ what: `${tenant}/${name}`, reason: 'This source is no longer configured.' }];
      return end(key, stored, { ...stored.state, unread, unreadTotal: 1 }, 'failed', undefined);
    }
    deps.log('SCAN_STARTED', { scanId: key.id, source: name, tenant });
    const startedAt = deps.clock.now();
    for (;;) {
      const now = deps.clock.now();
      const page = await source.page(stored.state.cursor);
      if (!page.ok) {
        const attempts = stored.state.attempts + 1;
        const unread = [...stored.state.unread, { what: `${tenant}/${name}`, reason: page.failure.detail }];
        if (page.failure.code === 'FORBIDDEN' || attempts >= FAILURES_TO_GIVE_UP)
          return end(
            key,
            stored,
            { ...stored.state, attempts, unread, unreadTotal: stored.state.unreadTotal + 1 },
            'failed',
            source,
          );
        deps.log('SCAN_POSTPONED', {
          scanId: key.id,
          source: name,
          attempts,
          failure: page.failure.code,
          detail: page.failure.detail,
        });
        await save(key, stored, { ...stored.state, attempts }, nextTry(now, deps.firstRetry, attempts));
        return;
      }
      const state = await take(page.value, stored.state, now);
      if (state.cursor === undefined) return end(key, stored, state, undefined, source);
      const handOver = now - startedAt > BUDGET;
      const saved = await save(
        key,
        stored,
        state,
        plus(deps.clock.now(), deps.stepLease),
        handOver ? `on@${state.subjects}` : undefined,
      );
      if (saved === undefined || handOver) return; // handed over, or another worker has this scan
      stored = saved;
    }
  };
};
