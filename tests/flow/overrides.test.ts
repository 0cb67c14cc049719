import { describe, expect, test } from '@jest/globals';
import type { AppRole } from '../../lib/domain/caller.ts';
import { days, minus, minutes, plus, toIso } from '../../lib/domain/time.ts';
import { callApi, signedIn } from '../support/api.ts';
import { type App, type AppOptions, startApp } from '../support/app.ts';
import { aPayrollApp } from '../support/story.ts';

const TEAM = 'team@northwind.example';
const seen = async (options: AppOptions = {}, endsInDays = 20) => {
  const app = startApp({ teamMailbox: TEAM, ...options });
  const story = aPayrollApp(app, endsInDays);
  const petra = app.directory.addPerson({ displayName: 'Petra Platform' });
  app.clock.wait(minutes(1));
  await app.tick('schedule-scans');
  await app.settle();
  return { app, petra, ...story, subjectId: app.stores.subjects.all()[0]!.facts.id };
};
type Seen = Awaited<ReturnType<typeof seen>>;

const set = (
  { app, petra }: Seen,
  said: Record<string, unknown> = {},
  roles: readonly AppRole[] = ['Operator'],
) =>
  callApi(app, 'set-override', {
    as: signedIn(app, 1, ...roles),
    body: {
      of: { name: 'payroll-*' },
      owner: { person: petra.userPrincipalName },
      reason: 'Platform took it over.',
      ...said,
    },
  });
const idOf = ({ body }: { readonly body: object }): string =>
  (body as { override: { id: string } }).override.id;
const end = ({ app }: Seen, id: string) =>
  callApi(app, 'end-override', { as: signedIn(app, 2, 'Operator'), params: { id } });
const list = async (app: App, query: Record<string, string> = {}) =>
  (await callApi(app, 'list-overrides', { as: signedIn(app, 8, 'Reader'), query })).body as unknown as {
    overrides: readonly Record<string, unknown>[];
  };
const explained = async ({ app, subjectId }: Seen) => {
  const answer = await callApi(app, 'explain', { as: signedIn(app, 8, 'Reader'), params: { id: subjectId } });
  return (answer.body as unknown as { owners: Record<string, unknown> }).owners;
};
const faultsOf = ({ body }: { readonly body: object }): readonly string[] =>
  (body as { faults?: readonly { at: string }[] }).faults?.map(({ at }) => at) ?? [];
const judged = async (app: App) => {
  await app.tick('judge-due');
  await app.settle();
};

describe('an override of owners', () => {
  test('comes first, says why, is listed, said and recorded; its end lets the chain say again', async () => {
    const story = await seen();
    const { app, petra } = story;
    const answer = await set(story);
    expect(answer).toMatchObject({
      status: 201,
      body: {
        override: {
          standing: 'in-force',
          of: { kind: 'name', value: 'payroll-*' },
          owner: { kind: 'person', value: petra.userPrincipalName },
          reason: 'Platform took it over.',
        },
      },
    });
    const id = idOf(answer);
    expect(await explained(story)).toMatchObject({
      answer: 'people',
      rule: 'override',
      people: [{ objectId: petra.objectId }],
      override: { id, setBy: 'person', reason: 'Platform took it over.' },
      tried: [{ link: 'override', found: 1 }, { link: 'application-owner', found: 1 }, {}],
    });
    await judged(app);
    expect(app.mailer.inbox().map(({ to }) => to)).toEqual([petra.mail]);
    expect(app.mailer.inbox()[0]?.text).toContain('those who run this monitor have entered you');
    expect(app.events('credential.near-expiry').map(({ data }) => data)).toMatchObject([
      { owners: [{ reason: 'override', person: { objectId: petra.objectId } }] },
    ]);
    expect((await list(app)).overrides).toMatchObject([{ id, standing: 'in-force' }]);

    expect(await end(story, id)).toMatchObject({ status: 200, body: { override: { standing: 'over' } } });
    expect(await explained(story)).toMatchObject({ rule: 'application-owner' });
    expect((await list(app)).overrides).toEqual([]);
    expect((await list(app, { ended: 'include' })).overrides).toMatchObject([
      { id, ended: { cause: 'ended' } },
    ]);
    await app.settle();
    expect(app.events('owner.overridden').map(({ data }) => data)).toMatchObject([
      { step: 'set', of: { kind: 'name', value: 'payroll-*' }, ownerKind: 'person' },
      { step: 'ended', cause: 'ended' },
    ]);
    const recorded = app.audit.entries().filter(({ body }) => body.includes('owner.overridden'));
    expect(recorded).toHaveLength(2);
    expect(JSON.stringify(app.events('owner.overridden'))).not.toContain('took it over');
  });

  test('holds for what is said next, though the owners were asked for a moment ago', async () => {
    const story = await seen({}, 40);
    const { app, petra, owner } = story;
    await judged(app);
    app.clock.wait(days(10));
    await set(story);
    await judged(app);
    const said = app
      .events('credential.near-expiry')
      .map(({ data }) => ('owners' in data ? data.owners : []));
    expect(said).toMatchObject([
      [{ person: { objectId: owner.objectId } }],
      [{ person: { objectId: petra.objectId } }],
    ]);
  });

  test('ends at its date, and that is said', async () => {
    const story = await seen({}, 200);
    const { app } = story;
    await set(story, { until: toIso(plus(app.clock.now(), days(3))) });
    app.clock.wait(days(3));
    expect(await explained(story)).toMatchObject({ rule: 'application-owner' });
    await judged(app);
    expect(app.events('owner.overridden').map(({ data }) => data)).toMatchObject([
      { step: 'set' },
      { step: 'ended', cause: 'end-date' },
    ]);
  });

  test('that leads to someone who has left since is passed over, and explain says so', async () => {
    const story = await seen();
    const { app, petra } = story;
    await set(story);
    app.directory.changePerson(petra, { enabled: false });
    expect(await explained(story)).toMatchObject({
      rule: 'application-owner',
      override: { setBy: 'person' },
      tried: [{ link: 'override', found: 1, disabled: 1 }, {}, {}],
    });
  });

  test('of one subject comes before one of a name, and a mailbox is written to as it stands', async () => {
    const story = await seen();
    await set(story);
    const mailbox = 'payroll@northwind.example';
    await set(story, { of: { subjectId: story.subjectId }, owner: { mailbox } });
    expect(await explained(story)).toMatchObject({ answer: 'mailbox', rule: 'override' });
    await judged(story.app);
    expect(story.app.mailer.inbox().map(({ to }) => to)).toEqual([mailbox]);
  });

  test('by a group tells its members, and the request waits for a named person', async () => {
    const story = await seen();
    const { app, petra, owner } = story;
    app.directory.addGroup('payroll-owners@northwind.example', [petra, owner]);
    await set(story, { owner: { group: 'payroll-owners@northwind.example' } });
    await judged(app);
    expect(app.mailer.inbox().map(({ to }) => to)).toEqual([petra.mail, owner.mail]);
    expect(app.events('renewal.requested').map(({ data }) => data)).toMatchObject([{}]);
    expect(app.events('renewal.requested')[0]?.data).not.toHaveProperty('recipient');
  });
});

describe('an override that is refused', () => {
  test('names everything that is wrong with it at once', async () => {
    const story = await seen();
    const past = toIso(minus(story.app.clock.now(), days(1)));
    const answer = await set(story, {
      reason: ' ',
      until: past,
      owner: { person: 'nobody@elsewhere.example' },
    });
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(faultsOf(answer)).toEqual(['reason', 'until', 'owner']);
    expect(story.app.events('owner.overridden')).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['nothing', { of: {} }, 'of'],
    ['two things', { of: { name: 'a', label: 'b' } }, 'of'],
    ['an unknown subject', { of: { subjectId: `sb-${'a'.repeat(26)}` } }, 'of.subjectId'],
    ['nobody', { owner: {} }, 'owner'],
    ['two owners', { owner: { person: 'a@b.example', mailbox: 'a@b.example' } }, 'owner'],
    ['another tenant', { tenant: '00000000-0000-4000-8000-000000000000' }, 'tenant'],
  ])('is about %s', async (_what, said, at) => {
    const story = await seen();
    const answer = await set(story, said);
    expect(answer.status).toBe(400);
    expect(faultsOf(answer)).toEqual([at]);
  });

  test('comes from someone who only reads', async () => {
    const story = await seen();
    expect(await set(story, {}, ['Reader'])).toMatchObject({ status: 403 });
  });

  test('while the directory does not tell whether such an owner is there', async () => {
    const story = await seen();
    story.app.directory.goAway();
    expect(await set(story)).toMatchObject({ status: 503 });
  });

  test('can not be ended twice, nor one that nobody knows', async () => {
    const story = await seen();
    const id = idOf(await set(story));
    await end(story, id);
    expect(await end(story, id)).toMatchObject({ status: 409 });
    expect(await end(story, `ov-${'a'.repeat(26)}`)).toMatchObject({ status: 404 });
  });
});
