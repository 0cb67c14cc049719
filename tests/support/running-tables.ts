import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AzureNamedKeyCredential, TableClient, TableServiceClient } from '@azure/data-tables';
import type { Fault } from '../../local/stand-in/faults.ts';
import { serve } from '../../local/stand-in/serve.ts';
import { startAzurite } from '../../local/tables/azurite.ts';

/** The account and key that every Azurite has, known to all. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Tables that an unmodified client reaches through a proxy which can lose answers. */
export interface RunningTables {
  client(table: string): TableClient;
  readonly service: TableServiceClient;
  addFault(fault: Fault): void;
  /** Faults that have not acted yet. */
  faultsLeft(): number;
  /** How many requests have come by. */
  requests(): number;
  stop(): Promise<void>;
}

export const startTables = async (): Promise<RunningTables> => {
  const dir = await mkdtemp(join(tmpdir(), 'tables-'));
  const azurite = await startAzurite({ port: 0, dir, log: () => undefined });
  const { origin } = new URL(azurite.url);
  let requests = 0;
  const proxy = await serve(
    {
      fetch: async (request) => {
        requests += 1;
        const { pathname, search } = new URL(request.url);
        const body = request.method === 'GET' ? null : await request.arrayBuffer();
        return fetch(`${origin}${pathname}${search}`, {
          method: request.method,
          headers: withoutConnection(request.headers),
          body,
        });
      },
    },
    { name: 'Tables' },
  );
  const url = `http://127.0.0.1:${proxy.port}/${ACCOUNT}`;
  const credential = new AzureNamedKeyCredential(ACCOUNT, KEY);
  const options = { allowInsecureConnection: true, retryOptions: { retryDelayInMs: 10 } };
  return {
    client: (table) => new TableClient(url, table, credential, options),
    service: new TableServiceClient(url, credential, options),
    addFault: (fault) => proxy.faults.add(fault),
    faultsLeft: () => proxy.faults.list().length,
    requests: () => requests,
    stop: async () => {
      await proxy.stop();
      await azurite.stop();
      await rm(dir, { recursive: true });
    },
  };
};

/** Headers of one hop are not for the next one. */
const withoutConnection = (headers: Headers): Headers => {
  const kept = new Headers(headers);
  for (const name of ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding'])
    kept.delete(name);
  return kept;
};
