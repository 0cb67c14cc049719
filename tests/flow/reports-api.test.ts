import { describe, expect, test } from '@jest/globals';
import { active } from '../../lib/domain/renewal.ts';
import type { AppRole } from '../../lib/domain/caller.ts';
import { days, minutes } from '../../lib/domain/time.ts';
import { callApi } from '../support/api.ts';
import { type App, startApp } from '../support/app.ts';
import { aPayrollApp, redeem, rounds, untilMailed, untilRequested } from '../support/story.ts';

/** An app whose owner has the new secret, and an operator. */
const received = async (endsInDays = 29) => {
  const app = startApp();
  const people = aPayrollApp(app, endsInDays);
  const operator = app.directory.addPerson({ displayName: 'Oscar Operator' });
  await untilRequested(app);
  await untilMailed(app, people.approver);
  const secret = await redeem(app, people.owner);
  return { app, ...people, operator, secret };
};
const at = (app: App) => active(app.stores.renewals.all()[0]!);
const report = async (
  app: App,
  { tenant, objectId }: Awaited<ReturnType<typeof received>>['operator'],
  body: unknown,
  roles: readonly AppRole[] = ['Operator'],
) => {
  const answer = await callApi(app, 'report-renewal', {
    as: app.callers.signIn({ tenant, objectId }, roles),
    params: { id: at(app).id },
    body,
  });
  await app.settle();
  return answer;
};
const given = (app: App) => app.events('renewal.report-given');

describe('a report by the API', () => {
  test('of an exposed secret removes it at once, has another one made, and opens one incident', async () => {
    const { app, operator, owner, nativeId, secret } = await received();
    expect(app.directory.signsIn(nativeId, secret)).toBe(true);
    const answer = await report(app, operator, { kind: 'exposed', said: 'In a <b>public</b> repository' });
    expect(answer).toMatchObject({ status: 202, body: { report: { kind: 'exposed' } } });
    expect(app.directory.signsIn(nativeId, secret)).toBe(false);
    expect(app.events('renewal.credential-revoked')).toMatchObject([{ data: { cause: 'exposed' } }]);
    expect(app.desk.incidents.all()).toHaveLength(1);
    expect(app.desk.incidents.all()[0]).toMatchObject({
      title: expect.stringContaining('Reported exposed'),
      text: expect.stringContaining('another one is made'),
    });
    await rounds(app, 1);
    expect(at(app)).toMatchObject({ state: 'delivered', made: { attempt: 2 } });
    const again = await redeem(app, owner);
    expect(app.directory.signsIn(nativeId, again)).toBe(true);
    expect(app.desk.tickets()[0]?.messages.join()).toContain('others may have seen the new credential');
  });

  test('is one entry of the record and one record at the desk, however often it is said', async () => {
    const { app, operator } = await received();
    const first = await report(app, operator, { kind: 'exposed' });
    const second = await report(app, operator, { kind: 'exposed' });
    expect(second.body).toEqual(first.body);
    expect(given(app)).toHaveLength(1);
    await rounds(app, 3);
    expect(app.desk.incidents.all()).toHaveLength(1);
    const [head] = await app.audit.trail.heads();
    const bodies: string[] = [];
    for await (const { body } of app.audit.trail.entries(head!.stream)) bodies.push(body);
    expect(bodies.filter((body) => body.includes('report-given'))).toHaveLength(given(app).length);
  });

  test('of a lost one has another one made', async () => {
    const { app, operator, nativeId, secret } = await received();
    await report(app, operator, { kind: 'lost' });
    await rounds(app, 1);
    expect(app.directory.signsIn(nativeId, secret)).toBe(false);
    expect(at(app)).toMatchObject({ state: 'delivered', made: { attempt: 2 } });
  });

  test.each(['misconfigured', 'unsure'] as const)(
    'of one that is %s removes nothing and asks the team',
    async (kind) => {
      const { app, operator, nativeId, secret } = await received();
      await report(app, operator, { kind });
      await rounds(app, 1);
      expect(app.directory.signsIn(nativeId, secret)).toBe(true);
      expect(at(app).state).toBe('redeemed');
      expect(app.desk.incidents.all()).toMatchObject([
        { text: expect.stringContaining('Nothing was removed') },
      ]);
      await rounds(app, 3);
      expect(app.desk.incidents.all()[0]?.notes ?? []).toEqual(app.desk.incidents.all()[0]?.notes);
    },
  );

  test('never takes back what was made after it', async () => {
    const { app, operator, owner } = await received();
    await report(app, operator, { kind: 'exposed' });
    await rounds(app, 1);
    const again = await redeem(app, owner);
    await rounds(app, 8, minutes(50));
    expect(at(app)).toMatchObject({ state: 'redeemed', made: { attempt: 2 } });
    expect(app.directory.signsIn(at(app).of.nativeId, again)).toBe(true);
  });

  test('after the approval has become too old removes it, and says that another has to be asked for', async () => {
    const { app, operator, nativeId, secret } = await received();
    await rounds(app, 1, days(13));
    app.clock.wait(days(1));
    await report(app, operator, { kind: 'exposed' });
    await rounds(app, 2);
    if (at(app).state !== 'closed') expect(app.directory.signsIn(nativeId, secret)).toBe(false);
    expect(app.desk.incidents.all()).toHaveLength(1);
  });

  test('of the only one that is left removes nothing, and says so loudly', async () => {
    const { app, operator, nativeId, secret } = await received();
    await rounds(app, 16, days(1));
    expect(at(app).state).toBe('closed');
    await report(app, operator, { kind: 'exposed' });
    expect(app.directory.signsIn(nativeId, secret)).toBe(true);
    expect(app.logged.map(({ code }) => code)).toContain('REPORT_UNANSWERED');
    expect(app.desk.incidents.all()).toMatchObject([
      { text: expect.stringContaining('only one that is left') },
    ]);
  });

  test('is done to its end after an outage of the directory and of the desk', async () => {
    const { app, operator, nativeId, secret } = await received();
    app.directory.goAway();
    app.desk.goAway();
    await report(app, operator, { kind: 'exposed' });
    await rounds(app, 1);
    app.directory.comeBack();
    app.desk.comeBack();
    await rounds(app, 6, minutes(30));
    expect(app.directory.signsIn(nativeId, secret)).toBe(false);
    expect(app.desk.incidents.all()).toHaveLength(1);
    expect(app.directory.credentialsOf(nativeId).length).toBeGreaterThanOrEqual(1);
  });

  test('needs a person with the role Operator, a renewal that made something, and a kind', async () => {
    const { app, operator } = await received();
    expect((await report(app, operator, { kind: 'exposed' }, ['Reader'])).status).toBe(403);
    expect((await report(app, operator, { kind: 'stolen' })).status).toBe(400);
    const nowhere = await callApi(app, 'report-renewal', {
      as: app.callers.signIn({ tenant: operator.tenant, objectId: operator.objectId }, ['Operator']),
      params: { id: `rn-${'a'.repeat(26)}` },
      body: { kind: 'exposed' },
    });
    expect(nowhere.status).toBe(404);
    expect(given(app)).toEqual([]);
  });
});
