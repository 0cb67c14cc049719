import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AzureNamedKeyCredential, TableClient, TableServiceClient } from '@azure/data-tables';
import { startAzurite } from '../../local/tables/azurite.ts';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';

/** The account and key that every Azurite has, known to all. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Tables that an unmodified client reaches through a proxy which can lose answers. */
export interface RunningTables {
  client(table: string): TableClient;
  readonly service: TableServiceClient;
  readonly proxy: Omit<FaultyProxy, 'stop'>;
  stop(): Promise<void>;
}

export const startTables = async (): Promise<RunningTables> => {
  const dir = await mkdtemp(join(tmpdir(), 'tables-'));
  const azurite = await startAzurite({ port: 0, dir, log: () => undefined });
  const proxy = await startFaultyProxy(new URL(azurite.url));
  const url = `http://127.0.0.1:${proxy.port}/${ACCOUNT}`;
  const credential = new AzureNamedKeyCredential(ACCOUNT, KEY);
  const options = { allowInsecureConnection: true, retryOptions: { retryDelayInMs: 10 } };
  return {
    client: (table) => new TableClient(url, table, credential, options),
    service: new TableServiceClient(url, credential, options),
    proxy,
    stop: async () => {
      await proxy.stop();
      await azurite.stop();
      await rm(dir, { recursive: true });
    },
  };
};
