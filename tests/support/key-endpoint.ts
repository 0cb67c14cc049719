import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A login that signs tokens and publishes its keys, which can be exchanged, withheld and counted. */
export const startKeyEndpoint = async (tenant: string, audience: string) => {
  const pairs = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>();
  let published: readonly string[] = [];
  let status = 200;
  let asked = 0;
  const addKey = async (kid: string) => {
    pairs.set(kid, await generateKeyPair('RS256'));
    published = [...published, kid];
  };
  await addKey('first');
  const server = createServer((_request, response) => {
    asked += 1;
    const keys = Promise.all(
      published.map(async (kid) => ({ ...(await exportJWK(pairs.get(kid)!.publicKey)), kid, use: 'sig' })),
    );
    void keys.then((all) => response.writeHead(status).end(JSON.stringify({ keys: all })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const authority = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    authority,
    addKey,
    publish: (kids: readonly string[]) => {
      published = kids;
    },
    answer: (next: number) => {
      status = next;
    },
    asked: () => asked,
    /** Claims that are undefined are left out. */
    header: async (kid: string, nowMs: number, said: Record<string, unknown> = {}, alg = 'RS256') => {
      const at = Math.floor(nowMs / 1000);
      const claims = {
        ...{ iss: `${authority.origin}/${tenant}/v2.0`, aud: audience, nbf: at, exp: at + 3600 },
        ...{ tid: tenant, oid: crypto.randomUUID(), azp: crypto.randomUUID(), ver: '2.0', scp: 'access' },
        roles: ['Reader'],
        ...said,
      };
      const jwt = new SignJWT(claims).setProtectedHeader({ alg, kid });
      const key = alg === 'RS256' ? pairs.get(kid)!.privateKey : new TextEncoder().encode('k'.repeat(64));
      return `Bearer ${await jwt.sign(key)}`;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
