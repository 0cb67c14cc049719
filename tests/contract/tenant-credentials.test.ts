import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphApplications } from '../../lib/adapters/graph/applications-source.ts';
import { graphClient } from '../../lib/adapters/graph/graph-client.ts';
import { tenantCredentials } from '../../lib/adapters/sign-in/tenant-credentials.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { seconds } from '../../lib/domain/time.ts';
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
