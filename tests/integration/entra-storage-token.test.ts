import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { ManagedIdentityCredential } from '@azure/identity';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Azurite, startAzurite } from '../../local/tables/azurite.ts';
import { type RunningEntra, runEntra } from './entra-running.ts';

let running: RunningEntra;
let azurite: Azurite;

beforeAll(async () => {
  running = await runEntra();
  const { certFile, keyFile } = await running.authority.issue([]);
  azurite = await startAzurite({
    port: 0,
    dir: join(running.dir, 'tables'),
    tls: { certFile, keyFile },
    log: () => undefined,
  });
});
afterAll(async () => {
  await azurite.stop();
  await running.stop();
});

test('table storage takes the token of a managed identity', async () => {
  const clientId = running.entra.identities.find(({ name }) => name === 'watch')!.principal.appId;
  const table = new TableClient(azurite.url, 'Subjects', new ManagedIdentityCredential({ clientId }));
  await table.createTable();
  await table.createEntity({ partitionKey: 'p', rowKey: 'r', seen: true });
  expect(await table.getEntity('p', 'r')).toMatchObject({ seen: true });
});
