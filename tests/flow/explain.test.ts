import { describe, expect, test } from '@jest/globals';
import { days, minus, minutes, plus, toIso } from '../../lib/domain/time.ts';
import { explainOperation } from '../../lib/api/explain.ts';
import type { ExplainedAnswer } from '../../lib/api/explain.ts';
import { callApi, signedIn } from '../support/api.ts';
import { type App, startApp } from '../support/app.ts';
import { aPayrollApp, untilMailed, untilRequested } from '../support/story.ts';

interface Explained {
  readonly subject: string;
  readonly isGone: boolean;
  readonly announces: boolean;
  readonly owners: { readonly answer: string; readonly because: string; readonly tried: readonly object[] };
  readonly credentials: readonly ExplainedAnswer[];
}

const ask = (app: App, id: string, query: Record<string, string> = {}) =>
  callApi(app, 'explain', { as: signedIn(app, 1, 'Reader'), params: { id }, query });
const explained = async (app: App, id: string): Promise<Explained> => {
  const answer = await ask(app, id);
  expect(answer.status).toBe(200);
  expect(explainOperation.answer.safeParse(answer.body).error).toBeUndefined();
  return answer.body as unknown as Explained;
};
const only = ({ credentials: [first] }: Explained): ExplainedAnswer => first!;
const idsOf = (app: App, nth = 0) => {
  const { facts } = app.stores.subjects.all()[nth]!;
  return { subject: facts.id, credential: facts.credentials[0]!.id };
};

describe('of a credential that was announced', () => {
  const announced = async () => {
    const app = startApp();
    const story = aPayrollApp(app, 5);
    await untilRequested(app);
    return { app, ...story, ...idsOf(app) };
  };

  test('the chain of rules, the stage and the next date are told', async () => {
    const { app, credential } = await announced();
    const told = await explained(app, credential);
    expect(told).toMatchObject({ subject: 'payroll-sync', isGone: false, announces: true });
    const one = only(told);
    expect(one).toMatchObject({ verdict: 'quiet', because: 'already-announced', stage: 'urgent' });
    expect(one.asked.at(-1)).toMatchObject({ answer: 'yes', reason: 'already-announced' });
    expect(one.asked.slice(0, -1).every(({ answer }) => answer === 'no')).toBe(true);
    expect(one.nextStageAt).toBe(toIso(plus(app.clock.now(), days(4))));
    expect(one.said).toMatchObject({ announced: 'urgent' });
  });

  test('the owner is told, why, and what else was tried', async () => {
    const { app, credential, owner } = await announced();
    const { owners } = await explained(app, credential);
    expect(owners).toMatchObject({
      answer: 'people',
      people: [{ objectId: owner.objectId, name: 'Olive Owner' }],
      tried: [
        { link: 'application-owner', found: 1, disabled: 0 },
        { link: 'service-principal-owner', found: 0 },
      ],
    });
    expect(owners.because).toContain('owner of the application');
  });

  test('its renewal is told with its ticket', async () => {
    const { app, credential, approver } = await announced();
    expect(only(await explained(app, credential)).renewal).toMatchObject({ state: 'requested' });
    await untilMailed(app, approver);
    expect(only(await explained(app, credential))).toMatchObject({
      because: 'renewal-under-way',
      renewal: { state: 'delivered', ticket: expect.any(String) },
    });
  });

  test('by its subject is the same, and so is the answer when the subject is said as well', async () => {
    const { app, credential, subject } = await announced();
    const one = await explained(app, credential);
    expect(await explained(app, subject)).toEqual(one);
    expect((await ask(app, credential, { subject })).body).toEqual(one);
  });

  test('nothing is changed and nobody is written to', async () => {
    const { app, credential } = await announced();
    const before = JSON.stringify([app.stores.subjects.all(), app.mailer.inbox(), app.publisher.sent()]);
    await explained(app, credential);
    expect(JSON.stringify([app.stores.subjects.all(), app.mailer.inbox(), app.publisher.sent()])).toBe(
      before,
    );
  });
});

describe('of a credential that is quiet', () => {
  test('since its source is not armed, it says so', async () => {
    const app = startApp({ armed: false });
    aPayrollApp(app, 5);
    await untilRequested(app);
    const told = await explained(app, idsOf(app).credential);
    expect(told.announces).toBe(false);
    expect(only(told)).toMatchObject({ verdict: 'quiet', because: 'not-armed' });
  });

  test('since it is far from its end, it says when that changes', async () => {
    const app = startApp();
    aPayrollApp(app, 200);
    await untilRequested(app);
    const one = only(await explained(app, idsOf(app).credential));
    expect(one).toMatchObject({ because: 'far-from-expiry', stage: 'active' });
    expect(one.nextStageAt).toBe(one.nextLookAt);
  });

  test('since someone snoozed it, it says who asked and until when', async () => {
    const app = startApp();
    aPayrollApp(app, 20);
    await app.tick('schedule-scans');
    await app.settle();
    const { credential } = idsOf(app);
    const until = toIso(plus(app.clock.now(), days(3)));
    const asked = { credentialId: credential, kind: 'snooze', reason: 'Moving house.', until };
    await callApi(app, 'ask-for-silence', { as: signedIn(app, 2, 'Operator'), body: asked });
    expect(only(await explained(app, credential))).toMatchObject({
      because: 'snoozed',
      silences: [{ kind: 'snooze', standing: 'in-force', reason: 'Moving house.', until }],
      nextLookAt: until,
    });
  });

  test('since it was replaced, both of a subject are told', async () => {
    const app = startApp();
    const { nativeId } = aPayrollApp(app, 5);
    const now = app.clock.now();
    app.directory.addCredential(nativeId, {
      name: 'ci secret',
      startsAt: minus(now, days(1)),
      expiresAt: plus(now, days(300)),
    });
    await untilRequested(app);
    const { credentials } = await explained(app, idsOf(app).subject);
    expect(credentials.map(({ because }) => because).sort()).toEqual(['far-from-expiry', 'replaced']);
  });
});

describe('owners that can not be told', () => {
  test('are not guessed while the directory is away; all else is told', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    await untilRequested(app);
    app.directory.goAway();
    const told = await explained(app, idsOf(app).credential);
    expect(told.owners).toMatchObject({ answer: 'not-told', tried: [] });
    expect(only(told).stage).toBe('urgent');
  });

  test('are said to be missing, with those who were found and have left', async () => {
    const app = startApp();
    const { owner } = aPayrollApp(app, 5);
    app.directory.changePerson(owner, { enabled: false });
    await untilRequested(app);
    const { owners } = await explained(app, idsOf(app).credential);
    expect(owners.answer).toBe('missing');
    expect(owners.tried).toContainEqual(
      expect.objectContaining({ link: 'application-owner', found: 1, disabled: 1, withoutMail: 0 }),
    );
  });
});

describe('what is not known', () => {
  test.each([`cr-${'a'.repeat(26)}`, `sb-${'a'.repeat(26)}`])(
    'such as %s is 404, with what to do',
    async (id) => {
      const app = startApp();
      aPayrollApp(app, 5);
      await untilRequested(app);
      const answer = await ask(app, id);
      expect(answer).toMatchObject({ status: 404, type: 'application/problem+json' });
      expect(JSON.stringify(answer.body)).toContain('/api/inventory');
    },
  );

  test.each(['', 'cr-1', `rn-${'a'.repeat(26)}`, "cr-' or 1 eq 1", '../inventory'])(
    'such as %j is no id',
    async (id) => {
      expect(await ask(startApp(), id)).toMatchObject({ status: 400 });
    },
  );

  test('is told to whoever asks with the wrong subject', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    aPayrollApp(app, 6);
    await untilRequested(app);
    const { credential } = idsOf(app, 0);
    expect((await ask(app, credential, { subject: idsOf(app, 1).subject })).status).toBe(404);
  });

  test('any more, since it was removed, is told as gone', async () => {
    const app = startApp();
    const { nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    const { subject } = idsOf(app);
    app.directory.deleteApplication(nativeId);
    app.clock.wait(minutes(1));
    await untilRequested(app);
    expect(await explained(app, subject)).toMatchObject({ isGone: true, credentials: [] });
  });
});

test('names that are markup come as JSON and as nothing else', async () => {
  const app = startApp();
  const name = '</script><img src=x onerror=alert(1)>\u202E"\r\n=cmd|';
  app.directory.addApplication({
    name,
    credentials: [{ name, expiresAt: plus(app.clock.now(), days(5)) }],
  });
  await untilRequested(app);
  const { subject } = idsOf(app);
  const answer = await ask(app, subject);
  expect(answer.body).toMatchObject({ subject: name });
  expect(answer.type).toBe('application/json');
});
