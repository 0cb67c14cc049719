import { ClientSecretCredential } from '@azure/identity';
import { expect, test } from '@jest/globals';
import { graphClientSecrets } from '../../lib/adapters/graph/client-secrets.ts';
import { graphLastUse } from '../../lib/adapters/graph/last-use.ts';
import { days, hours, instantOfMs, plus } from '../../lib/domain/time.ts';
import { runGraph } from '../support/graph-stand-in.ts';

test('the report of the stand-in lags as it is told to', async () => {
  let now = Date.now();
  const graph = await runGraph({
    now: () => now,
    signInReportDelayMs: hours(1),
    tokenLifetimeSeconds: 86_400,
  });
  try {
    const { entra, tenant } = graph;
    const { id, appId } = graph.trapped('two-owners');
    const client = graph.client({ identity: 'renew' });
    const holder = { tenant: tenant.id, nativeId: id };
    const end = plus(instantOfMs(now), days(30));
    const added = await graphClientSecrets({ clientFor: () => client }).add(holder, 'late', end);
    if (!added.ok) throw new Error(added.failure.detail);
    const { keyId, value } = added.value;
    const credential = new ClientSecretCredential(entra.tenantId, appId, value, {
      authorityHost: entra.loginUrl,
      disableInstanceDiscovery: true,
    });
    await credential.getToken(`${entra.graphUrl}/.default`);
    const signedIn = instantOfMs(now);
    const lastUse = graphLastUse({ clientFor: () => client, graphOf: () => new URL(entra.graphUrl) });
    now += hours(1) - 1;
    expect(await lastUse.of(holder, keyId)).toEqual({ ok: true, value: undefined });
    now += 1;
    expect(await lastUse.of(holder, keyId)).toEqual({ ok: true, value: signedIn });
  } finally {
    await graph.stop();
  }
});
