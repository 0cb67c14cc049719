import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY, type Policy } from '../../lib/domain/policy.ts';
import type { Person } from '../../lib/domain/person.ts';
import type { RollOverStep } from '../../lib/domain/roll-over.ts';
import { active } from '../../lib/domain/renewal.ts';
import { days, hours, minus, minutes, plus, toIso } from '../../lib/domain/time.ts';
import { callApi } from '../support/api.ts';
import { type App, startApp } from '../support/app.ts';
import { rounds, untilMailed, untilRequested } from '../support/story.ts';

const rolling = (approve: readonly RollOverStep[] = []): Policy => ({
  ...DEFAULT_POLICY,
  rollOver: { ...DEFAULT_POLICY.rollOver, approve },
});

/** A SAML application whose certificate ends in twenty days, its owner, and someone who approves. */
const aPortal = (app: App) => {
  const owner = app.directory.addPerson({ displayName: 'Olive Owner' });
  const approver = app.directory.addPerson({ displayName: 'Ada Approver' });
  const now = app.clock.now();
  const { appId } = app.directory.addApplication({
    name: 'HR Portal',
    principalOwners: [owner],
    owners: [owner],
  });
  const nativeId = app.signers.add({
    ...{ name: 'HR Portal', appId, startsAt: minus(now, days(1000)), expiresAt: plus(now, days(20)) },
    ...{ notify: ['sso@partner.example'], parties: ['hr.partner.example'] },
  });
  return { owner, approver, nativeId, old: app.signers.at(nativeId).inUse! };
};

const requested = async (approve: readonly RollOverStep[] = []) => {
  const app = startApp({ signers: true, policy: rolling(approve) });
  const portal = aPortal(app);
  await untilRequested(app);
  return { app, ...portal };
};
const approved = async (approve: readonly RollOverStep[] = []) => {
  const all = await requested(approve);
  await untilMailed(all.app, all.approver);
  return all;
};

const renewalOf = (app: App) => active(app.stores.renewals.all()[0]!);
const phaseOf = (app: App): string => {
  const at = renewalOf(app);
  return at.state === 'rolling-over' ? at.rollOver.at.phase : at.state;
};
const stepsIn = (app: App) =>
  app.publisher
    .sent()
    .filter(({ properties }) => properties['eventType'] === 'expiry-monitor.renewal.rollover-step.v2')
    .map(({ body }) => (JSON.parse(body) as { data: { step: string } }).data.step);
const notesOf = (app: App): string => {
  const { notes, messages } = app.desk.tickets()[0]!;
  return [...notes, ...messages].join('\n');
};
const later = async (app: App, by: Parameters<App['clock']['wait']>[0]) => {
  app.clock.wait(by);
  await rounds(app, 1);
};

const as = (app: App, { tenant, objectId }: Person, role: 'Approver' | 'Reader') =>
  app.callers.signIn({ tenant, objectId }, [role]);
/** What a person says by the API; the answer's status, and what it says where it refuses. */
const say = async (app: App, by: Person, body: object) => {
  const { status, body: answer } = await callApi(app, 'say-of-roll-over', {
    as: as(app, by, 'Approver'),
    params: { id: renewalOf(app).id },
    body,
  });
  await app.tick('publish-outbox');
  await app.settle();
  return { status, said: JSON.stringify(answer) };
};

describe('the signing certificate of a SAML application', () => {
  test('is rolled over step by step, to a request that is closed with the evidence', async () => {
    const { app, nativeId, old, approver } = await approved();
    expect(phaseOf(app)).toBe('telling');
    const [, next] = app.signers.at(nativeId).certificates;
    expect(next?.name).toMatch(/^Expiry Monitor rn-\S+ #1$/);
    expect(next?.expiresAt).toBe(plus(app.clock.now(), days(730)));
    expect(app.signers.at(nativeId).inUse).toBe(old);
    const [mail] = app.mailer.inbox('sso@partner.example');
    expect(mail?.text).toContain(next!.thumbprint);
    expect(mail?.text).toContain('metadata?appid=');
    expect(notesOf(app)).toContain('hr.partner.example (no address is known: please tell them)');

    await say(app, approver, {
      ...{ what: 'acknowledged', partner: 'sso@partner.example', reference: 'mail of Monday' },
    });
    await later(app, days(13));
    expect(app.signers.at(nativeId).inUse).toBe(old);
    await later(app, days(1));
    expect(phaseOf(app)).toBe('switched');
    expect(app.signers.at(nativeId).inUse).toBe(next!.keyId);
    expect(notesOf(app)).toContain('No answer from hr.partner.example');

    await later(app, days(29));
    expect(app.signers.at(nativeId).certificates).toHaveLength(2);
    await later(app, days(1));
    expect(app.signers.at(nativeId).certificates.map(({ keyId }) => keyId)).toEqual([next!.keyId]);
    expect(phaseOf(app)).toBe('closed-by-hand');
    const [ticket] = app.desk.tickets();
    expect(ticket).toMatchObject({ state: 'closed' });
    expect(ticket?.evidence).toContain('Rolled over: HR Portal.');
    expect(ticket?.evidence).toMatch(/Told: sso@partner\.example, answered at .*, see mail of Monday/);
    expect(stepsIn(app)).toEqual([
      ...['begun', 'next-added', 'partners-told', 'partners-answered', 'switched', 'old-removed'],
    ]);
    expect(app.events('renewal.credential-retired')).toMatchObject([{ data: { keyId: old } }]);
    expect(app.events('renewal.closed')).toHaveLength(1);
    expect(app.deadLetters).toEqual([]);
  });

  test('goes on when all partners have answered, and is still switched on its date and not before', async () => {
    const { app, nativeId, old, approver } = await approved();
    for (const partner of ['sso@partner.example', 'hr.partner.example'])
      await say(app, approver, { what: 'acknowledged', partner });
    expect(phaseOf(app)).toBe('agreed');
    expect(notesOf(app)).toContain('All partners have answered.');
    await later(app, days(5));
    expect(app.signers.at(nativeId).inUse).toBe(old);
  });

  test('each partner is mailed once, however often its step is woken', async () => {
    const { app } = await approved();
    await rounds(app, 5, hours(7));
    expect(app.mailer.inbox('sso@partner.example')).toHaveLength(1);
  });

  test('a partner whom no mail reaches is left to the people on the ticket', async () => {
    const { app, approver } = await requested();
    app.mailer.refuse('sso@partner.example');
    await untilMailed(app, approver);
    expect(phaseOf(app)).toBe('telling');
    expect(notesOf(app)).toContain('did not take the mail to sso@partner.example');
  });
});

describe('the agreed date', () => {
  test('is the due date of the request, before it is approved and after', async () => {
    const { app, approver, nativeId, old } = await requested();
    const { ticket } = app.desk.tickets()[0]!;
    const first = plus(app.clock.now(), days(3));
    app.desk.plan(ticket, { dueAt: first });
    await rounds(app, 2, hours(7));
    await untilMailed(app, approver);
    expect(renewalOf(app)).toMatchObject({ rollOver: { plan: { switchAt: first } } });
    const sooner = plus(app.clock.now(), days(1));
    app.desk.plan(ticket, { dueAt: sooner });
    await rounds(app, 1, hours(7));
    expect(renewalOf(app)).toMatchObject({ rollOver: { plan: { switchAt: sooner } } });
    expect(app.signers.at(nativeId).inUse).toBe(old);
    await later(app, days(1));
    expect(phaseOf(app)).toBe('switched');
  });

  test.each([
    ['the past', -1],
    ['after the end of the old one', 21],
  ])('is never %s: that is said, and nothing changes', async (_, inDays) => {
    const { app } = await approved();
    const before = renewalOf(app);
    const { ticket } = app.desk.tickets()[0]!;
    app.desk.plan(ticket, { dueAt: plus(app.clock.now(), days(inDays)) });
    await rounds(app, 1, hours(7));
    expect(notesOf(app)).toContain('was not taken over as the date of the switch');
    expect(renewalOf(app)).toMatchObject({
      rollOver: { plan: before.state === 'rolling-over' ? before.rollOver.plan : {} },
    });
  });

  test('may be said by the API too', async () => {
    const { app, approver, nativeId, old } = await approved();
    const switchAt = plus(app.clock.now(), days(2));
    expect(await say(app, approver, { what: 'switch-on', switchAt: toIso(switchAt) })).toMatchObject({
      status: 202,
    });
    expect(renewalOf(app)).toMatchObject({ rollOver: { plan: { switchAt } } });
    const tooLate = toIso(plus(app.clock.now(), days(30)));
    expect(await say(app, approver, { what: 'switch-on', switchAt: tooLate })).toMatchObject({
      ...{ status: 409, said: expect.stringContaining('ends before that') },
    });
    await later(app, days(2));
    expect(app.signers.at(nativeId).inUse).not.toBe(old);
  });

  test('of the removal follows the Old Secret Expiry Date', async () => {
    const { app, nativeId } = await approved();
    const { ticket } = app.desk.tickets()[0]!;
    const day = (inDays: number) => toIso(plus(app.clock.now(), days(inDays))).slice(0, 10);
    app.desk.plan(ticket, { removalDay: day(2) });
    await rounds(app, 1, hours(7));
    expect(notesOf(app)).toContain('the old one is needed until then');
    await later(app, days(14));
    expect(phaseOf(app)).toBe('switched');
    app.desk.plan(ticket, { removalDay: day(1) });
    await rounds(app, 1, hours(7));
    expect(app.signers.at(nativeId).certificates).toHaveLength(2);
    await later(app, days(1));
    await later(app, days(1));
    expect(app.signers.at(nativeId).certificates).toHaveLength(1);
  });
});

describe('stopping and undoing', () => {
  test('what is held does not go on, and does once it is resumed', async () => {
    const { app, approver, nativeId, old } = await approved();
    await say(app, approver, { what: 'hold' });
    await later(app, days(15));
    await rounds(app, 3, hours(7));
    expect(app.signers.at(nativeId).inUse).toBe(old);
    await say(app, approver, { what: 'resume' });
    await rounds(app, 2);
    expect(phaseOf(app)).toBe('switched');
  });

  test('undoing takes the next one away, tells the partners, and ends the request', async () => {
    const { app, approver, nativeId, old } = await approved();
    await say(app, approver, { what: 'undo' });
    await rounds(app, 2);
    expect(app.signers.at(nativeId).certificates.map(({ keyId }) => keyId)).toEqual([old]);
    expect(phaseOf(app)).toBe('cancelled');
    expect(app.mailer.inbox('sso@partner.example').at(-1)?.subject).toContain('called off');
    expect(app.desk.tickets()[0]).toMatchObject({ state: 'cancelled' });
    expect(stepsIn(app).at(-1)).toBe('undone');
    expect(app.events('renewal.cancelled')).toMatchObject([{ data: { cause: 'ended-by-person' } }]);
  });

  test('cancelling the request undoes it too; after the switch it is opened again', async () => {
    const { app, nativeId, old } = await approved();
    const { ticket } = app.desk.tickets()[0]!;
    app.desk.closeByHand(ticket, 'a.technician', 'cancelled');
    await rounds(app, 2, hours(7));
    expect(phaseOf(app)).toBe('cancelled');
    expect(app.signers.at(nativeId).certificates.map(({ keyId }) => keyId)).toEqual([old]);

    const other = await approved();
    await later(other.app, days(14));
    other.app.desk.closeByHand(other.app.desk.tickets()[0]!.ticket, 'a.technician', 'cancelled');
    await rounds(other.app, 2, hours(7));
    expect(phaseOf(other.app)).toBe('switched');
    expect(other.app.desk.tickets()[0]).toMatchObject({ state: 'open' });
  });

  test('is refused once the switch has begun', async () => {
    const { app, approver } = await approved();
    await later(app, days(14));
    expect(await say(app, approver, { what: 'undo' })).toMatchObject({ status: 409 });
    const stated = await say(app, approver, { what: 'done', step: 'remove', reference: 'x' });
    expect(stated).toMatchObject({ status: 409, said: expect.stringContaining('not stated') });
  });

  test('one that somebody has put into use by hand is not taken away', async () => {
    const { app, approver, nativeId } = await approved();
    const next = app.signers.at(nativeId).certificates[1]!.keyId;
    app.signers.useByHand(nativeId, next);
    await say(app, approver, { what: 'undo' });
    await rounds(app, 2);
    expect(phaseOf(app)).toBe('cancelled');
    expect(app.signers.at(nativeId).inUse).toBe(next);
    expect(app.logged.map(({ code }) => code)).toContain('SECONDARY_IN_USE');
  });
});

describe('a step with an approval of its own', () => {
  test('waits for an approver, who is not the one for whom it is, and who has to be there still', async () => {
    const { app, approver, owner, nativeId, old } = await approved(['switch']);
    await later(app, days(14));
    expect(notesOf(app)).toContain('"what": "approved", "step": "switch"');
    expect(app.signers.at(nativeId).inUse).toBe(old);
    expect(await say(app, owner, { what: 'approved', step: 'switch' })).toMatchObject({ status: 403 });
    app.directory.changePerson(approver, { enabled: false });
    await say(app, approver, { what: 'approved', step: 'switch' });
    await rounds(app, 1);
    expect(app.signers.at(nativeId).inUse).toBe(old);
    expect(app.logged.map(({ code }) => code)).toContain('WORD_REFUSED');
    const other = app.directory.addPerson({ displayName: 'Nadia Next' });
    await say(app, other, { what: 'approved', step: 'switch' });
    expect(phaseOf(app)).toBe('switched');
  });

  test('that is the first one keeps anything from being made', async () => {
    const { app, approver, nativeId } = await approved(['add']);
    await rounds(app, 2, hours(7));
    expect(app.signers.at(nativeId).certificates).toHaveLength(1);
    await say(app, approver, { what: 'approved', step: 'add' });
    expect(app.signers.at(nativeId).certificates).toHaveLength(2);
  });
});

describe('what is said by the API', () => {
  test.each<[object, number, string]>([
    [{ what: 'acknowledged' }, 400, 'Say who answered.'],
    [{ what: 'acknowledged', partner: 'nobody' }, 409, 'Nobody of that name'],
    [{ what: 'done', step: 'tell', reference: 'x' }, 400, 'Say which step was done'],
    [{ what: 'done' }, 400, 'Say which step was done'],
    [{ what: 'approved' }, 400, 'Say which step is approved.'],
    [{ what: 'approved', step: 'switch' }, 409, 'no place'],
    [{ what: 'switch-on' }, 400, 'Say when.'],
    [{ what: 'resume' }, 409, 'no place'],
    [{ what: 'shout' }, 400, 'what'],
  ])('%j is refused with %d', async (body, status, words) => {
    const { app, approver } = await approved();
    expect(await say(app, approver, body)).toMatchObject({ status, said: expect.stringContaining(words) });
  });

  test('needs somebody with the role, and a renewal that rolls over', async () => {
    const { app, approver } = await requested();
    expect(await say(app, approver, { what: 'hold' })).toMatchObject({ status: 409 });
    const reader = {
      as: as(app, approver, 'Reader'),
      params: { id: renewalOf(app).id },
      body: { what: 'hold' },
    };
    expect((await callApi(app, 'say-of-roll-over', reader)).status).toBe(403);
    const unknown = {
      as: as(app, approver, 'Approver'),
      params: { id: `rn-${'a'.repeat(26)}` },
      body: { what: 'hold' },
    };
    expect((await callApi(app, 'say-of-roll-over', unknown)).status).toBe(404);
  });

  test('twice is one word, and shows where the roll-over stands', async () => {
    const { app, approver } = await approved();
    await say(app, approver, { what: 'hold' });
    expect(await say(app, approver, { what: 'hold' })).toMatchObject({ status: 202 });
    expect(app.events('renewal.word-given')).toHaveLength(1);
    const { body } = await callApi(app, 'list-roll-overs', { as: as(app, approver, 'Reader') });
    expect(body).toMatchObject({
      rollOvers: [
        {
          ...{ subject: 'HR Portal', carrier: 'us', phase: 'telling', wantsApproval: [] },
          held: { objectId: approver.objectId },
          partners: [
            { name: 'sso@partner.example', isMailed: true },
            { name: 'hr.partner.example', isMailed: false },
          ],
        },
      ],
    });
  });
});

describe('someone else', () => {
  test('who chose another certificate before the switch has done it themselves: ours is taken away', async () => {
    const { app, nativeId } = await approved();
    const theirs = app.signers.addByHand(nativeId, plus(app.clock.now(), days(900)));
    app.signers.useByHand(nativeId, theirs);
    await later(app, days(14));
    await rounds(app, 2);
    expect(app.signers.at(nativeId).inUse).toBe(theirs);
    expect(app.signers.at(nativeId).certificates.map(({ name }) => name)).toEqual([
      'Federated SSO',
      'made by hand',
    ]);
    expect(app.events('renewal.cancelled')).toMatchObject([{ data: { cause: 'renewed-by-others' } }]);
  });

  test('who switched back keeps the old one: it is not removed while it is in use', async () => {
    const { app, nativeId, old } = await approved();
    await later(app, days(14));
    app.signers.useByHand(nativeId, old);
    await later(app, days(30));
    await rounds(app, 3, hours(2));
    expect(app.signers.at(nativeId).certificates).toHaveLength(2);
    expect(app.stores.renewals.all()[0]).toMatchObject({ state: 'paused', failure: 'IN_USE' });
    app.signers.useByHand(nativeId, app.signers.at(nativeId).certificates[1]!.keyId);
    await rounds(app, 3, hours(2));
    expect(phaseOf(app)).toBe('closed-by-hand');
  });
});

/** The worker dies at that write of a renewal: before it where the number is even, right after it where it is odd. */
const dieAt = (app: App, nth: number): void => {
  const commit: typeof app.stores.renewals.commit = app.stores.renewals.commit.bind(app.stores.renewals);
  let writes = 0;
  const mortal: typeof commit = async (...asked) => {
    writes += 1;
    if (writes === nth && nth % 2 === 0) throw new Error('killed');
    const done = await commit(...asked);
    if (writes === nth) throw new Error('killed');
    return done;
  };
  Object.assign(app.stores.renewals, { commit: mortal });
};

describe('whatever fails on the way', () => {
  const CALLS = ['look', 'add', 'use', 'remove'] as const;
  const FAULTS = CALLS.flatMap((call) =>
    (['away', 'denied', 'lost'] as const).map((what) => [call, what] as const),
  );

  test.each(FAULTS)(
    'the call %s is %s: in the end there is one new certificate, and it is used',
    async (call, what) => {
      const { app, approver, nativeId, old } = await requested();
      app.signers.fault({ call, what });
      await untilMailed(app, approver);
      for (let day = 0; day < 50; day += 1) {
        const { certificates, inUse } = app.signers.at(nativeId);
        expect(certificates.length).toBeLessThanOrEqual(2);
        if (day < 14) expect(inUse).toBe(old);
        if (day < 44) expect(certificates.map(({ keyId }) => keyId)).toContain(old);
        await later(app, days(1));
      }
      const { certificates, inUse } = app.signers.at(nativeId);
      expect(certificates.map(({ keyId }) => keyId)).toEqual([inUse]);
      expect(inUse).not.toBe(old);
      expect(phaseOf(app)).toBe('closed-by-hand');
      expect(app.mailer.inbox('sso@partner.example')).toHaveLength(1);
    },
  );

  const OTHERS = {
    'the bus': (app: App, isAway: boolean) => (isAway ? app.publisher.away() : app.publisher.back()),
    'the desk': (app: App, isAway: boolean) => (isAway ? app.desk.goAway() : app.desk.comeBack()),
    'the mail': (app: App, isAway: boolean) => (isAway ? app.mailer.goAway() : app.mailer.comeBack()),
  };

  test.each(Object.entries(OTHERS))('%s is away at every second turn', async (_, turn) => {
    const { app, approver, nativeId, old } = await requested();
    await untilMailed(app, approver);
    for (let day = 0; day < 60; day += 1) {
      turn(app, day % 2 === 0);
      await later(app, days(1));
      if (app.signers.at(nativeId).certificates.length === 1 && day < 40)
        expect(app.signers.at(nativeId).inUse).toBe(old);
    }
    turn(app, false);
    await rounds(app, 5, hours(2));
    expect(phaseOf(app)).toBe('closed-by-hand');
    expect(app.signers.at(nativeId).certificates).toHaveLength(1);
  });

  test('a worker that dies after each write leaves one roll-over, and nothing goes early', async () => {
    for (let dies = 1; dies < 12; dies += 1) {
      const { app, approver, nativeId, old } = await requested();
      dieAt(app, dies);
      await untilMailed(app, approver).catch(() => undefined);
      for (let day = 0; day < 50; day += 1) await later(app, days(1)).catch(() => undefined);
      await rounds(app, 3, minutes(10));
      const { certificates, inUse } = app.signers.at(nativeId);
      expect(certificates.map(({ keyId }) => keyId)).toEqual([inUse]);
      expect(inUse).not.toBe(old);
    }
  });
});

test('the owner of a SAML application is told that its certificate is rolled over, and not to make one', async () => {
  const { app, owner } = await requested();
  expect(app.mailer.inbox(owner.mail).at(0)?.text).toContain('the next one is put beside this one');
});
