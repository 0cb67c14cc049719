import { type Digest, scanId } from '../domain/ids.ts';
import { type Duration, type Instant, instantOfMs, plus, seconds } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { Scans } from '../ports/scans.ts';
import { scanMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

interface Deps extends Sending {
  readonly scans: Scans;
  readonly sources: readonly CredentialSource[];
  readonly digest: Digest;
  readonly clock: Clock;
  /** A scan that has not moved for this long is woken again. */
  readonly stepLease: Duration;
}

/** Starts a scan of every source of every tenant. */
export const scheduleScans = (deps: Deps) => {
  const commit = commitAndSend(deps);

  const start = async ({ tenant, source }: CredentialSource, now: Instant): Promise<boolean> => {
    const id = scanId(deps.digest, tenant, source, now);
    const started = await commit(
      deps.scans,
      { tenant, id },
      {
        expected: 'absent',
        state: {
          tenant,
          source,
          startedAt: now,
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
    return started.ok; // if not: the same timer's run was here before us
  };

  return async (): Promise<{ readonly started: number }> => {
    const now = deps.clock.now();
    let started = 0;
    for (const source of deps.sources) if (await start(source, slotOf(now))) started += 1;
    return { started };
  };
};

/** Two timers that fire within the same ten seconds mean the same scan. */
const SLOT = seconds(10);
const slotOf = (now: Instant): Instant => instantOfMs(now - (now % SLOT));
