import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openAuthority } from '../../local/certificates/authority.ts';

const PRELOAD = new URL('../../local/function-host/localhost-lookup.ts', import.meta.url).href;
const PROBE = new URL('../support/function-apps/localhost-probe.js', import.meta.url).pathname;

let dir: string;
let caFile: string;
let plain: Server;
let tls: Server;
const portOf = (server: Server) => String((server.address() as AddressInfo).port);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'localhost-lookup-'));
  const authority = await openAuthority(dir);
  const { cert, key } = await authority.issue(['demo.vault.localhost']);
  caFile = authority.caFile;
  plain = createServer((_request, response) => response.end('plain'));
  tls = createTlsServer({ cert, key }, (_request, response) => response.end('tls'));
  for (const server of [plain, tls]) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => {
  for (const server of [plain, tls]) {
    server.close();
    server.closeAllConnections();
  }
  rmSync(dir, { recursive: true });
});

test('every way to ask leads names below .localhost to this machine', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', PRELOAD, PROBE, portOf(plain), portOf(tls)],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile } },
  );
  expect(JSON.parse(stdout)).toEqual({
    fetchPlain: 'plain',
    fetchTls: 'tls',
    requestPlain: 'plain',
    requestTls: 'tls',
    callback: ['127.0.0.1', 4],
    all: [{ address: '127.0.0.1', family: 4 }],
    promise: { address: '127.0.0.1', family: 4 },
    promiseAll: [{ address: '127.0.0.1', family: 4 }],
    namedImport: ['127.0.0.1', 4],
    address: ['127.0.0.1', 4],
    otherName: 'ENOTFOUND',
  });
});
