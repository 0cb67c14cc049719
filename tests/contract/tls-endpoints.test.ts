import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { tlsChain } from '../../lib/adapters/outside/tls-chain.ts';
import { tlsEndpoints } from '../../lib/adapters/outside/tls-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { TlsEndpoint } from '../../lib/domain/tls-endpoint.ts';
import { seconds } from '../../lib/domain/time.ts';
import { type RunningTlsEndpoints, startTlsEndpoints } from '../../local/tls-endpoints/server.ts';
import { aTenant } from '../support/tenants.ts';
import { aTlsEndpoint } from '../support/tls-endpoint.ts';

const DAY = 86_400_000;
const EPOCH = new Date(Math.floor(Date.now() / DAY) * DAY);
const toLoopback = () => Promise.resolve(['127.0.0.1']);

describe('an endpoint that speaks TLS', () => {
  let running: RunningTlsEndpoints;
  beforeAll(async () => {
    running = await startTlsEndpoints({ epoch: EPOCH });
  });
  afterEach(() => {
    running.speakAgain();
  });
  afterAll(() => running.stop());

  const endpoint = (host: string, given: Partial<TlsEndpoint> = {}) =>
    aTlsEndpoint({ host, port: running.port, private: true, ...given });
  const subjectOf = async (one: TlsEndpoint) => {
    const source = tlsEndpoints({ endpoints: [one], tenant: aTenant(), digest: sha256, resolve: toLoopback });
    const page = await source.page(undefined);
    if (!page.ok) throw new Error(page.failure.detail);
    return page.value;
  };

  test('shows its own certificate and those between it and the root', async () => {
    const { subjects } = await subjectOf(
      endpoint('shop.localhost', { owner: 'web@example.com', labels: ['b', 'a'] }),
    );
    expect(subjects).toMatchObject([
      {
        nativeId: `shop.localhost:${running.port}`,
        kind: 'tls-endpoint',
        labels: ['a', 'b'],
        ownerHints: { ownerTag: 'web@example.com' },
        credentials: [
          { kind: 'tls-certificate', name: 'shop.localhost', expiresAt: EPOCH.getTime() + 19 * DAY },
          { kind: 'tls-certificate', name: 'Northwind servers', expiresAt: EPOCH.getTime() + 200 * DAY },
        ],
      },
    ]);
    for (const { thumbprint, keyId } of subjects[0]!.credentials) {
      expect(thumbprint).toMatch(/^[0-9A-F]{40}$/);
      expect(keyId).toBe(thumbprint);
    }
  });

  test('is read though nobody trusts it and it has expired', async () => {
    const { subjects } = await subjectOf(endpoint('printer.localhost'));
    expect(subjects[0]!.credentials).toMatchObject([{ expiresAt: EPOCH.getTime() - 12 * DAY }]);
  });

  test('is asked for another name where the list says so', async () => {
    const { subjects } = await subjectOf(endpoint('127.0.0.1', { serverName: 'vpn.localhost' }));
    expect(subjects).toMatchObject([
      { nativeId: `127.0.0.1:${running.port},vpn.localhost`, credentials: [{ name: 'vpn.localhost' }] },
    ]);
  });

  test('that shows nothing is unread, and says why', async () => {
    const { subjects, unread } = await subjectOf(endpoint('nobody.localhost'));
    expect(subjects).toEqual([]);
    expect(unread).toEqual([
      {
        what: `tls/nobody.localhost:${running.port}`,
        reason: expect.stringMatching(/^(?:The handshake failed: |It closed)/),
      },
    ]);
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'is read by %s though it wants a certificate of ours',
    async (maxVersion) => {
      const strict = await startTlsEndpoints({ epoch: EPOCH, wantsClientCertificate: true, maxVersion });
      const { subjects } = await subjectOf(endpoint('shop.localhost', { port: strict.port }));
      await strict.stop();
      expect(subjects[0]?.credentials[0]).toMatchObject({ name: 'shop.localhost' });
    },
  );

  test('that never ends the handshake is given up in time', async () => {
    running.fallSilent();
    const answer = await tlsChain(endpoint('shop.localhost'), toLoopback, seconds(0.2));
    expect(answer).toEqual({
      ok: false,
      failure: { code: 'UNREACHABLE', detail: 'No handshake within 0.2 s' },
    });
  });

  test.each([
    ['speaks another language', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['sends what looks like a certificate', Buffer.from('160303ffff0bfffffffffffffffff0', 'hex')],
  ])('that %s harms nobody', async (_what, said) => {
    const server: Server = createServer((socket) => socket.on('error', () => undefined).end(said));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const answer = await tlsChain(endpoint('shop.localhost', { port }), toLoopback, seconds(5));
    server.close();
    expect(answer).toMatchObject({ ok: false, failure: { code: 'UNREACHABLE' } });
  });

  test('that refuses connections is unread', async () => {
    const { unread } = await subjectOf(endpoint('shop.localhost', { port: 1 }));
    expect(unread).toMatchObject([{ reason: 'The handshake failed: ECONNREFUSED' }]);
  });
});

describe('a listed name that leads elsewhere', () => {
  const chain = (addresses: readonly string[], given: Partial<TlsEndpoint> = {}) =>
    tlsChain(aTlsEndpoint({ port: 1, ...given }), () => Promise.resolve(addresses), seconds(1));

  test.each(['10.0.0.4', '192.168.1.1', '127.0.0.1', '::1', 'fd00::1', '::ffff:10.0.0.4'])(
    'into a private network is refused, unless that was said: %s',
    async (address) => {
      expect(await chain([address])).toEqual({
        ok: false,
        failure: {
          code: 'REFUSED',
          detail: 'It leads into a private network, and its entry does not say `private`',
        },
      });
    },
  );

  test.each([
    '169.254.169.254',
    '168.63.129.16',
    '0.0.0.0',
    'fe80::1',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
  ])('to where nobody has to go is refused, whatever was said: %s', async (address) => {
    expect(await chain([address], { private: true })).toMatchObject({
      ok: false,
      failure: { code: 'REFUSED' },
    });
  });

  test('is judged by the address that is then gone to, and is asked for once', async () => {
    let asked = 0;
    const resolve = () => {
      asked += 1;
      return Promise.resolve(asked === 1 ? ['127.0.0.1'] : ['169.254.169.254']);
    };
    const answer = await tlsChain(aTlsEndpoint({ port: 1, private: true }), resolve, seconds(1));
    expect(answer).toMatchObject({ failure: { detail: 'The handshake failed: ECONNREFUSED' } });
    expect(asked).toBe(1);
  });

  test('has no address: that is said', async () => {
    const none = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
    expect(await tlsChain(aTlsEndpoint({}), none, seconds(1))).toEqual({
      ok: false,
      failure: { code: 'UNREACHABLE', detail: 'It has no address: ENOTFOUND' },
    });
  });
});
