import { constants, createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphApplications } from '../../lib/adapters/graph/applications-source.ts';
import { graphClient } from '../../lib/adapters/graph/graph-client.ts';
import { tenantCredentials, type VaultSignIns } from '../../lib/adapters/sign-in/tenant-credentials.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { seconds } from '../../lib/domain/time.ts';
import { rsaCertificate } from '../integration/entra-rsa-certificate.ts';
import { type RunningGraph, runGraph } from '../support/graph-stand-in.ts';

describe('signing in to a tenant', () => {
  let graph: RunningGraph;
  beforeAll(async () => {
    graph = await runGraph();
  });
  afterAll(() => graph.stop());

  const federated = (clientId: string) =>
    tenantCredentials(undefined)({
      kind: 'federated',
      tenant: graph.tenant.id,
      clientId,
      authorityHost: new URL(graph.entra.loginUrl),
      discovery: 'off',
    });
  const scope = () => `${graph.entra.graphUrl}/.default`;
  const claimsOf = (token: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8')) as Record<string, unknown>;

  test('is done by the managed identity that was named', async () => {
    const watch = graph.entra.identities.find(({ name }) => name === 'watch')!;
    const credential = tenantCredentials(watch.principal.appId)({ kind: 'managed-identity' });
    const token = await credential.getToken(scope());
    expect(claimsOf(token!.token)).toMatchObject({ appid: watch.principal.appId, tid: graph.tenant.id });
  });

  test('is done without a name by the identity that the app has', async () => {
    const all = graph.entra.identities.find(({ name }) => name === 'all')!;
    const token = await tenantCredentials(undefined)({ kind: 'managed-identity' }).getToken(scope());
    expect(claimsOf(token!.token)).toMatchObject({ appid: all.principal.appId });
  });

  test('of another tenant is done as an application there that trusts the identity, without any secret', async () => {
    const { tenant } = graph.entra;
    const index = Array.from({ length: tenant.apps }, (_, at) => at).find(
      (at) => tenant.specAt(at).trustsIdentities,
    )!;
    const { appId } = tenant.applicationAt(index);
    const token = await federated(appId).getToken(scope());
    expect(claimsOf(token!.token)).toMatchObject({ appid: appId, tid: graph.tenant.id });
  });

  /** Whoever runs the tenant puts the certificate onto the application. */
  const hold = async (id: string, der: Buffer): Promise<void> => {
    const token = await graph.credential().getToken(scope());
    const keyCredentials = [{ type: 'AsymmetricX509Cert', usage: 'Verify', key: der.toString('base64') }];
    const put = await fetch(`${graph.entra.graphUrl}/v1.0/applications/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token!.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ keyCredentials }),
    });
    if (!put.ok) throw new Error(`The certificate was not taken: ${put.status}`);
  };
  const secretOf = (appId: string): string => {
    const { tenant } = graph.entra;
    const index = tenant.indexOfAppId(appId)!;
    return tenant.secretAt(index, tenant.applicationAt(index).passwordCredentials[0]!.keyId)!;
  };

  /** As a vault does it: the key stays in here. */
  const vaultWith = (der: Buffer, key: KeyObject): VaultSignIns => ({
    certificate: () =>
      Promise.resolve({
        thumbprint: createHash('sha256').update(der).digest('base64url'),
        sign: (text) => {
          const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
          return Promise.resolve(
            sign('sha256', Buffer.from(text), { key, ...padding }).toString('base64url'),
          );
        },
      }),
    secret: () => Promise.reject(new Error('There is no secret.')),
  });
  const byCertificate = (clientId: string, vaults: VaultSignIns) =>
    tenantCredentials(
      undefined,
      vaults,
    )({
      kind: 'certificate',
      tenant: graph.tenant.id,
      clientId,
      authorityHost: new URL(graph.entra.loginUrl),
      certificate: new URL('https://example.vault.localhost/certificates/sign-in'),
      discovery: 'off',
    });

  test('by a certificate is done with what its vault signs', async () => {
    const { der, pem } = await rsaCertificate();
    const { id, appId } = graph.trapped('two-owners');
    await hold(id, der);
    const credential = byCertificate(appId, vaultWith(der, createPrivateKey(pem)));
    const token = await credential.getToken(scope());
    expect(claimsOf(token!.token)).toMatchObject({ appid: appId, tid: graph.tenant.id });
  });

  test('by a certificate that the application does not hold is refused, and what is signed by another key too', async () => {
    const [held, other] = [await rsaCertificate(), await rsaCertificate()];
    const { id, appId } = graph.trapped('two-owners');
    await hold(id, held.der);
    for (const vaults of [
      vaultWith(other.der, createPrivateKey(other.pem)),
      vaultWith(held.der, createPrivateKey(other.pem)),
    ])
      await expect(byCertificate(appId, vaults).getToken(scope())).rejects.toThrow('AADSTS700027');
  });

  test('by a secret reads it from its vault once, and again when it is refused', async () => {
    const { appId } = graph.trapped('self-watch');
    const secrets = ['of yesterday', secretOf(appId)];
    let reads = 0;
    const credential = tenantCredentials(undefined, {
      certificate: () => Promise.reject(new Error('There is no certificate.')),
      secret: () => Promise.resolve(secrets[(reads += 1) - 1] ?? secrets[1]!),
    })({
      kind: 'client-secret',
      tenant: graph.tenant.id,
      clientId: appId,
      authorityHost: new URL(graph.entra.loginUrl),
      secret: new URL('https://example.vault.localhost/secrets/sign-in'),
      discovery: 'off',
    });
    await expect(credential.getToken(scope())).rejects.toThrow('AADSTS7000215');
    for (let times = 0; times < 3; times += 1) {
      const token = await credential.getToken(scope());
      expect(claimsOf(token!.token)).toMatchObject({ appid: appId });
    }
    expect(reads).toBe(2);
  });

  test('that is refused is told as something that a person must grant', async () => {
    const client = graphClient({
      graphRoot: new URL(graph.entra.graphUrl),
      credential: federated(graph.trapped('owner-guest').appId),
      timeout: seconds(20),
    });
    const page = await graphApplications({ client, tenant: graph.tenant, digest: sha256 }).page(undefined);
    expect(page).toEqual({
      ok: false,
      failure: {
        code: 'FORBIDDEN',
        detail: expect.stringMatching(/^Signing in to the tenant failed\. AADSTS\d+$/),
      },
    });
  });

  test('while the login is away is an outage', async () => {
    graph.entra.faults.login.add({ drop: 'before' });
    const client = graphClient({
      graphRoot: new URL(graph.entra.graphUrl),
      credential: federated(graph.trapped('owner-guest').appId),
      timeout: seconds(20),
    });
    const page = await graphApplications({ client, tenant: graph.tenant, digest: sha256 }).page(undefined);
    graph.entra.faults.login.clear();
    expect(page).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
  });
});
