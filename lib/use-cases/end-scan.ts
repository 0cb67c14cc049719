import { unarmed } from '../domain/arming.ts';
import { sliceId } from '../domain/ids.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { Directory } from '../ports/directory.ts';
import type { LastScans } from '../ports/last-scans.ts';
import type { Coverage, ScanKey, ScanState, Scans } from '../ports/scans.ts';
import type { Postponed } from './advance-scan.ts';
import { commitScan } from './commit-scan.ts';
import { type Absences, type ConfirmDeps, confirmAbsences } from './confirm-absences.ts';
import { noteLastScan } from './note-last-scan.ts';
import { eventMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface EndScanDeps extends Sending, ConfirmDeps {
  readonly scans: Scans;
  readonly directory: Directory;
  readonly lastScans: LastScans;
  readonly tenants: readonly Tenant[];
}

/** An event has room for this many; the coverage of a source has them all. */
const UNREAD_SAID = 100;

/**
 * Ends a scan and says what it saw and what not. Answers what keeps it from ending yet, if something does.
 *
 * Invariant: only a complete scan of everything says that something is gone, and each absence is confirmed by one more look
 * at that very thing.
 */
export const endScan = (deps: EndScanDeps) => {
  const commit = commitAndSend(deps);
  const save = commitScan(deps);
  const confirm = confirmAbsences(deps);
  const noteLast = noteLastScan(deps);

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

  /** What is missing, if this scan may tell. */
  const absencesOf = async (
    key: ScanKey,
    read: ScanState,
    failed: boolean,
    source: CredentialSource | undefined,
    now: Instant,
  ): Promise<Absences> =>
    failed || read.unreadTotal > 0 || source === undefined || read.scope === 'changes'
      ? { kind: 'confirmed', unread: [] }
      : confirm(key, read, source, now);

  const forget = async (key: ScanKey, { plan }: ScanState): Promise<void> => {
    const slices = plan?.slices.map((_, index) => ({ ...key, id: sliceId(deps.digest, key.id, index) }));
    for (const scan of slices ?? [key]) await deps.seen.forget(scan);
  };

  return async (
    key: ScanKey,
    stored: Stored<ScanState>,
    read: ScanState,
    failed: 'failed' | undefined,
    source: CredentialSource | undefined,
  ): Promise<Postponed | undefined> => {
    const now = deps.clock.now();
    const absences = await absencesOf(key, read, failed !== undefined, source, now);
    if (absences.kind === 'later') return absences;
    const missed = absences.kind === 'held' ? [heldBack(read, absences)] : absences.unread;
    const unread = [...read.unread, ...missed];
    const unreadTotal = read.unreadTotal + missed.length;
    const coverage: Coverage = failed ?? (unreadTotal === 0 ? 'complete' : 'partial');
    const ended = { at: now, coverage };
    const state: ScanState = { ...read, unread, unreadTotal, postponed: undefined, ended };
    const { tenant } = state;
    const type = 'expiry-monitor.scan.completed.v1';
    const data = {
      tenantId: tenant,
      environment: environmentOf(deps.tenants, tenant),
      credentialSource: state.source,
      scanId: key.id,
      coverage,
      scope: state.scope,
      subjects: state.subjects,
      credentials: state.credentials,
      unread: unread.slice(0, UNREAD_SAID),
      unreadTotal,
      startedAt: toIso(state.startedAt),
    };
    const messages = [
      eventMessage(deps.digest, { type, tenant, about: key.id, transition: 'ended', at: now, data }),
    ];
    // Before the end is: a worker that dies between the two would leave a source that nobody arms, or that nobody noted.
    if (coverage !== 'failed') await noteBaseline(state, now);
    await noteLast(state, now, coverage);
    const saved = await save(key, stored, { state, dueAt: undefined, messages });
    if (saved === undefined) return undefined; // a second worker ended it; its word stands
    const { source: name } = state;
    deps.log('SCAN_ENDED', {
      scanId: key.id,
      source: name,
      tenant,
      coverage,
      scope: state.scope,
      subjects: state.subjects,
      credentials: state.credentials,
      unread: unreadTotal,
      tookSeconds: Math.round((now - state.startedAt) / 1000),
    });
    if (coverage === 'failed') deps.log('SCAN_FAILED', { scanId: key.id, source: name, tenant });
    if (absences.kind === 'held')
      deps.log('SCAN_SHRUNK', {
        scanId: key.id,
        source: name,
        tenant,
        absent: absences.missing,
        known: absences.known,
      });
    await forget(key, state);
    return undefined;
  };
};

const heldBack = (
  { tenant, source }: ScanState,
  { missing, known }: Extract<Absences, { readonly kind: 'held' }>,
) => ({
  what: `${tenant}/${source}`,
  reason:
    `${missing} of ${known} known subjects were not met, which is more than SHRINK_LIMIT allows at once. ` +
    'Nothing was concluded from it.',
});

const environmentOf = (tenants: readonly Tenant[], id: Tenant['id']): string =>
  tenants.find((tenant) => tenant.id === id)?.environment ?? 'unknown';
