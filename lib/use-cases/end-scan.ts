import { unarmed } from '../domain/arming.ts';
import type { Digest } from '../domain/ids.ts';
import { seenMark, seenMarks } from '../domain/seen.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { Directory } from '../ports/directory.ts';
import type { LastScans } from '../ports/last-scans.ts';
import type { Coverage, ScanKey, ScanState, Scans, Unread } from '../ports/scans.ts';
import type { Subjects } from '../ports/subjects.ts';
import { commitScan } from './commit-scan.ts';
import { noteLastScan } from './note-last-scan.ts';
import { observeSubject } from './observe-subject.ts';
import { eventMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface EndScanDeps extends Sending {
  readonly scans: Scans;
  readonly subjects: Subjects;
  readonly directory: Directory;
  readonly lastScans: LastScans;
  readonly tenants: readonly Tenant[];
  readonly digest: Digest;
}

/** An event has room for this many; the inventory has them all. */
const UNREAD_SAID = 100;

/**
 * Ends a scan and says what it saw and what not.
 *
 * Invariant: only a complete scan says that something is gone, and each absence is confirmed by one more look at that
 * very thing.
 */
export const endScan = (deps: EndScanDeps) => {
  const commit = commitAndSend(deps);
  const save = commitScan(deps);
  const observe = observeSubject(deps);
  const noteLast = noteLastScan(deps);

  const confirmAbsences = async (
    state: ScanState,
    source: CredentialSource,
    now: Instant,
  ): Promise<Unread[]> => {
    const unread: Unread[] = [];
    const seen = seenMarks(state.seen);
    for await (const known of deps.subjects.list(state.tenant, (row) =>
      unread.push({ what: row, reason: 'What we know of it can not be read.' }),
    )) {
      const { facts, goneAt } = known;
      if (facts.source !== state.source || goneAt !== undefined || seen.has(seenMark(facts.id))) continue;
      const look = await source.look(facts.nativeId);
      if (look.ok) await observe(facts, look.value, now);
      else unread.push({ what: facts.nativeId, reason: look.failure.detail });
    }
    return unread;
  };

  const noteBaseline = async ({ tenant, source }: ScanState, now: Instant): Promise<void> => {
    const stored = await deps.directory.find({ tenant, source });
    if (stored?.state.baselineAt !== undefined) return;
    const environment = environmentOf(deps.tenants, tenant);
    const saved = await commit(
      deps.directory,
      { tenant, source },
      {
        expected: stored?.version ?? 'absent',
        state: { ...(stored?.state ?? unarmed({ tenant, source })), baselineAt: now },
        dueAt: undefined,
        messages: [
          eventMessage(deps.digest, {
            type: 'expiry-monitor.source.baseline-completed.v1',
            tenant,
            about: `${tenant}/${source}`,
            transition: 'baseline',
            at: now,
            data: { tenantId: tenant, environment, credentialSource: source },
          }),
        ],
      },
    );
    if (!saved.ok) return; // another scan of this source noted it first
  };

  return async (
    key: ScanKey,
    stored: Stored<ScanState>,
    read: ScanState,
    failed: 'failed' | undefined,
    source: CredentialSource | undefined,
  ): Promise<void> => {
    const now = deps.clock.now();
    const missed =
      failed === undefined && read.unreadTotal === 0 && source !== undefined
        ? await confirmAbsences(read, source, now)
        : [];
    const unread = [...read.unread, ...missed];
    const unreadTotal = read.unreadTotal + missed.length;
    const coverage: Coverage = failed ?? (unreadTotal === 0 ? 'complete' : 'partial');
    const state: ScanState = { ...read, unread, unreadTotal, seen: '', ended: { at: now, coverage } };
    const data = {
      tenantId: state.tenant,
      environment: environmentOf(deps.tenants, state.tenant),
      credentialSource: state.source,
      scanId: key.id,
      coverage,
      subjects: state.subjects,
      credentials: state.credentials,
      unread: unread.slice(0, UNREAD_SAID),
      unreadTotal,
      startedAt: toIso(state.startedAt),
    };
    const { tenant } = state;
    const type = 'expiry-monitor.scan.completed.v1';
    const messages = [
      eventMessage(deps.digest, { type, tenant, about: key.id, transition: 'ended', at: now, data }),
    ];
    // Before the end is: a worker that dies between the two would leave a source that nobody arms.
    if (coverage !== 'failed') await noteBaseline(state, now);
    const saved = await save(key, stored, { state, dueAt: undefined, messages });
    if (saved === undefined) return; // a second worker ended it; its word stands
    deps.log('SCAN_ENDED', {
      scanId: key.id,
      source: state.source,
      coverage,
      subjects: state.subjects,
      credentials: state.credentials,
      unread: unreadTotal,
      tookSeconds: Math.round((now - state.startedAt) / 1000),
    });
    await noteLast(state, now, coverage);
    if (coverage === 'failed') deps.log('SCAN_FAILED', { scanId: key.id, source: state.source, tenant });
  };
};

const environmentOf = (tenants: readonly Tenant[], id: Tenant['id']): string =>
  tenants.find((tenant) => tenant.id === id)?.environment ?? 'unknown';
