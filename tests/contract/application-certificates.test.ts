import { afterAll, describe, expect, test } from '@jest/globals';
import { generateClient } from '../../local/certificates/client.ts';
import { graphApplicationCertificates } from '../../lib/adapters/graph/application-certificates.ts';
import type { GraphClient } from '../../lib/adapters/graph/graph-client.ts';
import { days, instantOfMs, parseInstant, plus } from '../../lib/domain/time.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeDirectory } from '../support/fakes/directory.ts';
import { DENIAL, OUTAGE, runGraph, type RunningGraph } from '../support/graph-stand-in.ts';
import { aTenant } from '../support/tenants.ts';
import { applicationCertificatesContract } from './application-certificates.contract.ts';

applicationCertificatesContract('the directory in memory', () => {
  const clock = fakeClock();
  const directory = fakeDirectory({ tenant: aTenant(), clock });
  const kind = 'client-certificate' as const;
  const { nativeId, tenant } = directory.addApplication({
    name: 'payroll',
    credentials: [{ name: 'secret' }, { kind, name: 'one' }, { kind, name: 'other' }],
  });
  return Promise.resolve({
    certificates: directory.certificates,
    holder: { tenant, nativeId },
    nobody: { tenant, nativeId: '00000000-0000-4000-8000-000000000000' },
    now: clock.now(),
    goAway: directory.goAway,
    deny: directory.deny,
    comeBack: directory.comeBack,
    loseNextAnswer: directory.loseNextAnswer,
    stop: () => Promise.resolve(),
  });
});

/** Graph, once for all: the SDK remembers where its identity comes from. */
let started: Promise<RunningGraph> | undefined;
afterAll(async () => (await started)?.stop());

/** An application that holds several keys. */
const running = async () => {
  started ??= runGraph();
  const graph = await started;
  const { entra, tenant } = graph;
  const application = Array.from({ length: entra.tenant.apps }, (_, at) =>
    entra.tenant.applicationAt(at),
  ).find(({ keyCredentials }) => keyCredentials.length > 0)!;
  return { graph, holder: { tenant: tenant.id, nativeId: application.id }, application };
};

applicationCertificatesContract('Graph', async () => {
  const { graph, holder, application } = await running();
  const client = graph.client({ identity: 'renew' });
  return {
    certificates: graphApplicationCertificates({ clientFor: () => client }),
    holder,
    // An application's client id is not its object id.
    nobody: { ...holder, nativeId: application.appId },
    now: instantOfMs(Date.now()),
    goAway: () => {
      graph.fault(OUTAGE);
    },
    deny: () => {
      graph.fault(DENIAL);
    },
    comeBack: graph.comeBack,
    loseNextAnswer: () => {
      graph.fault({ method: 'PATCH', drop: 'after', times: 1 });
    },
    stop: () => Promise.resolve(),
  };
});

describe('the list of an application’s certificates in Graph', () => {
  const der = async (name: string): Promise<string> => {
    const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + days(90)) };
    return (await generateClient(name, validity)).cert.replace(/-----[^-]+-----|\s/g, '');
  };
  const certificate = async (keyId: string) => ({
    keyId,
    name: 'ours',
    der: await der('ours'),
    thumbprint: 'AB'.repeat(20),
    startsAt: instantOfMs(Date.now()),
    expiresAt: plus(instantOfMs(Date.now()), days(30)),
  });
  const KEY = '5a3c0000-0000-4000-8000-0000000000aa';

  test('that someone else wrote at the same moment is told as an outage, and written again on what is there', async () => {
    const { graph, holder } = await running();
    const client = graph.client({ identity: 'renew' });
    const path = `/applications/${holder.nativeId}`;
    const read = async () =>
      ((await client.get(`${path}?$select=id,keyCredentials`)) as { keyCredentials: { keyId: string }[] })
        .keyCredentials;
    const theirs = { type: 'AsymmetricX509Cert', usage: 'Verify', key: await der('theirs') };
    let others = 1;
    const overtaken: GraphClient = {
      ...client,
      patch: async (to, body) => {
        const before = await read();
        const done = await client.patch(to, body);
        if (others > 0) await client.patch(path, { keyCredentials: [...before, theirs] });
        others -= 1;
        return done;
      },
    };
    const certificates = graphApplicationCertificates({ clientFor: () => overtaken });
    const ours = await certificate(KEY);
    const before = await read();
    expect(await certificates.add(holder, ours)).toMatchObject({ failure: { code: 'UNAVAILABLE' } });
    expect(await certificates.add(holder, ours)).toMatchObject({ ok: true });
    const after = await read();
    expect(after).toHaveLength(before.length + 2);
    expect(after.map(({ keyId }) => keyId)).toEqual(
      expect.arrayContaining([...before.map(({ keyId }) => keyId), KEY]),
    );
  });

  test('goes back as it was read, with whatever else an entry says', async () => {
    const odd = {
      keyId: '5a3c0000-0000-4000-8000-0000000000bb',
      type: 'Symmetric',
      usage: 'Verify',
      key: null,
      endDateTime: '0001-01-01T00:00:00Z',
      customKeyIdentifier: null,
      hasExtendedValue: false,
    };
    let held: object[] = [odd];
    const client: GraphClient = {
      get: () => Promise.resolve({ keyCredentials: held }),
      post: () => Promise.reject(new Error('Nothing is posted.')),
      patch: (_path, body) => {
        held = (body as { keyCredentials: object[] }).keyCredentials;
        return Promise.resolve(undefined);
      },
    };
    const certificates = graphApplicationCertificates({ clientFor: () => client });
    const holder = { tenant: aTenant().id, nativeId: 'x' };
    const startsAt = parseInstant('2026-11-20T08:00:00Z')!;
    await certificates.add(holder, {
      ...(await certificate(KEY)),
      startsAt,
      expiresAt: plus(startsAt, days(1)),
    });
    expect(held).toEqual([
      odd,
      {
        keyId: KEY,
        displayName: 'ours',
        type: 'AsymmetricX509Cert',
        usage: 'Verify',
        key: expect.any(String),
        customKeyIdentifier: Buffer.from('AB'.repeat(20), 'hex').toString('base64'),
        startDateTime: '2026-11-20T08:00:00.000Z',
        endDateTime: '2026-11-21T08:00:00.000Z',
      },
    ]);
    await certificates.remove(holder, KEY.toUpperCase());
    expect(held).toEqual([odd]);
  });
});
