import { afterAll, beforeAll } from '@jest/globals';
import type { TableClient } from '@azure/data-tables';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableDeclaredItems } from '../../lib/adapters/tables/declared-items-table.ts';
import { tableDecisions } from '../../lib/adapters/tables/decisions-table.ts';
import { tableDirectory } from '../../lib/adapters/tables/directory-table.ts';
import { tableLastScans } from '../../lib/adapters/tables/last-scans-table.ts';
import { tableLinks } from '../../lib/adapters/tables/links-table.ts';
import { tableMetadata } from '../../lib/adapters/tables/metadata-table.ts';
import { tableOpenIdProviders } from '../../lib/adapters/tables/openid-providers-table.ts';
import { tableOutbox } from '../../lib/adapters/tables/outbox-table.ts';
import { tableRenewals } from '../../lib/adapters/tables/renewals-table.ts';
import { tableScans } from '../../lib/adapters/tables/scans-table.ts';
import { tableOverrides } from '../../lib/adapters/tables/overrides-table.ts';
import { tableSilences } from '../../lib/adapters/tables/silences-table.ts';
import { tableSubjects } from '../../lib/adapters/tables/subjects-table.ts';
import { tableSummaries } from '../../lib/adapters/tables/summaries-table.ts';
import type { TenantId } from '../../lib/domain/ids.ts';
import type { Aggregates } from '../../lib/ports/aggregates.ts';
import {
  type AggregateKind,
  armingKind,
  decisionsKind,
  declaredItemKind,
  lastScanKind,
  linkKind,
  metadataKind,
  providerKind,
  renewalKind,
  scanKind,
  overrideKind,
  silenceKind,
  summaryKind,
  subjectKind,
  TENANTS,
  MANY_TENANTS,
} from '../support/aggregate-kinds.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';
import { aggregatesContract } from './aggregates.contract.ts';

let tables: RunningTables;
beforeAll(async () => {
  tables = await startTables();
  // Two kinds lie in Scans; here each has a table of its own, so that neither meets what the other left.
  await createTables(tables.service);
  await createTables(tables.service, [
    'LastScans',
    'DirectoryOfMetadata',
    'DirectoryOfProviders',
    'DirectoryOfSilences',
    'DirectoryOfOverrides',
    'DirectoryOfItems',
    'DirectoryOfDecisions',
    'DirectoryOfSummaries',
  ]);
});
afterAll(() => tables.stop());

const asked = <Key, State>(
  table: string,
  make: (client: TableClient) => Aggregates<Key, State>,
  kind: AggregateKind<Key, State>,
  tenants: readonly TenantId[] | undefined,
): void => {
  aggregatesContract(`the table ${table}`, () => {
    const client = tables.client(table);
    const outbox = tableOutbox([{ client, tenants }]);
    return Promise.resolve({ ...kind, store: make(client), outbox, close: () => Promise.resolve() });
  });
};

const oneTenant = TENANTS.slice(0, 1);
asked('Subjects', (client) => tableSubjects(client, oneTenant), subjectKind, oneTenant);
asked('Renewals', tableRenewals, renewalKind, undefined);
asked('Links', tableLinks, linkKind, undefined);
asked('Scans', (client) => tableScans(client, oneTenant), scanKind, oneTenant);
asked('LastScans', (client) => tableLastScans(client, TENANTS), lastScanKind, TENANTS);
asked('DirectoryOfSilences', (client) => tableSilences(client, oneTenant), silenceKind, oneTenant);
asked('DirectoryOfDecisions', (client) => tableDecisions(client, oneTenant), decisionsKind, oneTenant);
asked('DirectoryOfOverrides', (client) => tableOverrides(client, oneTenant), overrideKind, oneTenant);
asked('DirectoryOfMetadata', (client) => tableMetadata(client, oneTenant), metadataKind, oneTenant);
asked('DirectoryOfItems', (client) => tableDeclaredItems(client, oneTenant), declaredItemKind, oneTenant);
asked('DirectoryOfProviders', (client) => tableOpenIdProviders(client, oneTenant), providerKind, oneTenant);
asked('DirectoryOfSummaries', (client) => tableSummaries(client, MANY_TENANTS), summaryKind, MANY_TENANTS);
asked('Directory', (client) => tableDirectory(client, TENANTS), armingKind, TENANTS);
