import { AzureNamedKeyCredential, TableClient, TableServiceClient } from '@azure/data-tables';
import { type GraphClient, graphClient } from '../../../lib/adapters/graph/graph-client.ts';
import { createTables } from '../../../lib/adapters/tables/create-tables.ts';
import { tenantId } from '../../../lib/domain/ids.ts';
import type { Tenant } from '../../../lib/domain/tenant.ts';
import { seconds } from '../../../lib/domain/time.ts';

/** The account and key that every Azurite has, known to all. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export const TENANT: Tenant = {
  id: tenantId('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11'),
  name: 'Northwind',
  environment: 'DEVL',
  automatedTesting: true,
};

/** What the first page is asked for: the product's own question, so that all read the same. */
export interface Counts {
  graphRequests: number;
  tableTransactions: number;
  bytes: number;
}

/** Where a contender scans, with the product's own clients, and what it asked there. */
export interface ContenderPlace {
  readonly graphUrl: string;
  readonly graph: GraphClient;
  readonly tableClient: (name: string) => TableClient;
  readonly counts: Counts;
}

/** Opens the clients of the product to a Graph and to tables, and counts what goes through them. */
export const openPlace = (graphUrl: string, tablesUrl: string): ContenderPlace => {
  const counts: Counts = { graphRequests: 0, tableTransactions: 0, bytes: 0 };
  const client = graphClient({
    graphRoot: new URL(graphUrl),
    credential: {
      getToken: () => Promise.resolve({ token: 'a token', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    timeout: seconds(60),
  });
  return {
    counts,
    graphUrl,
    graph: {
      ...client,
      get: (path, headers) => {
        counts.graphRequests += 1;
        return client.get(path, headers);
      },
    },
    tableClient: (name) => {
      const made = new TableClient(tablesUrl, name, new AzureNamedKeyCredential(ACCOUNT, KEY), {
        allowInsecureConnection: true,
      });
      made.pipeline.addPolicy(
        {
          name: 'counted',
          sendRequest: (request, next) => {
            if (request.url.includes('$batch')) counts.tableTransactions += 1;
            if (typeof request.body === 'string') counts.bytes += request.body.length;
            return next(request);
          },
        },
        { afterPhase: 'Retry' },
      );
      return made;
    },
  };
};

/** Makes the tables that a scan writes. */
export const makeTables = (tablesUrl: string): Promise<void> =>
  createTables(
    new TableServiceClient(tablesUrl, new AzureNamedKeyCredential(ACCOUNT, KEY), {
      allowInsecureConnection: true,
    }),
  );

/** Adds up the processor time of what is measured, and of nothing in between. */
export const stopwatch = () => {
  let micros = 0;
  return {
    measure: async <T>(work: () => Promise<T>): Promise<T> => {
      const before = process.cpuUsage();
      const done = await work();
      const { user, system } = process.cpuUsage(before);
      micros += user + system;
      return done;
    },
    seconds: () => micros / 1e6,
  };
};
