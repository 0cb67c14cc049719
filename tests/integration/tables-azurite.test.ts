import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TableClient, TableTransaction } from '@azure/data-tables';
import { type Authority, openAuthority } from '../../local/certificates/authority.ts';
import { type Azurite, startAzurite } from '../../local/tables/azurite.ts';
import { loopback, minting } from './loopback-client.ts';

const GOOD = { iss: 'https://sts.windows.net/6a1f/', aud: 'https://storage.azure.com' };

let dir: string;
let authority: Authority;
let tables: Azurite;
let http: ReturnType<typeof loopback>;

const start = async (port: number): Promise<Azurite> => {
  const tls = await authority.issue(['*.table.localhost']);
  return startAzurite({ port, dir: join(dir, 'tables'), tls, log: () => undefined });
};

const clientOf = (url: string, table: string, claims: object = {}): TableClient =>
  new TableClient(url, table, minting({ ...GOOD, ...claims }), {
    ...http.options,
    retryOptions: { maxRetries: 0 },
  });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tables-'));
  authority = await openAuthority(join(dir, 'certificates'));
  http = loopback(authority.caPem);
  tables = await start(0);
});

afterAll(async () => {
  http.close();
  await tables.stop();
  await rm(dir, { recursive: true });
});

describe('tables over https, with a token', () => {
  test('a row is written, read, and replaced only by who holds its ETag', async () => {
    const client = clientOf(tables.url, 'Etags');
    await client.createTable();
    const { etag = '' } = await client.createEntity({ partitionKey: 'p', rowKey: 'r', count: 1 });
    await client.updateEntity({ partitionKey: 'p', rowKey: 'r', count: 2 }, 'Replace', { etag });

    const stale = client.updateEntity({ partitionKey: 'p', rowKey: 'r', count: 3 }, 'Replace', { etag });
    await expect(stale).rejects.toMatchObject({ statusCode: 412 });
    await expect(client.getEntity('p', 'r')).resolves.toMatchObject({ count: 2 });
  });

  test('a transaction with one stale row changes nothing', async () => {
    const client = clientOf(tables.url, 'Transactions');
    await client.createTable();
    await client.createEntity({ partitionKey: 'p', rowKey: 'old', count: 1 });

    const transaction = new TableTransaction();
    transaction.createEntity({ partitionKey: 'p', rowKey: 'new' });
    transaction.updateEntity({ partitionKey: 'p', rowKey: 'old', count: 2 }, 'Replace', {
      etag: `W/"datetime'2020-01-01T00%3A00%3A00.0000000Z'"`,
    });
    await expect(client.submitTransaction(transaction.actions)).rejects.toMatchObject({ statusCode: 412 });
    await expect(client.getEntity('p', 'new')).rejects.toMatchObject({ statusCode: 404 });
    await expect(client.getEntity('p', 'old')).resolves.toMatchObject({ count: 1 });
  });

  test('a transaction of good rows is taken whole', async () => {
    const client = clientOf(tables.url, 'Batches');
    await client.createTable();
    const rows = Array.from({ length: 100 }, (_, i) => ({ partitionKey: 'p', rowKey: String(i) }));
    await client.submitTransaction(rows.map((row) => ['create', row]));
    const found: unknown[] = [];
    for await (const row of client.listEntities()) found.push(row);
    expect(found).toHaveLength(100);
  });

  test.each([
    ['of another issuer', { iss: 'https://login.localhost/6a1f/v2.0' }],
    ['for another audience', { aud: 'https://graph.microsoft.com' }],
    ['for the tables of another account', { aud: 'https://someone.table.core.windows.net' }],
    ['that has expired', { exp: 1_700_000_000 }],
    ['without iat', { iat: undefined }],
    ['without nbf', { nbf: undefined }],
  ])('a token %s is refused', async (_, claims) => {
    const client = clientOf(tables.url, 'Refused', claims);
    await expect(client.createTable()).rejects.toMatchObject({ statusCode: 403 });
  });

  test.each([
    'https://storage.azure.com',
    'https://storage.azure.com/',
    'https://devstoreaccount1.table.core.windows.net',
  ])('a token for %s is accepted', async (aud) => {
    const client = clientOf(tables.url, 'Etags', { aud });
    await expect(client.getEntity('none', 'none')).rejects.toMatchObject({ statusCode: 404 });
  });

  test.each([
    ['its account in the path', (port: number) => `https://localhost:${port}/devstoreaccount1`],
    ['its account in the host name', (port: number) => `https://devstoreaccount1.table.localhost:${port}`],
  ])('the service is found by %s', async (_, urlFor) => {
    const client = clientOf(urlFor(tables.port), 'Etags');
    await expect(client.getEntity('p', 'r')).resolves.toMatchObject({ count: 2 });
  });
});

test('what was written just before a stop is there after the next start', async () => {
  const client = clientOf(tables.url, 'Kept');
  await client.createTable();
  await client.createEntity({ partitionKey: 'p', rowKey: 'last words' });
  const { port } = tables;
  await tables.stop();
  tables = await start(port);
  await expect(client.getEntity('p', 'last words')).resolves.toMatchObject({ rowKey: 'last words' });
});

test('what was written just before the parent died is there as well', async () => {
  const client = clientOf(tables.url, 'Kept');
  await client.createEntity({ partitionKey: 'p', rowKey: 'orphaned' });
  // All that a child sees of its parent's death: the other end of the pipe is closed.
  tables.process.stdin?.end();
  await tables.ended;
  tables = await start(tables.port);
  await expect(client.getEntity('p', 'orphaned')).resolves.toMatchObject({ rowKey: 'orphaned' });
});

test('a taken port is said in one line', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  try {
    await expect(start(port)).rejects.toThrow(
      `Tables: port ${port} is taken. Stop what uses it, or choose another.`,
    );
  } finally {
    other.close();
  }
});
