import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkServerIdentity } from 'node:tls';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openAuthority } from '../../local/certificates/authority.ts';
import { generateAuthority, generateServer } from '../../local/certificates/generate.ts';
import { writePair } from '../../local/certificates/pem-pair.ts';

const DAY = 86_400_000;
const VAULTS = ['*.vault.localhost'];

const dirs: string[] = [];
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'certificates-'));
  dirs.push(dir);
});
afterAll(() => Promise.all(dirs.map((one) => rm(one, { recursive: true }))));

const daysLeft = (pem: string): number => (new X509Certificate(pem).validToDate.getTime() - Date.now()) / DAY;

const inDays = (days: number) => ({
  notBefore: new Date(Date.now() - DAY),
  notAfter: new Date(Date.now() + days * DAY),
});

/** The status that a client sees who trusts `ca` and believes that it speaks to `name`; or why it hung up. */
const visit = async (pair: { cert: string; key: string }, ca: string, name: string): Promise<unknown> => {
  const server = createServer(pair, (_, response) => response.end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve) => {
      const identity = {
        checkServerIdentity: (_: string, cert: object) => checkServerIdentity(name, cert as never),
      };
      get({ host: '127.0.0.1', port, ca, agent: false, ...identity }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', (error: NodeJS.ErrnoException) => {
        // Node has no code of its own for every verdict of OpenSSL.
        resolve(error.code === 'UNSPECIFIED' ? error.message : error.code);
      });
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

describe('the authority', () => {
  test('lives two years and keeps its key to its owner', async () => {
    const { caFile, caPem } = await openAuthority(dir);
    expect(await readFile(caFile, 'utf8')).toBe(caPem);
    expect(Math.round(daysLeft(caPem))).toBe(730);
    expect((await stat(join(dir, 'ca-key.pem'))).mode & 0o777).toBe(0o600);
  });

  test('is the same after a restart', async () => {
    const first = await openAuthority(dir);
    expect((await openAuthority(dir)).caPem).toBe(first.caPem);
  });

  test.each([
    [29, 'made anew'],
    [31, 'kept'],
  ])('with %s days left is %s', async (days, outcome) => {
    const old = await generateAuthority('Old', inDays(days));
    await writePair({ certFile: join(dir, 'ca.pem'), keyFile: join(dir, 'ca-key.pem') }, old);
    const { caPem } = await openAuthority(dir);
    expect(caPem === old.cert ? 'kept' : 'made anew').toBe(outcome);
  });

  test('is made anew when its halves do not belong together', async () => {
    const { caPem } = await openAuthority(dir);
    await writeFile(join(dir, 'ca-key.pem'), (await generateAuthority('Other', inDays(100))).key);
    expect((await openAuthority(dir)).caPem).not.toBe(caPem);
  });

  test('refuses to vouch for names of the world', async () => {
    const { issue } = await openAuthority(dir);
    await expect(issue(['login.localhost', 'login.example.test'])).rejects.toThrow('login.example.test');
  });

  test('is not believed about names of the world, even by who has its key', async () => {
    const ca = await generateAuthority('Ours', inDays(100));
    const forged = await generateServer(ca, { dns: ['www.example.test'], ip: [] }, inDays(90));
    expect(await visit(forged, ca.cert, 'www.example.test')).toBe('permitted subtree violation');
  });
});

describe('a server certificate', () => {
  test.each([
    ['any.vault.localhost', 200],
    ['login.localhost', 200],
    ['localhost', 200],
    ['127.0.0.1', 200],
    ['other.localhost', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['a.b.vault.localhost', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('for wildcard and name, seen as %s: %s', async (name, outcome) => {
    const { issue, caPem } = await openAuthority(dir);
    expect(await visit(await issue([...VAULTS, 'login.localhost']), caPem, name)).toBe(outcome);
  });

  test('is not believed without the authority', async () => {
    const issued = await (await openAuthority(dir)).issue(VAULTS);
    const stranger = await generateAuthority('Stranger', inDays(100));
    expect(await visit(issued, stranger.cert, 'a.vault.localhost')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  test('is the same for the same names in any order, also after a restart', async () => {
    const first = await openAuthority(dir);
    const [a, b] = await Promise.all([
      first.issue(['a.localhost', 'B.localhost']),
      first.issue(['b.localhost', 'a.localhost']),
    ]);
    const c = await (await openAuthority(dir)).issue(['b.localhost', 'a.localhost']);
    expect(b.cert).toBe(a.cert);
    expect(c.cert).toBe(a.cert);
    expect(await readFile(c.certFile, 'utf8')).toBe(a.cert);
    expect(await readFile(c.keyFile, 'utf8')).toBe(a.key);
  });

  test('is made anew under a new authority', async () => {
    const before = await (await openAuthority(dir)).issue(VAULTS);
    await rm(join(dir, 'ca.pem'));
    const fresh = await openAuthority(dir);
    const after = await fresh.issue(VAULTS);
    expect(after.cert).not.toBe(before.cert);
    expect(await visit(after, fresh.caPem, 'a.vault.localhost')).toBe(200);
  });

  test('is made anew with less than thirty days left', async () => {
    const authority = await openAuthority(dir);
    const files = await authority.issue(VAULTS);
    const ca = { cert: authority.caPem, key: await readFile(join(dir, 'ca-key.pem'), 'utf8') };
    await writePair(files, await generateServer(ca, { dns: VAULTS, ip: [] }, inDays(29)));
    const { cert } = await (await openAuthority(dir)).issue(VAULTS);
    expect(daysLeft(cert)).toBeGreaterThan(300);
  });

  test('never outlives its authority', async () => {
    const ca = await generateAuthority('Nearly done', inDays(40));
    await writePair({ certFile: join(dir, 'ca.pem'), keyFile: join(dir, 'ca-key.pem') }, ca);
    const { cert } = await (await openAuthority(dir)).issue(VAULTS);
    expect(daysLeft(cert)).toBeLessThanOrEqual(40);
  });
});
