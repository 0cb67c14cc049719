import { type Digest, type ScanId, scanId } from '../domain/ids.ts';
import { between, type Duration, type Instant, plus } from '../domain/time.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { LastScan, LastScans } from '../ports/last-scans.ts';
import type { Scans, ScanState } from '../ports/scans.ts';
import { noteStarted } from './note-last-scan.ts';
import { scanMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface StartScanDeps extends Sending {
  readonly scans: Scans;
  readonly lastScans: LastScans;
  readonly digest: Digest;
  /** A scan that has not moved for this long is woken again. */
  readonly stepLease: Duration;
  /** After this long everything is read again, whatever changes were told in between. */
  readonly fullScanEvery: Duration;
}

type Scanned = Pick<CredentialSource, 'tenant' | 'source' | 'changes'>;

/** Starts a scan of one source; `slot` names it, so that within one slot there is one, however often it is asked for. */
export const startScan = (deps: StartScanDeps) => {
  const commit = commitAndSend(deps);
  const note = noteStarted(deps);

  /** Changes are enough where they can be told and everything was read not too long ago. */
  const beginning = (
    { changes }: Scanned,
    last: LastScan | undefined,
    now: Instant,
  ): Pick<ScanState, 'scope' | 'mark' | 'unread' | 'unreadTotal'> => {
    const { mark, full, unread = [], unreadTotal = 0 } = last ?? {};
    const isEnough =
      changes !== undefined &&
      mark !== undefined &&
      full !== undefined &&
      between(full.endedAt, now) < deps.fullScanEvery;
    return isEnough
      ? { scope: 'changes', mark, unread, unreadTotal }
      : { scope: 'full', mark: undefined, unread: [], unreadTotal: 0 };
  };

  return async (scanned: Scanned, slot: Instant): Promise<boolean> => {
    const { tenant, source } = scanned;
    const now = deps.clock.now();
    const id: ScanId = scanId(deps.digest, tenant, source, slot);
    const last = await deps.lastScans.find({ tenant, source });
    const started = await commit(
      deps.scans,
      { tenant, id },
      {
        expected: 'absent',
        state: { ...blankScan(scanned, slot), ...beginning(scanned, last?.state, now) },
        dueAt: plus(now, deps.stepLease),
        messages: [scanMessage(deps.digest, { tenant, source, id }, 'start')],
      },
    );
    if (started.ok) await note(scanned, { id, at: slot });
    return started.ok; // if not: it was asked for before
  };
};

/** A scan of which nothing is read yet. */
export const blankScan = (
  { tenant, source }: Pick<CredentialSource, 'tenant' | 'source'>,
  startedAt: Instant,
): ScanState => ({
  ...{ tenant, source, startedAt, scope: 'full', cursor: undefined, pages: 0, milestone: undefined },
  ...{ mark: undefined, catchingUp: false, known: undefined, subjects: 0, credentials: 0 },
  ...{ unread: [], unreadTotal: 0, attempts: 0, postponed: undefined },
  ...{ slice: undefined, plan: undefined, ended: undefined },
});
