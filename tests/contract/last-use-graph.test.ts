import { ClientSecretCredential } from '@azure/identity';
import { describe, expect, test } from '@jest/globals';
import { graphClientSecrets } from '../../lib/adapters/graph/client-secrets.ts';
import type { GraphClient } from '../../lib/adapters/graph/graph-client.ts';
import { graphLastUse } from '../../lib/adapters/graph/last-use.ts';
import { days, instantOfMs, parseInstant, plus } from '../../lib/domain/time.ts';
import { DENIAL, inSmallPages, OUTAGE, runGraph } from '../support/graph-stand-in.ts';
import { aTenant } from '../support/tenants.ts';
import { lastUseContract } from './last-use.contract.ts';

lastUseContract('Graph', async () => {
  let now = Date.now();
  const graph = await runGraph({ now: () => now });
  const { entra, tenant } = graph;
  const application = graph.trapped('two-owners');
  const holder = { tenant: tenant.id, nativeId: application.id };
  const client = graph.client({ identity: 'renew' });
  const made = [];
  for (const name of ['used', 'unused']) {
    const added = await graphClientSecrets({ clientFor: () => client }).add(
      holder,
      name,
      plus(instantOfMs(now), days(30)),
    );
    if (!added.ok) throw new Error(added.failure.detail);
    made.push(added.value);
  }
  const [used, unused] = made;
  if (used === undefined || unused === undefined) throw new Error('Two secrets were made.');
  return {
    lastUse: graphLastUse({ clientFor: () => inSmallPages(client), graphOf: () => new URL(entra.graphUrl) }),
    holder,
    used: used.keyId,
    unused: unused.keyId,
    namesake: { tenant: tenant.id, nativeId: application.appId },
    signIn: async () => {
      now = Math.max(now + 1000, Date.now());
      const credential = new ClientSecretCredential(entra.tenantId, application.appId, used.value, {
        authorityHost: entra.loginUrl,
        disableInstanceDiscovery: true,
      });
      await credential.getToken(`${entra.graphUrl}/.default`);
      return instantOfMs(now);
    },
    goAway: () => {
      graph.fault(OUTAGE);
    },
    deny: () => {
      graph.fault(DENIAL);
    },
    comeBack: graph.comeBack,
    stop: graph.stop,
  };
});

const KEY = '11111111-1111-4111-8111-111111111111';
const APPLICATION = '22222222-2222-4222-8222-222222222222';
const PRINCIPAL = '33333333-3333-4333-8333-333333333333';
const TENANT = aTenant().id;
const GRAPH = new URL('https://graph.example');

/** A report of these entries, and what was asked of it. */
const report = (entries: readonly unknown[], isOn = true) => {
  const asked: string[] = [];
  const client: GraphClient = {
    get: (path) => {
      asked.push(path);
      return Promise.resolve({ value: entries });
    },
    post: () => Promise.reject(new Error('Nothing is written.')),
    patch: () => Promise.reject(new Error('Nothing is written.')),
  };
  return {
    asked,
    lastUse: graphLastUse({ clientFor: () => client, graphOf: () => (isOn ? GRAPH : undefined) }),
  };
};
const entry = (over: object = {}) => ({
  keyId: KEY.toUpperCase(),
  appObjectId: APPLICATION,
  servicePrincipalObjectId: PRINCIPAL,
  credentialOrigin: 'application',
  signInActivity: { lastSignInDateTime: '2026-11-19T00:00:00Z', lastNonInteractiveSignInDateTime: null },
  ...over,
});
const at = parseInstant('2026-11-19T00:00:00Z') ?? instantOfMs(0);

describe('what Graph tells of sign-ins', () => {
  test('of several times in an entry the latest counts', async () => {
    const { lastUse } = report([
      entry({
        signInActivity: {
          lastSignInDateTime: '2026-11-18T00:00:00Z',
          lastNonInteractiveSignInDateTime: '2026-11-19T00:00:00Z',
          lastSuccessfulSignInDateTime: '2026-11-17T00:00:00Z',
        },
      }),
    ]);
    const holder = { tenant: TENANT, nativeId: APPLICATION };
    expect(await lastUse.of(holder, KEY)).toEqual({ ok: true, value: at });
  });

  test('of several entries for one key the latest counts', async () => {
    const earlierOne = entry({ signInActivity: { lastSignInDateTime: '2026-11-01T00:00:00Z' } });
    const { lastUse } = report([earlierOne, entry(), earlierOne]);
    const holder = { tenant: TENANT, nativeId: APPLICATION };
    expect(await lastUse.of(holder, KEY)).toEqual({ ok: true, value: at });
  });

  test('a credential of a service principal belongs to it and not to the application', async () => {
    const { lastUse } = report([entry({ credentialOrigin: 'servicePrincipal' })]);
    expect(await lastUse.of({ tenant: TENANT, nativeId: PRINCIPAL }, KEY)).toEqual({ ok: true, value: at });
    expect(await lastUse.of({ tenant: TENANT, nativeId: APPLICATION }, KEY)).toEqual({
      ok: true,
      value: undefined,
    });
  });

  test('an entry that is not understood or tells of no sign-in says nothing', async () => {
    const { lastUse } = report([
      { keyId: 'no guid' },
      entry({ signInActivity: null }),
      entry({ signInActivity: { lastSignInDateTime: 'yesterday' } }),
      entry({ appObjectId: null }),
      'text',
    ]);
    expect(await lastUse.page(TENANT, undefined)).toEqual({ ok: true, value: { used: [], next: undefined } });
  });

  test('an answer that is no list is no empty list', async () => {
    const client: GraphClient = {
      get: () => Promise.resolve('<html>'),
      post: () => Promise.reject(new Error('Nothing is written.')),
      patch: () => Promise.reject(new Error('Nothing is written.')),
    };
    const lastUse = graphLastUse({ clientFor: () => client, graphOf: () => GRAPH });
    expect(await lastUse.page(TENANT, undefined)).toMatchObject({
      ok: false,
      failure: { code: 'UNAVAILABLE' },
    });
  });

  test('a tenant whose operator does not want it is not asked', async () => {
    const { asked, lastUse } = report([entry()], false);
    const holder = { tenant: TENANT, nativeId: APPLICATION };
    expect(await lastUse.of(holder, KEY)).toMatchObject({ ok: false, failure: { code: 'OFF' } });
    expect(await lastUse.page(TENANT, undefined)).toMatchObject({ ok: false, failure: { code: 'OFF' } });
    expect(asked).toEqual([]);
  });

  test('Graph is asked for the one key, and never for what is no key', async () => {
    const { asked, lastUse } = report([]);
    await lastUse.of({ tenant: TENANT, nativeId: APPLICATION }, KEY);
    await lastUse.of({ tenant: TENANT, nativeId: APPLICATION }, "' or 1 eq 1");
    expect(asked).toEqual([
      `https://graph.example/beta/reports/appCredentialSignInActivities?$filter=keyId eq '${KEY}'`,
    ]);
  });
});
