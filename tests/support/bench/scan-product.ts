import { graphApplications } from '../../../lib/adapters/graph/applications-source.ts';
import { graphPrincipals } from '../../../lib/adapters/graph/principals-source.ts';
import { keepHeapSmall } from '../../../lib/adapters/system/heap.ts';
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

/**
 * The product's scan with its own adapters: first of the applications of a tenant that nothing is known of, which is measured, and of
 * its service principals, which is not; then of both again, when nothing changed.
 */
export const productScan = async (place: ContenderPlace): Promise<object> => {
  keepHeapSmall(); // as whoever scans is wired
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
  const needs = { client: place.graph, tenant: TENANT, digest: sha256 };
  const [applications, principals] = [graphApplications(needs), graphPrincipals(needs)];
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
    sources: [applications, principals],
    tenants: [TENANT],
    digest: sha256,
    clock: { now: () => now },
    log: () => undefined,
    ...{ stepLease: minutes(5), firstRetry: seconds(30), fullScanEvery: days(7), shrinkLimit: 20 },
  };
  const start = startScan(deps);
  const scan = scanSource(deps);
  const once = async (source: typeof applications): Promise<void> => {
    await start(source, now);
    await scan({ tenant: TENANT.id, id: scanId(sha256, TENANT.id, source.source, now) });
  };
  const lastOf = async ({ source }: typeof applications) =>
    (await deps.lastScans.find({ tenant: TENANT.id, source }))?.state;

  const watch = stopwatch();
  const baseRssMb = process.resourceUsage().maxRSS / 1024;
  const began = performance.now();
  await watch.measure(() => once(applications));
  const wallSeconds = (performance.now() - began) / 1000;
  const first = { ...counts, factWrites };
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  const last = await lastOf(applications);
  await once(principals);
  const before = { ...counts, factWrites };
  now = plus(now, hours(6));
  for (const source of [applications, principals]) await once(source);
  return {
    ...first,
    cpuSeconds: watch.seconds(),
    wallSeconds,
    peakRssMb,
    baseRssMb,
    coverage: last?.coverage,
    subjects: last?.full?.subjects,
    credentials: last?.full?.credentials,
    signers: (await lastOf(principals))?.full?.subjects,
    again: {
      graphRequests: counts.graphRequests - before.graphRequests,
      factWrites: factWrites - before.factWrites,
    },
  };
};
