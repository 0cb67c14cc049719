import { type Digest, scanId } from '../domain/ids.ts';
import { type Duration, type Instant, plus } from '../domain/time.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { Scans } from '../ports/scans.ts';
import { scanMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface StartScanDeps extends Sending {
  readonly scans: Scans;
  readonly digest: Digest;
  /** A scan that has not moved for this long is woken again. */
  readonly stepLease: Duration;
}

/** Starts a scan of one source; `slot` names it, so that within one slot there is one, however often it is asked for. */
export const startScan = (deps: StartScanDeps) => {
  const commit = commitAndSend(deps);
  return async (
    { tenant, source }: Pick<CredentialSource, 'tenant' | 'source'>,
    slot: Instant,
  ): Promise<boolean> => {
    const now = deps.clock.now();
    const id = scanId(deps.digest, tenant, source, slot);
    const started = await commit(
      deps.scans,
      { tenant, id },
      {
        expected: 'absent',
        state: {
          tenant,
          source,
          startedAt: slot,
          cursor: undefined,
          subjects: 0,
          credentials: 0,
          unread: [],
          unreadTotal: 0,
          seen: '',
          attempts: 0,
          ended: undefined,
        },
        dueAt: plus(now, deps.stepLease),
        messages: [scanMessage(deps.digest, { tenant, source, id }, 'start')],
      },
    );
    return started.ok; // if not: it was asked for before
  };
};
