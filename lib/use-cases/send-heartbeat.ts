import type { Digest } from '../domain/ids.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Duration, type Instant, minutes, plus, toIso } from '../domain/time.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { Directory } from '../ports/directory.ts';
import type { LastScans } from '../ports/last-scans.ts';
import { freshness } from './freshness.ts';
import { eventMessage } from './outgoing.ts';
import type { Sending } from './send-pending.ts';

interface Deps extends Sending {
  readonly digest: Digest;
  readonly tenants: readonly Tenant[];
  readonly sources: readonly CredentialSource[];
  readonly directory: Directory;
  readonly lastScans: LastScans;
  readonly heartbeatWithin: Duration;
}

/** A timer that fires twice within a minute says one thing. */
const SLOT = minutes(1);

/**
 * Says of each tenant that we are at work, by when to hear the next one, and how old our knowledge is. It is sent at once
 * and never kept: a heartbeat that comes late is none, and its absence is what tells.
 */
export const sendHeartbeat = (deps: Deps) => {
  const sourceOf = async ({ tenant, source, completeAt }: Awaited<ReturnType<typeof freshness>>[number]) => {
    const arming = await deps.directory.find({ tenant, source });
    return {
      credentialSource: source,
      armed: arming?.state.armedAt !== undefined,
      ...(completeAt === undefined ? {} : { lastCompleteScanAt: toIso(completeAt) }),
    };
  };

  return async (): Promise<void> => {
    const now = deps.clock.now();
    const { count, oldestAt } = await deps.outbox.backlog();
    const unsent = { unsent: count, ...(oldestAt === undefined ? {} : { unsentSince: toIso(oldestAt) }) };
    for (const { id: tenant, environment } of deps.tenants) {
      const known = await freshness({
        ...deps,
        sources: deps.sources.filter((each) => each.tenant === tenant),
      });
      const message = eventMessage(deps.digest, {
        type: 'expiry-monitor.monitor.heartbeat.v1',
        tenant,
        about: tenant,
        transition: `beat@${Math.floor(now / SLOT)}`,
        at: now,
        data: {
          tenantId: tenant,
          environment,
          nextBefore: toIso(plus(now, deps.heartbeatWithin)),
          sources: await Promise.all(known.map(sourceOf)),
          ...unsent,
        },
      });
      const sent = await deps.publisher.send(message);
      deps.log(sent.ok ? 'HEARTBEAT' : 'HEARTBEAT_UNSENT', {
        tenant,
        unsent: count,
        unsentSeconds: oldestAt === undefined ? 0 : age(oldestAt, now),
        // -1, so that a query that looks for what is too old finds it by asking for that as well.
        oldestCompleteScanSeconds: Math.max(
          -1,
          ...known.map(({ completeAt }) => (completeAt === undefined ? -1 : age(completeAt, now))),
        ),
        neverComplete: known.filter(({ completeAt }) => completeAt === undefined).length,
      });
    }
  };
};

const age = (at: Instant, now: Instant): number => Math.max(0, Math.round((now - at) / 1000));
