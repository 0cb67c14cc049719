import { type Instant, toIso } from '../domain/time.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Clock } from '../ports/clock.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { LastScan, LastScans } from '../ports/last-scans.ts';
import type { Scans, ScanState } from '../ports/scans.ts';

interface Deps {
  readonly sources: readonly Pick<CredentialSource, 'tenant' | 'source'>[];
  readonly lastScans: LastScans;
  readonly scans: Scans;
  readonly tenants: readonly Tenant[];
  readonly clock: Clock;
}

/** Of each source: how its last scans ended, what is not read, how old what is known is, and the scan that is under way. */
export const showCoverage = (deps: Deps) => {
  const underWay = async ({ tenant, started }: LastScan) => {
    const scan = started && (await deps.scans.find({ tenant, id: started.id }))?.state;
    return scan === undefined || scan.ended !== undefined ? {} : { underWay: progressOf(scan) };
  };

  const sourceOf = async ({ tenant, source }: Deps['sources'][number], now: Instant) => {
    const environment = deps.tenants.find(({ id }) => id === tenant)?.environment ?? 'unknown';
    const last = (await deps.lastScans.find({ tenant, source }))?.state;
    if (last === undefined) return { tenant, environment, source, unread: [], unreadTotal: 0, latest: [] };
    const { coverage, endedAt, completeAt, full, unread, unreadTotal, latest } = last;
    return {
      ...{ tenant, environment, source, coverage, unread: [...unread], unreadTotal },
      endedAt: endedAt && toIso(endedAt),
      ageSeconds: completeAt && Math.max(0, Math.round((now - completeAt) / 1000)),
      known: full && { subjects: full.subjects, credentials: full.credentials, at: toIso(full.endedAt) },
      latest: latest.map((one) => ({
        ...one,
        startedAt: toIso(one.startedAt),
        endedAt: toIso(one.endedAt),
      })),
      ...(await underWay(last)),
    };
  };

  return async () => {
    const now = deps.clock.now();
    return Promise.all(deps.sources.map((source) => sourceOf(source, now)));
  };
};

const progressOf = ({ startedAt, scope, subjects, plan, postponed }: ScanState) => ({
  ...{ startedAt: toIso(startedAt), scope, subjects },
  openParts: plan?.open.length,
  postponed: postponed && { until: toIso(postponed.until), reason: postponed.reason },
});
