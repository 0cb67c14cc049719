import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphDomains } from '../../lib/adapters/graph/domains-source.ts';
import type { GraphClient } from '../../lib/adapters/graph/graph-client.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { instantOfMs } from '../../lib/domain/time.ts';
import { DEFAULT_IDENTITIES } from '../../local/entra/identities.ts';
import { GOLDEN_EPOCH } from '../support/golden-inventory.ts';
import { type RunningGraph, runGraph } from '../support/graph-stand-in.ts';
import { aTenant } from '../support/tenants.ts';

const PRINCIPAL = '11111111-2222-4333-8444-555555555555';

describe('the provisioning of enterprise applications', () => {
  let graph: RunningGraph;
  beforeAll(async () => {
    graph = await runGraph({
      epoch: GOLDEN_EPOCH,
      identities: [
        ...DEFAULT_IDENTITIES,
        { name: 'without jobs', roles: ['Application.Read.All', 'Policy.Read.All', 'Domain.Read.All'] },
      ],
    });
  });
  afterAll(() => graph.stop());

  const source = (client: GraphClient = graph.client()) =>
    graphDomains({
      client,
      tenant: aTenant(),
      digest: sha256,
      clock: { now: () => instantOfMs(GOLDEN_EPOCH) },
      provisioning: true,
    });
  const read = async (client?: GraphClient) => {
    const page = await source(client).page(undefined, 'provisioning');
    if (!page.ok) throw new Error(page.failure.detail);
    return page.value;
  };

  test('a job in quarantine is a concern of its token, with since when and why, and whose people wait', async () => {
    const { subjects } = await read();
    const ticketing = subjects.find(({ name }) => name === 'Ticketing Cloud')!;
    expect(ticketing).toMatchObject({ kind: 'provisioning', appId: expect.any(String), enabled: true });
    const told = ticketing.credentials.map(({ name, concerns, expiryUnknown, dependents }) => ({
      ...{ name, expiryUnknown, dependents },
      concerns: concerns?.map(({ what, detail }) => `${what}: ${detail}`),
    }));
    const dependents = [{ name: 'Ticketing Cloud', what: 'provisioning' }];
    expect(told.toSorted((a, b) => (a.name! < b.name! ? -1 : 1))).toEqual([
      {
        ...{ name: 'scim', expiryUnknown: true, dependents },
        concerns: [
          'provisioning-quarantined: The job that provisions people is in quarantine since 2026-11-18 (EncounteredQuarantineException). Look at its token first: it stops so when the other side no longer takes that.',
        ],
      },
      { name: 'scimGroups', expiryUnknown: true, dependents, concerns: undefined },
    ]);
  });

  test('a job that is not configured is nothing; one that runs is shown without a concern', async () => {
    const names = (await read()).subjects.map(({ name }) => name);
    expect(names).toContain('HR Portal');
    expect(names).not.toContain('Learning Hub');
  });

  test('costs two requests for twenty applications, and asks nothing of what can have no job', async () => {
    const asked: string[] = [];
    const client = graph.client();
    await read({
      get: (path, headers) => {
        asked.push(path);
        return client.get(path, headers);
      },
      post: (path, body) => {
        asked.push(path);
        return client.post(path, body);
      },
      patch: (path, body) => client.patch(path, body),
    });
    expect(asked).toEqual([expect.stringMatching(/^\/servicePrincipals\?\$filter=tags/), '/$batch']);
  });

  test('a job that is not understood is unread, and a look at what has only such a one never says that it is gone', async () => {
    const application = { id: PRINCIPAL, appId: PRINCIPAL, displayName: null };
    const odd: GraphClient = {
      get: (path) =>
        Promise.resolve(
          path.includes('/jobs')
            ? { value: [{ id: 'no / id', status: { code: 'Active' } }] }
            : path.includes('$filter')
              ? { value: [application, { id: PRINCIPAL }] }
              : application,
        ),
      post: () => Promise.reject(new Error('One application needs no batch.')),
      patch: () => Promise.reject(new Error('Nothing is written.')),
    };
    expect(await read(odd)).toMatchObject({
      subjects: [],
      unread: [
        { what: `provisioning/${PRINCIPAL}`, reason: expect.stringContaining('id') },
        { what: `provisioning/${PRINCIPAL}`, reason: expect.stringContaining('appId') },
      ],
    });
    expect(await source(odd).look(`provisioning/${PRINCIPAL}`)).toMatchObject({
      ok: false,
      failure: { code: 'UNAVAILABLE' },
    });
  });

  test('a state that nobody knows yet is no quarantine', async () => {
    const told = (status: unknown): GraphClient => ({
      get: (path) =>
        Promise.resolve(
          path.includes('/jobs')
            ? { value: [{ id: 'scim.1', templateId: 'scim', status }] }
            : { id: PRINCIPAL, appId: PRINCIPAL },
        ),
      post: () => Promise.resolve({}),
      patch: () => Promise.resolve({}),
    });
    const looked = await source(told({ code: 'Resting' })).look(`provisioning/${PRINCIPAL}`);
    expect(looked).toMatchObject({
      ok: true,
      value: { name: PRINCIPAL, credentials: [{ keyId: 'scim.1' }] },
    });
    expect(looked.ok && looked.value?.credentials[0]?.concerns).toBeUndefined();
    expect(await source(told(null)).look(`provisioning/${PRINCIPAL}`)).toEqual({
      ok: true,
      value: undefined,
    });
    const bare = await source(told({ code: 'Quarantine' })).look(`provisioning/${PRINCIPAL}`);
    expect(bare.ok && bare.value?.credentials[0]?.concerns?.[0]?.detail).toBe(
      'The job that provisions people is in quarantine. Look at its token first: it stops so when the other side no longer takes that.',
    );
  });

  test('what is no service principal is gone', async () => {
    expect(await source().look(`provisioning/${PRINCIPAL}`)).toEqual({ ok: true, value: undefined });
    expect(await source().look('provisioning/nobody')).toEqual({ ok: true, value: undefined });
  });

  test('without the right it says which is missing, and the other parts are read', async () => {
    const without = source(graph.client({ identity: 'without jobs' }));
    expect(await without.page(undefined, 'provisioning')).toMatchObject({
      ok: false,
      failure: {
        code: 'FORBIDDEN',
        detail: expect.stringContaining('The permission Synchronization.Read.All is missing.'),
      },
    });
    expect((await without.page(undefined, 'token-lifetime-policies')).ok).toBe(true);
  });

  test('is not read where nobody asked for it', async () => {
    const plain = graphDomains({
      ...{ client: graph.client(), tenant: aTenant(), digest: sha256 },
      clock: { now: () => instantOfMs(GOLDEN_EPOCH) },
    });
    const parts = await plain.parts();
    expect(parts.ok && parts.value).not.toContain('provisioning');
  });
});
