import { TableClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { sha256Bytes } from '../adapters/system/sha256.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { tableAudit } from '../adapters/tables/audit-table.ts';
import { tableAuditTrail } from '../adapters/tables/audit-trail-table.ts';
import { tableDeclaredItems } from '../adapters/tables/declared-items-table.ts';
import { tableDecisions } from '../adapters/tables/decisions-table.ts';
import { tableDirectory } from '../adapters/tables/directory-table.ts';
import { tableLinks } from '../adapters/tables/links-table.ts';
import { tableLastScans } from '../adapters/tables/last-scans-table.ts';
import { tableMetadata } from '../adapters/tables/metadata-table.ts';
import { type OutboxPlace, tableOutbox } from '../adapters/tables/outbox-table.ts';
import { tableOverrides } from '../adapters/tables/overrides-table.ts';
import { tableOpenIdProviders } from '../adapters/tables/openid-providers-table.ts';
import { removePassed } from '../adapters/tables/passing-rows.ts';
import { tableRateLimits } from '../adapters/tables/rate-limits-table.ts';
import { tableRenewalSketches } from '../adapters/tables/renewal-sketches.ts';
import { tableRenewals } from '../adapters/tables/renewals-table.ts';
import { tableScans } from '../adapters/tables/scans-table.ts';
import { tableSeenSubjects } from '../adapters/tables/seen-subjects-table.ts';
import { tableSilences } from '../adapters/tables/silences-table.ts';
import { tablePendingSignIns, tableSessions } from '../adapters/tables/sessions-table.ts';
import { tableSubjects } from '../adapters/tables/subjects-table.ts';
import { tableSummaries } from '../adapters/tables/summaries-table.ts';
import { tablesAnswer } from '../adapters/tables/tables-answer.ts';
import type { Config } from '../config.ts';
import type { Tracer } from '../ports/tracer.ts';
import { tablePolicy } from './traces.ts';

export type Tables = ReturnType<typeof openTables>;

export const openTables = (config: Config, credential: TokenCredential, tracer: Tracer | undefined) => {
  const { TABLES_URL: url, TENANTS } = config.common;
  const tenants = TENANTS.map(({ id }) => id);
  const client = (name: string): TableClient => {
    const opened = new TableClient(url.href.replace(/\/$/, ''), name, credential);
    if (tracer !== undefined) opened.pipeline.addPolicy(tablePolicy(name, tracer), { afterPhase: 'Retry' });
    return opened;
  };
  const subjects = client('Subjects');
  const scans = client('Scans');
  const directory = client('Directory');
  const renewals = client('Renewals');
  const links = client('Links');
  const audit = client('Audit');
  const sessions = client('Sessions');
  const rateLimits = client('RateLimits');
  // Each role sends what it committed itself: the places that it may write.
  const places: readonly OutboxPlace[] = [
    ...(config.watch ? [subjects, scans, directory].map((c) => ({ client: c, tenants })) : []),
    ...(config.renew ? [{ client: renewals, tenants: undefined }] : []),
    ...(config.renew || config.link ? [{ client: links, tenants: undefined }] : []),
  ];
  return {
    subjects: tableSubjects(subjects, tenants),
    scans: tableScans(scans, tenants),
    lastScans: tableLastScans(scans, tenants),
    seen: tableSeenSubjects(scans),
    directory: tableDirectory(directory, tenants),
    declared: tableDeclaredItems(directory, tenants),
    decisions: tableDecisions(directory, tenants),
    silences: tableSilences(directory, tenants),
    overrides: tableOverrides(directory, tenants),
    metadata: tableMetadata(directory, tenants),
    providers: tableOpenIdProviders(directory, tenants),
    summaries: tableSummaries(directory, tenants),
    renewals: tableRenewals(renewals),
    sketches: tableRenewalSketches(renewals),
    links: tableLinks(links),
    sessions: tableSessions(sessions),
    pendingSignIns: tablePendingSignIns(sessions),
    limits: tableRateLimits(rateLimits),
    expired: { remove: removePassed([sessions, rateLimits]) },
    audit: tableAudit(audit, sha256Bytes, systemClock),
    trail: tableAuditTrail(audit),
    outbox: tableOutbox(places),
    answer: tablesAnswer(audit),
  };
};
