import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { days } from '../../lib/domain/time.ts';
import { armSources } from '../../lib/use-cases/arm-sources.ts';
import { startApp, TENANT } from '../support/app.ts';
import { aPayrollApp, untilRequested } from '../support/story.ts';

describe('what was there before anything is armed', () => {
  test('is seen, judged and shown, and nothing is said', async () => {
    const app = startApp({ armed: false });
    aPayrollApp(app, 5);
    await untilRequested(app);
    expect(app.events('credential.near-expiry')).toEqual([]);
    expect(app.stores.subjects.all()).toHaveLength(1);
  });

  test('stays unsaid under the ceiling of observing, armed or not', async () => {
    const app = startApp({ mode: 'observe' });
    aPayrollApp(app, 5);
    await untilRequested(app);
    expect(app.events('credential.near-expiry')).toEqual([]);
  });

  test('is said under the storm cap once armed, and the rest in the runs after it', async () => {
    const app = startApp({ stormCap: 2 });
    for (let i = 0; i < 5; i += 1) aPayrollApp(app, 5);
    await untilRequested(app);
    expect(app.events('credential.near-expiry')).toHaveLength(2);
    await app.tick('judge-due');
    expect(app.events('credential.near-expiry')).toHaveLength(4);
    await app.tick('judge-due');
    await app.tick('judge-due');
    expect(app.events('credential.near-expiry')).toHaveLength(5);
  });

  test('and had expired long ago becomes a finding, not a request', async () => {
    const app = startApp();
    aPayrollApp(app, -200);
    await untilRequested(app);
    expect(app.events('credential.finding').map(({ data }) => 'finding' in data && data.finding)).toEqual([
      'long-expired',
    ]);
    expect(app.desk.tickets()).toEqual([]);
  });
});

describe('a policy that was changed', () => {
  test('puts every subject up for judging again', async () => {
    const app = startApp();
    aPayrollApp(app, 45);
    await untilRequested(app);
    await app.tick('judge-due');
    const { publisher, outbox, audit, clock } = app;
    const arm = armSources({
      ...{ publisher, outbox, audit, clock, log: () => undefined },
      directory: app.stores.arming,
      subjects: app.stores.subjects,
      tenants: [TENANT],
      digest: sha256,
      sources: [{ tenant: TENANT.id, source: 'entra-applications' }],
      targets: [{ tenant: TENANT.id, source: 'entra-applications' }],
      putUpBudget: 1000,
      mode: 'act',
      policy: { ...DEFAULT_POLICY, longExpired: days(7) },
    });
    expect(await app.stores.subjects.due(clock.now(), 10)).toHaveLength(0);
    await arm();
    expect(await app.stores.subjects.due(clock.now(), 10)).toHaveLength(1);
  });
});
