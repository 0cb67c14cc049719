import { describe, expect, test } from '@jest/globals';
import { days, hours, type Instant, minus, minutes, plus, toIso } from '../../lib/domain/time.ts';
import { DEFAULT_POLICY, type Policy } from '../../lib/domain/policy.ts';
import { active } from '../../lib/domain/renewal.ts';
import type { AppRole } from '../../lib/domain/caller.ts';
import { anyone, callApi, signedIn } from '../support/api.ts';
import { type App, type AppOptions, startApp } from '../support/app.ts';
import { aPayrollApp, untilMailed, untilRequested } from '../support/story.ts';

const ENDS_IN_DAYS = 20;
const scan = async (app: App) => {
  app.clock.wait(minutes(1));
  await app.tick('schedule-scans');
  await app.settle();
};
const judged = async (app: App) => {
  await app.tick('judge-due');
  await app.settle();
};
/** An application that was seen and not judged yet. */
const seen = async (options: AppOptions = {}, endsInDays = ENDS_IN_DAYS) => {
  const app = startApp(options);
  const story = aPayrollApp(app, endsInDays);
  await scan(app);
  const [state] = app.stores.subjects.all();
  const credential = state!.facts.credentials[0]!;
  return { app, ...story, credential };
};
type Seen = Awaited<ReturnType<typeof seen>>;

const wish = ({ app, credential }: Seen, said: Record<string, unknown> = {}) => ({
  credentialId: credential.id,
  kind: 'snooze',
  reason: 'Moving house.',
  until: toIso(plus(app.clock.now(), days(10))),
  ...said,
});
const ask = (
  story: Seen,
  said: Record<string, unknown> = {},
  who = 1,
  roles: readonly AppRole[] = ['Operator'],
) =>
  callApi(story.app, 'ask-for-silence', {
    as: signedIn(story.app, who, ...roles),
    body: wish(story, said),
  });
const decide = (app: App, word: 'approve' | 'end', id: string, who: number) =>
  callApi(app, `${word}-silence`, {
    as: signedIn(app, who, word === 'approve' ? 'Approver' : 'Operator'),
    params: { id },
  });
const idOf = ({ body }: { readonly body: object }): string =>
  (body as { silence: { id: string } }).silence.id;
const announced = (app: App) =>
  app.events('credential.near-expiry').map(({ data }) => ('stage' in data ? data.stage : ''));
const ends = (app: App) =>
  app.events('credential.snooze-ended').map(({ data }) => ('cause' in data ? data.cause : ''));
const listed = async (app: App, query: Record<string, string> = {}) =>
  (await callApi(app, 'list-silences', { as: signedIn(app, 8, 'Reader'), query })).body as unknown as {
    silences: readonly Record<string, unknown>[];
  };

describe('a snooze', () => {
  test('holds at once, is listed, said and recorded, and its end lets the stage be said that holds then', async () => {
    const story = await seen();
    const { app } = story;
    const answer = await ask(story);
    expect(answer).toMatchObject({
      status: 201,
      body: {
        silence: {
          kind: 'snooze',
          standing: 'in-force',
          subject: 'payroll-sync',
          reason: 'Moving house.',
          author: { tenantId: anyone(1).tenant, objectId: anyone(1).objectId },
        },
      },
    });
    await judged(app);
    expect(announced(app)).toEqual([]);
    expect((await listed(app)).silences).toMatchObject([{ id: idOf(answer), standing: 'in-force' }]);
    expect(app.events('credential.silenced').map(({ data }) => data)).toMatchObject([{ step: 'in-force' }]);
    expect(app.audit.entries().some(({ body }) => body.includes('credential.silenced'))).toBe(true);

    app.clock.wait(days(10));
    await judged(app);
    expect(ends(app)).toEqual(['end-date']);
    expect(announced(app)).toEqual(['near-expiry']);
    expect((await listed(app)).silences).toEqual([]);
    expect((await listed(app, { ended: 'include' })).silences).toMatchObject([
      { standing: 'over', ended: { cause: 'end-date' } },
    ]);
  });

  test('asked for twice is one, and another of its kind has to wait for its end', async () => {
    const story = await seen();
    const first = await ask(story);
    story.app.clock.wait(minutes(1));
    const until = (first.body as unknown as { silence: { until: string } }).silence.until;
    const again = await ask(story, { until });
    expect(again).toMatchObject({ status: 200, body: { silence: { id: idOf(first) } } });
    const other = await ask(story, { until, reason: 'Another one.' });
    expect(other).toMatchObject({ status: 409, type: 'application/problem+json' });
    expect(JSON.stringify(other.body)).toContain(idOf(first));
    expect(story.app.events('credential.silenced')).toHaveLength(1);
  });

  test('is ended by anyone who operates, once, and what is due is said at once', async () => {
    const story = await seen();
    const { app } = story;
    const id = idOf(await ask(story));
    await judged(app);
    const ended = await decide(app, 'end', id, 2);
    expect(ended.body).toMatchObject({ silence: { standing: 'over', ended: { cause: 'ended' } } });
    await judged(app);
    expect(announced(app)).toEqual(['near-expiry']);
    expect(await decide(app, 'end', id, 2)).toMatchObject({ status: 409 });
    expect(ends(app)).toEqual(['ended']);
  });

  test('needs nobody else', async () => {
    const story = await seen();
    const id = idOf(await ask(story));
    expect(await decide(story.app, 'approve', id, 2)).toMatchObject({ status: 409 });
  });
});

describe('an accepted risk', () => {
  const risk = { kind: 'accepted-risk' };

  test('silences nothing before another person approved it', async () => {
    const story = await seen();
    const { app } = story;
    const id = idOf(await ask(story, risk));
    await judged(app);
    expect(announced(app)).toEqual(['near-expiry']);
    app.clock.wait(days(15)); // into the next stage
    expect((await decide(app, 'approve', id, 1)).status).toBe(409); // it has run out
  });

  test('is never approved by the one who asked for it', async () => {
    const story = await seen();
    const { app } = story;
    const id = idOf(await ask(story, risk, 1, ['Operator', 'Approver']));
    expect(await decide(app, 'approve', id, 1)).toMatchObject({
      status: 403,
      body: { type: 'urn:expiry-monitor:problem:not-allowed' },
    });
    await judged(app);
    expect(announced(app)).toHaveLength(1);
  });

  test('holds from the approval on, which is said and recorded', async () => {
    const story = await seen();
    const { app } = story;
    const id = idOf(await ask(story, risk));
    const approved = await decide(app, 'approve', id, 2);
    expect(approved.body).toMatchObject({
      silence: { standing: 'in-force', approver: { objectId: anyone(2).objectId } },
    });
    await judged(app);
    expect(announced(app)).toEqual([]);
    const steps = app.events('credential.silenced').map(({ data }) => ('step' in data ? data.step : ''));
    expect(steps).toEqual(['requested', 'in-force']);
    expect(await decide(app, 'approve', id, 3)).toMatchObject({ status: 409 });
  });

  test('that two approve at once has one approver', async () => {
    const story = await seen();
    const id = idOf(await ask(story, risk));
    const answers = await Promise.all([2, 3, 4].map((who) => decide(story.app, 'approve', id, who)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(story.app.events('credential.silenced')).toHaveLength(2);
  });

  test('that nobody approves in time is over without ever having held', async () => {
    const story = await seen();
    await ask(story, risk);
    story.app.clock.wait(days(11));
    await judged(story.app);
    expect(ends(story.app)).toEqual(['never-approved']);
  });
});

describe('a silence is void', () => {
  test('when the credential gets another end, and is so before the next statement', async () => {
    const story = await seen();
    const { app, nativeId } = story;
    await ask(story);
    await judged(app);
    const [credential] = app.directory.credentialsOf(nativeId);
    app.directory.changeApplication(nativeId, {
      credentials: [{ ...credential!, expiresAt: plus(app.clock.now(), days(6)) }],
    });
    await scan(app);
    await judged(app);
    expect(announced(app)).toEqual(['urgent']);
    expect(ends(app)).toEqual(['expiry-changed']);
    await judged(app);
    expect(ends(app)).toHaveLength(1);
  });

  test('when the credential is gone', async () => {
    const story = await seen();
    const { app, nativeId } = story;
    await ask(story);
    await judged(app);
    app.directory.deleteApplication(nativeId);
    await scan(app);
    await judged(app);
    expect(ends(app)).toEqual(['credential-gone']);
  });

  test('when someone else owns the application, within a day', async () => {
    const story = await seen();
    const { app, nativeId } = story;
    await ask(story);
    await judged(app);
    app.directory.changeApplication(nativeId, {
      owners: [app.directory.addPerson({ displayName: 'Nina New' })],
    });
    app.clock.wait(hours(24));
    await judged(app);
    expect(ends(app)).toEqual(['owners-changed']);
    expect(announced(app)).toEqual(['near-expiry']);
  });

  test('not when the directory does not tell who owns it', async () => {
    const story = await seen();
    const { app } = story;
    await ask(story);
    await judged(app);
    app.directory.goAway();
    app.clock.wait(hours(24));
    await judged(app);
    expect(ends(app)).toEqual([]);
  });
});

describe('bad input', () => {
  const faultsOf = (body: object) =>
    (body as { faults: readonly { at: string; message: string }[] }).faults.map(({ at }) => at);

  test('is refused with all faults named at once', async () => {
    const story = await seen();
    const answer = await ask(story, {
      credentialId: `cr-${'a'.repeat(26)}`,
      reason: '   ',
      until: toIso(minus(story.app.clock.now(), days(1))),
    });
    expect(answer.status).toBe(400);
    expect(faultsOf(answer.body).sort()).toEqual(['credentialId', 'reason', 'until']);
    expect(story.app.stores.silences.all()).toEqual([]);
  });

  test.each<[string, (now: Instant) => Record<string, unknown>, string, string]>([
    ['an end in the past', (now) => ({ until: toIso(now) }), 'until', 'past'],
    ['a snooze of 31 days', (now) => ({ until: toIso(plus(now, days(31))) }), 'until', 'at most 30 days'],
    [
      'a snooze beyond the end of the credential',
      (now) => ({ until: toIso(plus(now, days(25))) }),
      'until',
      'accepted-risk',
    ],
    [
      'an accepted risk of two years',
      (now) => ({ kind: 'accepted-risk', until: toIso(plus(now, days(730))) }),
      'until',
      'at most 365 days',
    ],
    ['an exception where nothing is preferred', () => ({ kind: 'exception' }), 'kind', 'prefers no other'],
    ['no reason', () => ({ reason: '' }), 'reason', 'why'],
    ['a reason that is a book', () => ({ reason: 'x'.repeat(1001) }), 'reason', '1000'],
    ['a day that there is not', () => ({ until: '2026-02-30T12:00:00Z' }), 'until', ''],
    ['a date that is none', () => ({ until: 'soon' }), 'until', 'such as'],
    ['an id that is none', () => ({ credentialId: '../etc' }), 'credentialId', ''],
    ['another kind', () => ({ kind: 'forever' }), 'kind', ''],
  ])('such as %s', async (_what, said, at, words) => {
    const story = await seen();
    const answer = await ask(story, said(story.app.clock.now()));
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect([...new Set(faultsOf(answer.body))]).toEqual([at]);
    expect(JSON.stringify(answer.body)).toContain(words);
    expect(story.app.stores.silences.all()).toEqual([]);
  });

  test.each([
    ['no JSON', '{', 'application/json', 400],
    ['a form', 'kind=snooze', 'application/x-www-form-urlencoded', 415],
    ['a list', '[]', 'application/json', 400],
    ['a library', `"${'x'.repeat(70_000)}"`, 'application/json', 400],
  ])('such as %s', async (_what, body, contentType, status) => {
    const { app } = await seen();
    const as = signedIn(app, 1, 'Operator');
    expect(await callApi(app, 'ask-for-silence', { as, body, contentType })).toMatchObject({ status });
  });

  test('names that are markup stay what they are, in JSON', async () => {
    const story = await seen();
    const reason = '<script>"\u202E=1+1\r\nX: y';
    const answer = await ask(story, { reason });
    expect(answer.body).toMatchObject({ silence: { reason } });
    expect(JSON.stringify(story.app.events('credential.silenced'))).not.toContain('script');
    expect(JSON.stringify(story.app.logged)).not.toContain('script');
  });
});

describe('who may not', () => {
  test('a reader asks for nothing', async () => {
    const story = await seen();
    expect(await ask(story, {}, 1, ['Reader'])).toMatchObject({ status: 403 });
  });

  test('a program has no silence of its own', async () => {
    const story = await seen();
    const as = story.app.callers.signIn(anyone(1), ['Operator'], 'application');
    const answer = await callApi(story.app, 'ask-for-silence', { as, body: wish(story) });
    expect(answer).toMatchObject({ status: 403, body: { type: 'urn:expiry-monitor:problem:not-allowed' } });
  });

  test('a silence that nobody knows can not be decided', async () => {
    const { app } = await seen();
    for (const word of ['approve', 'end'] as const)
      expect(await decide(app, word, `sl-${'a'.repeat(26)}`, 2)).toMatchObject({ status: 404 });
  });
});

describe('when something goes wrong', () => {
  test('whoever asked and lost the answer asks again, and there is one', async () => {
    const story = await seen();
    story.app.stores.silences.loseNextAnswer();
    await expect(ask(story)).rejects.toThrow('lost');
    expect((await ask(story)).status).toBe(200);
    await story.app.tick('publish-outbox');
    expect(story.app.events('credential.silenced')).toHaveLength(1);
  });

  test('a subject that could not be put up at once is by the next run', async () => {
    const story = await seen();
    const { app } = story;
    await judged(app);
    const id = idOf(await ask(story, { kind: 'accepted-risk' }));
    await decide(app, 'approve', id, 2);
    await judged(app);
    app.stores.subjects.away();
    await expect(decide(app, 'end', id, 2)).rejects.toThrow('away');
    app.stores.subjects.back();
    expect(app.stores.silences.all()[0]).toMatchObject({ ended: { cause: 'ended' }, isPutUp: false });
    await app.tick('judge-due');
    expect(app.stores.silences.all()[0]).toMatchObject({ isPutUp: true });
    expect(await app.stores.silences.due(plus(app.clock.now(), days(1000)), 10)).toEqual([]);
  });

  test('owners that the directory does not tell are no reason to guess', async () => {
    const story = await seen();
    story.app.directory.goAway();
    expect(await ask(story)).toMatchObject({ status: 503 });
    expect(story.app.stores.silences.all()).toEqual([]);
  });

  test('a silence that nobody can read stops no other and no stage', async () => {
    const story = await seen({}, 5);
    const { app } = story;
    aPayrollApp(app, 5);
    const id = idOf(await ask(story, { until: toIso(plus(app.clock.now(), days(2))) }));
    const { silence } = app.stores.silences.all()[0]!;
    expect(silence.id).toBe(id);
    app.stores.silences.spoil({ tenant: silence.tenant, id: silence.id });
    await scan(app);
    await judged(app);
    expect(announced(app)).toHaveLength(2);
    expect(app.logged.map(({ code }) => code)).toContain('DUE_FAILED');
    app.clock.wait(days(4)); // the silence is due, and all that is
    await judged(app);
    expect(announced(app).length).toBeGreaterThan(2);
  });
});

describe('an exception', () => {
  const SECRETS_ARE_NOT_PREFERRED: Policy = {
    ...DEFAULT_POLICY,
    preferences: [
      {
        for: { kinds: ['client-secret'] },
        prefer: ['certificate'],
        reason: 'A secret can be copied.',
        reviewAfter: days(90),
      },
    ],
  };
  const madeFor = (app: App, nativeId: string) =>
    app.directory.credentialsOf(nativeId).find(({ name }) => name?.startsWith('Expiry Monitor') === true)!;
  const excepted = async () => {
    const story = await seen({ policy: SECRETS_ARE_NOT_PREFERRED });
    const until = plus(story.app.clock.now(), days(90));
    const id = idOf(await ask(story, { kind: 'exception', until: toIso(until) }));
    await decide(story.app, 'approve', id, 2);
    return { ...story, until };
  };

  test('silences no stage, and the secret that is made under it ends with it', async () => {
    const { app, approver, nativeId, until } = await excepted();
    await judged(app);
    expect(announced(app)).toEqual(['near-expiry']);
    await untilMailed(app, approver);
    const made = madeFor(app, nativeId);
    expect(made.name).toContain('Expiry Monitor');
    expect(toIso(made.expiresAt!)).toBe(toIso(until));
  });

  test('of which nobody approved shortens nothing', async () => {
    const story = await seen({ policy: SECRETS_ARE_NOT_PREFERRED });
    const { app, approver, nativeId } = story;
    await ask(story, { kind: 'exception', until: toIso(plus(app.clock.now(), days(80))) });
    await judged(app);
    await untilMailed(app, approver);
    const made = madeFor(app, nativeId);
    expect(made.expiresAt!).toBeGreaterThan(plus(app.clock.now(), days(170)));
  });

  test('opens one request for a certificate at half time, however often that is said', async () => {
    const { app, credential, until } = await excepted();
    await judged(app);
    const ofSecret = app.stores.renewals.all();
    expect(ofSecret).toHaveLength(1);
    app.clock.wait(days(45));
    await judged(app);
    await app.tick('resume-due');
    await app.settle();
    app.clock.wait(days(1));
    await judged(app);
    await app.tick('raise-missed-requests');
    await app.settle();
    const [ofCertificate, ...others] = app.stores.renewals
      .all()
      .map((renewal) => active(renewal))
      .filter(({ of }) => of.inPlaceOf !== undefined);
    expect(others).toEqual([]);
    expect(ofCertificate).toMatchObject({
      state: 'requested',
      of: {
        credentialId: credential.id,
        kind: 'client-certificate',
        inPlaceOf: 'client-secret',
        expiresAt: until,
      },
    });
    const requests = app.desk.tickets().filter(({ request }) => request.update === 'Certificate');
    expect(requests).toHaveLength(1);
    expect(requests[0]?.request.instructions).toContain('is to take its place');
  });

  test('whose half time was lost on the way has its request all the same', async () => {
    const { app } = await excepted();
    await judged(app);
    app.clock.wait(days(45));
    await app.tick('judge-due');
    app.publisher.take('raise-request');
    await app.settle();
    expect(app.stores.renewals.all().filter(({ of }) => of.inPlaceOf !== undefined)).toEqual([]);
    await app.tick('raise-missed-requests');
    await app.settle();
    expect(app.stores.renewals.all().filter(({ of }) => of.inPlaceOf !== undefined)).toHaveLength(1);
  });

  test('is said at half time and when it has ended, also after its end was said to those who listen', async () => {
    const { app } = await excepted();
    await judged(app);
    app.clock.wait(days(45));
    await judged(app);
    app.clock.wait(days(45));
    await judged(app);
    await judged(app);
    expect(ends(app)).toEqual(['end-date']);
    const { judged: memory } = app.stores.subjects.all()[0]!;
    expect(Object.values(memory)[0]!.exceptions.map(({ what }) => what)).toEqual(['half-time', 'ended']);
  });
});

describe('until it is requested', () => {
  test('a story without silences is as it was', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    await untilRequested(app);
    expect(announced(app)).toEqual(['urgent']);
  });
});
