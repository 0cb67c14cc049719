import { describe, expect, test } from '@jest/globals';
import type { ApprovalRule } from '../../lib/domain/approval-stages.ts';
import type { Person } from '../../lib/domain/person.ts';
import type { Reauthentication } from '../../lib/domain/session.ts';
import { days, hours, minutes, plus } from '../../lib/domain/time.ts';
import { callApi } from '../support/api.ts';
import { type App, startApp } from '../support/app.ts';
import { aPayrollApp, rounds, untilRequested } from '../support/story.ts';

const stage = (name: string, quorum = 1) => ({
  ...{ name, quorum, approvers: [], alternates: [], alternatesAfter: undefined },
});
const TWO_STAGES: ApprovalRule = { stages: [stage('team'), stage('security')], timeout: undefined };

const as = (app: App, { tenant, objectId }: Person, role: 'Approver' | 'Reader' = 'Approver') =>
  app.callers.signIn({ tenant, objectId }, [role]);
const waiting = async (app: App, person: Person) => {
  const { body } = await callApi(app, 'list-requests', { as: as(app, person, 'Reader') });
  return (body as unknown as { requests: { renewalId: string; revision: string }[] }).requests;
};
const decide = async (app: App, person: Person, outcome: 'approved' | 'denied', revision?: string) => {
  const [request] = await waiting(app, person);
  return callApi(app, 'decide-request', {
    as: as(app, person),
    params: { id: request!.renewalId },
    body: { outcome, revision: revision ?? request!.revision, justification: 'Still needed.' },
  });
};
const decided = (app: App) =>
  app.events('renewal.approval-decided').map(({ data }) => {
    const { outcome, reason } = data as { readonly outcome?: string; readonly reason?: string };
    return reason === undefined ? outcome : `${outcome}: ${reason}`;
  });
const states = (app: App) => app.stores.renewals.all().map(({ state }) => state);

describe('an approval by the API', () => {
  test('counts as one at the service desk does', async () => {
    const app = startApp();
    const { approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    expect(await waiting(app, approver)).toMatchObject([
      { subject: 'payroll-sync', kind: 'client-secret', recipient: { name: 'Olive Owner' } },
    ]);
    expect(await decide(app, approver, 'approved')).toMatchObject({
      status: 202,
      body: { decision: { outcome: 'approved' } },
    });
    await app.settle();
    expect(states(app)).toEqual(['delivered']);
    expect(decided(app)).toEqual(['approved']);
    expect(await waiting(app, approver)).toEqual([]);
  });

  test('is refused to the recipient, and of another revision, and nothing comes of it', async () => {
    const app = startApp();
    const { owner, approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    expect((await decide(app, owner, 'approved')).status).toBe(403);
    expect((await decide(app, approver, 'approved', 'rv-of-before')).status).toBe(409);
    await app.settle();
    expect(states(app)).toEqual(['requested']);
    expect(app.stores.decisions.all()).toEqual([]);
  });

  test('said twice is one decision, and is not changed afterwards', async () => {
    const app = startApp({ approvalRule: TWO_STAGES });
    const { approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    const first = await decide(app, approver, 'approved');
    const second = await decide(app, approver, 'approved');
    expect(second.body).toEqual(first.body);
    expect((await decide(app, approver, 'denied')).status).toBe(409);
    await app.settle();
    expect(app.events('renewal.decision-given')).toHaveLength(1);
  });

  test('that is a denial ends it', async () => {
    const app = startApp();
    const { approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    await decide(app, approver, 'denied');
    await app.settle();
    expect(states(app)).toEqual(['denied']);
  });
});

describe('an approval in stages', () => {
  test('takes two people, one at the desk and one by the API, and says each once', async () => {
    const app = startApp({ approvalRule: TWO_STAGES });
    const { approver } = aPayrollApp(app, 5);
    const second = app.directory.addPerson({ displayName: 'Sam Security' });
    await untilRequested(app);
    app.desk.approve(app.desk.tickets()[0]!.ticket, approver.userPrincipalName);
    await app.tick('poll-service-desk');
    await app.settle();
    expect(states(app)).toEqual(['requested']);
    expect(decided(app)).toEqual(['approved: MORE_NEEDED']);

    app.clock.wait(hours(1));
    await decide(app, second, 'approved');
    await app.settle();
    expect(states(app)).toEqual(['delivered']);
    expect(decided(app)).toEqual(['approved: MORE_NEEDED', 'approved']);
  });

  test('that nobody completes in time is a denial', async () => {
    const app = startApp({ approvalRule: { ...TWO_STAGES, timeout: days(2) } });
    aPayrollApp(app, 20);
    await untilRequested(app);
    for (let n = 0; n < 12; n += 1) {
      app.clock.wait(hours(6));
      await rounds(app, 1);
    }
    expect(states(app)).toEqual(['denied']);
    expect(decided(app)).toEqual(['denied: TIMED_OUT']);
  });

  test('is void if whoever gave it has left before anything was made, and it is asked again', async () => {
    const app = startApp();
    const { approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    const { ticket } = app.desk.tickets()[0]!;
    // The team has said when it shall be done, so that some time passes between the approval and what it sets going.
    app.desk.plan(ticket, { dueAt: plus(app.clock.now(), days(2)) });
    await rounds(app, 1);
    app.clock.wait(hours(7));
    await rounds(app, 1);
    app.desk.approve(ticket, approver.userPrincipalName);
    await app.tick('poll-service-desk');
    await app.settle();
    expect(states(app)).toEqual(['approved']);
    app.directory.changePerson(approver, { enabled: false });
    app.clock.wait(days(2));
    await rounds(app, 2);
    expect(app.events('renewal.credential-issued')).toEqual([]);
    expect(states(app)).toEqual(['requested']);
    expect(app.desk.tickets()[0]?.notes.join('\n')).toContain('no longer counts');
  });

  test('has its time from when the request was opened, and not from when somebody looked', async () => {
    const app = startApp({ approvalRule: { ...TWO_STAGES, timeout: hours(2) } });
    aPayrollApp(app, 20);
    await untilRequested(app);
    const openedAt = app.clock.now();
    expect(app.stores.renewals.all()).toMatchObject([
      { askedAt: openedAt, nextLookAt: plus(openedAt, hours(2)) },
    ]);
    await rounds(app, 1, hours(2));
    expect(decided(app)).toEqual(['denied: TIMED_OUT']);
  });

  test('of somebody whom no stage names is said on the ticket once, and counts nowhere', async () => {
    const named = stage('security');
    const approvers: Person[] = [];
    const app = startApp({ approvalRule: { stages: [{ ...named, approvers }], timeout: undefined } });
    const { approver } = aPayrollApp(app, 5);
    approvers.push(app.directory.addPerson({ displayName: 'Sam Security' }));
    await untilRequested(app);
    app.desk.approve(app.desk.tickets()[0]!.ticket, approver.userPrincipalName);
    await app.tick('poll-service-desk');
    await app.settle();
    await rounds(app, 5, hours(7));
    expect(decided(app)).toEqual(['refused: APPROVER_NOT_NAMED']);
    const notes = app.desk.tickets()[0]?.notes.filter((note) => note.includes('no stage of the approval'));
    expect(notes).toHaveLength(1);
    expect(states(app)).toEqual(['requested']);
  });

  test('that names only the one who receives it says so at once', async () => {
    const named = stage('owners');
    const approvers: Person[] = [];
    const app = startApp({ approvalRule: { stages: [{ ...named, approvers }], timeout: days(9) } });
    const { owner } = aPayrollApp(app, 5);
    approvers.push(owner);
    await untilRequested(app);
    expect(app.desk.tickets()[0]?.notes.join()).toContain(
      'The stage "owners" of this approval can not be passed',
    );
    expect(app.logged.map(({ code }) => code)).toContain('STAGE_IMPASSABLE');
  });
});

describe('an approval that takes a recent sign-in', () => {
  const AGAIN = {
    status: 401,
    challenge: expect.stringContaining('insufficient_user_authentication') as unknown,
    body: { type: 'urn:expiry-monitor:problem:sign-in-again' },
  };
  const asked = async (approveReauthentication: Reauthentication) => {
    const app = startApp({ approveReauthentication });
    const { approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    const [request] = await waiting(app, approver);
    const say = (token: string, outcome = 'approved') =>
      callApi(app, 'decide-request', {
        as: token,
        params: { id: request!.renewalId },
        body: { outcome, revision: request!.revision },
      });
    return { app, approver, say };
  };

  test.each([
    [minutes(10), minutes(10)],
    ['every-time' as const, minutes(2)],
  ])(
    'by the rule %s is refused with an older one, a denial too, and nothing comes of it',
    async (rule, period) => {
      const { app, approver, say } = await asked(rule);
      const token = as(app, approver);
      app.clock.wait(period);
      expect(await say(token)).toMatchObject(AGAIN);
      expect(await say(token, 'denied')).toMatchObject(AGAIN);
      expect(app.stores.decisions.all()).toEqual([]);
      expect((await say(as(app, approver))).status).toBe(202);
    },
  );

  test('takes none where the token is enough, and never one that is over', async () => {
    const { app, approver, say } = await asked('session');
    const token = as(app, approver);
    app.clock.wait(minutes(59));
    expect((await say(token)).status).toBe(202);
    const long = await asked(hours(12));
    const ended = as(long.app, long.approver);
    long.app.clock.wait(hours(1));
    expect(await long.say(ended)).toMatchObject({ status: 401, challenge: 'Bearer' });
  });
});
