import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { TokenCredential } from '@azure/identity';
import { tenantCredentials } from '../../lib/adapters/sign-in/tenant-credentials.ts';
import { type RunningGraph, runGraph } from '../support/graph-stand-in.ts';
import { vaultSource } from '../support/vault-source.ts';
import { type RunningVaultsStandIn, runVaultsStandIn } from '../support/vault-stand-in.ts';

describe('signing in to a vault', () => {
  let graph: RunningGraph;
  let running: RunningVaultsStandIn;
  beforeAll(async () => {
    graph = await runGraph();
    running = await runVaultsStandIn({ loginUrl: graph.entra.loginUrl, tenantId: graph.entra.tenantId });
  });
  afterEach(() => {
    graph.entra.faults.login.clear();
    graph.entra.faults.identity.clear();
  });
  afterAll(async () => {
    await running.stop();
    await graph.stop();
  });

  const page = (credential: TokenCredential) =>
    vaultSource({ urls: [running.vaults.urlOf('apps-nle')], credential, tenant: graph.tenant }).page(
      undefined,
      'vaults/apps-nle.vault.localhost',
    );
  const federated = (clientId: string): TokenCredential =>
    tenantCredentials(undefined)({
      kind: 'federated',
      tenant: graph.tenant.id,
      clientId,
      authorityHost: new URL(graph.entra.loginUrl),
      discovery: 'off',
    });

  test('is done by the managed identity', async () => {
    expect(await page(graph.credential('watch'))).toMatchObject({ ok: true, value: { unread: [] } });
  });

  test('that is refused is told as something that a person must grant', async () => {
    expect(await page(federated(graph.trapped('owner-guest').appId))).toEqual({
      ok: false,
      failure: {
        code: 'FORBIDDEN',
        detail: expect.stringMatching(/^Signing in to the vault failed\. AADSTS\d+$/),
      },
    });
  });

  test('is an outage while the login or the identity endpoint is away', async () => {
    graph.entra.faults.login.add({ drop: 'before' });
    const withoutLogin = await page(federated(graph.trapped('self-watch').appId));
    graph.entra.faults.identity.add({ drop: 'before' });
    // The process remembers tokens of identities that have signed in already: this one has not.
    const withoutIdentity = await page(graph.credential('renew'));
    for (const answer of [withoutLogin, withoutIdentity])
      expect(answer).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
  });
});
