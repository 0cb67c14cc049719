import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { days, minus, minutes, plus } from '../../lib/domain/time.ts';
import { NOW } from '../support/builders.ts';
import { type App, startApp } from '../support/app.ts';
import { APPROVER, type RunningServiceNow, startServiceNow } from '../support/servicenow-stand-in.ts';
import { rounds, untilRequested } from '../support/story.ts';

type Fault = Parameters<RunningServiceNow['standIn']['faults']['add']>[0];

/** The app before a ServiceNow over the wire, both on one clock. */
let app: App;
let running: RunningServiceNow;
let made = 0;

beforeAll(async () => {
  let clock = () => NOW;
  running = await startServiceNow({ clock: () => clock() });
  app = startApp({ otherDesk: running });
  clock = () => app.clock.now();
  app.directory.addPerson({ displayName: 'Avery', mail: APPROVER, userPrincipalName: APPROVER });
});
afterAll(async () => running.standIn.stop());

/** One more application, whose secret is about to end. */
const anotherApp = () => {
  made += 1;
  const owner = app.directory.addPerson({ displayName: `Owner ${made}` });
  const now = app.clock.now();
  return app.directory.addApplication({
    name: `payroll-${made}`,
    owners: [owner],
    credentials: [{ name: 'ci', startsAt: minus(now, days(300)), expiresAt: plus(now, days(5)) }],
  });
};

const FAULTS: readonly (readonly [string, Fault])[] = [
  ['an order that never arrives', { method: 'POST', path: '/order_now$', times: 2, drop: 'before' }],
  ['an order whose answer is lost', { method: 'POST', path: '/order_now$', times: 1, drop: 'after' }],
  ['a key that is not written', { method: 'PATCH', path: '/sc_req_item/', times: 2, drop: 'before' }],
  [
    'a key whose writing is not answered',
    { method: 'PATCH', path: '/sc_req_item/', times: 1, drop: 'after' },
  ],
  ['an item that can not be read', { method: 'GET', path: '/sc_req_item', times: 3, status: 503 }],
  [
    'approvals that can not be read',
    { method: 'GET', path: '/sysapproval_approver', times: 2, drop: 'after' },
  ],
];

describe('a desk that fails at any moment', () => {
  test.each(FAULTS)(
    '%s costs neither a second request nor the approval',
    async (_what, fault) => {
      const subject = anotherApp();
      running.standIn.faults.add(fault);
      app.clock.wait(minutes(10));
      await untilRequested(app);
      await rounds(app, 8);
      running.standIn.faults.clear();
      await rounds(app, 12);
      const items = await running.rows(
        'sc_req_item',
        '',
        'sys_id,correlation_id,variables.application_id,active',
      );
      const ours = items.filter((item) => item['variables.application_id'] === subject.appId);
      expect(ours).toHaveLength(1);
      expect(ours[0]!['correlation_id']).toMatch(/^rn-/);

      running.standIn.faults.add(fault);
      await running.decide(ours[0]!['sys_id']!, 'approved', 'Still needed.');
      await rounds(app, 3);
      running.standIn.faults.clear();
      await rounds(app, 12, minutes(4));
      const renewal = app.stores.renewals.all().find(({ of }) => of.subjectId === subject.id);
      // Mailed at the least: an approval that was lost would have left it waiting.
      expect(['issued', 'delivered', 'link-expired']).toContain(renewal?.state);
    },
    60_000,
  );

  test('wrong credentials are an outage that is seen and ends', async () => {
    const subject = anotherApp();
    running.standIn.settings.clientCredentials = false;
    running.standIn.faults.add({ path: '^/api', times: 50, status: 401 });
    app.clock.wait(minutes(10));
    await untilRequested(app);
    await rounds(app, 2);
    const stateOf = () => app.stores.renewals.all().find(({ of }) => of.subjectId === subject.id)?.state;
    expect(stateOf()).toBe('paused');
    expect(app.logged.map(({ code }) => code)).toContain('STEP_POSTPONED');
    running.standIn.settings.clientCredentials = true;
    running.standIn.faults.clear();
    await rounds(app, 20);
    expect(stateOf()).toBe('requested');
  }, 60_000);
});
