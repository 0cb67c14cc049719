import { graphApplications } from '../../../lib/adapters/graph/applications-source.ts';
import { sha256 } from '../../../lib/adapters/system/sha256.ts';
import { tableDirectory } from '../../../lib/adapters/tables/directory-table.ts';
import { tableLastScans } from '../../../lib/adapters/tables/last-scans-table.ts';
import { tableOutbox } from '../../../lib/adapters/tables/outbox-table.ts';
import { tableScans } from '../../../lib/adapters/tables/scans-table.ts';
import { tableSeenSubjects } from '../../../lib/adapters/tables/seen-subjects-table.ts';
import { tableSubjects } from '../../../lib/adapters/tables/subjects-table.ts';
import { scanId } from '../../../lib/domain/ids.ts';
import { ok } from '../../../lib/domain/result.ts';
import { days, hours, instantOfMs, minutes, plus, seconds } from '../../../lib/domain/time.ts';
import type { Subjects } from '../../../lib/ports/subjects.ts';
import { scanSource } from '../../../lib/use-cases/scan-source.ts';
import { startScan } from '../../../lib/use-cases/start-scan.ts';
import { type ContenderPlace, stopwatch, TENANT } from './scan-place.ts';

/** The product's scan with its own adapters, first of a tenant that nothing is known of, then of the same one again. */
export const productScan = async (place: ContenderPlace): Promise<object> => {
  const { counts } = place;
  const tenants = [TENANT.id];
  const subjectsClient = place.tableClient('Subjects');
  const scansClient = place.tableClient('Scans');
  const kept = tableSubjects(subjectsClient, tenants);
  let factWrites = 0;
  const subjects: Subjects = {
    ...kept,
    commit: (key, change) => {
      factWrites += 1;
      return kept.commit(key, change);
    },
    insertAll: (added, dueAt) => {
      factWrites += added.length;
      return kept.insertAll(added, dueAt);
    },
  };
  let now = instantOfMs(Date.now());
  const source = graphApplications({ client: place.graph, tenant: TENANT, digest: sha256 });
  const deps = {
    subjects,
    scans: tableScans(scansClient, tenants),
    lastScans: tableLastScans(scansClient, tenants),
    seen: tableSeenSubjects(scansClient),
    directory: tableDirectory(place.tableClient('Directory'), tenants),
    outbox: tableOutbox([{ client: scansClient, tenants }]),
    audit: { append: () => Promise.resolve() },
    publisher: {
      send: () => Promise.resolve(ok(undefined)),
      sendAll: (messages: readonly unknown[]) => Promise.resolve(messages.map(() => ok(undefined))),
      troubles: () => [],
    },
    sources: [source],
    tenants: [TENANT],
    digest: sha256,
    clock: { now: () => now },
    log: () => undefined,
    ...{ stepLease: minutes(5), firstRetry: seconds(30), fullScanEvery: days(7), shrinkLimit: 20 },
  };
  const start = startScan(deps);
  const scan = scanSource(deps);
  const once = async (): Promise<void> => {
    await start(source, now);
    await scan({ tenant: TENANT.id, id: scanId(sha256, TENANT.id, source.source, now) });
  };

  const watch = stopwatch();
  const baseRssMb = process.resourceUsage().maxRSS / 1024;
  const began = performance.now();
  await watch.measure(once);
  const wallSeconds = (performance.now() - began) / 1000;
  const first = { ...counts, factWrites };
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  const last = await deps.lastScans.find({ tenant: TENANT.id, source: source.source });
  now = plus(now, hours(6));
  await once();
  return {
    ...first,
    cpuSeconds: watch.seconds(),
    wallSeconds,
    peakRssMb,
    baseRssMb,
    coverage: last?.state.coverage,
    subjects: last?.state.full?.subjects,
    credentials: last?.state.full?.credentials,
    again: {
      graphRequests: counts.graphRequests - first.graphRequests,
      factWrites: factWrites - first.factWrites,
    },
  };
};
