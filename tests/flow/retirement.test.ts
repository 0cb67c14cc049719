import { describe, expect, test } from '@jest/globals';
import { active } from '../../lib/domain/renewal.ts';
import { DEFAULT_POLICY, type RetirementRules, type RetireRule } from '../../lib/domain/policy.ts';
import { days, hours, plus, toIso } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import { aPayrollApp, redeem, rounds, untilMailed, untilRequested } from '../support/story.ts';

interface Wanted {
  readonly retire?: RetireRule;
  readonly retirement?: Partial<RetirementRules>;
  readonly endsInDays?: number;
}

/** An app whose owner has the new secret; the old one goes in a fortnight. */
const received = async ({ retire, retirement, endsInDays = 29 }: Wanted = {}) => {
  const { fallback } = DEFAULT_POLICY;
  const app = startApp({
    policy: {
      ...DEFAULT_POLICY,
      fallback: { ...fallback, retire },
      retirement: { ...DEFAULT_POLICY.retirement, ...retirement },
    },
  });
  const people = aPayrollApp(app, endsInDays);
  const [old] = app.directory.credentialsOf(people.nativeId);
  await untilRequested(app);
  await untilMailed(app, people.approver);
  await redeem(app, people.owner);
  const [made] = app.directory.credentialsOf(people.nativeId);
  const oldKey = old?.keyId ?? '';
  const use = (keyId = oldKey) => {
    app.directory.noteUse(people.nativeId, keyId, app.clock.now());
  };
  /** A day on which somebody still signs in with the old one, and the timers run. */
  const daysOfUse = async (count: number) => {
    for (let day = 0; day < count; day += 1) {
      use();
      await rounds(app, 1, days(1));
    }
  };
  return { app, ...people, oldKey, newKey: made?.keyId ?? '', use, daysOfUse };
};

const at = (app: App) => {
  const [renewal] = app.stores.renewals.all();
  if (renewal === undefined) throw new Error('There is no renewal.');
  return active(renewal);
};
const keysOf = (app: App, nativeId: string) =>
  app.directory.credentialsOf(nativeId).map(({ keyId }) => keyId);
const notes = (app: App) => app.desk.tickets().flatMap((ticket) => JSON.stringify(ticket));
const questions = (app: App, mail: string | undefined) =>
  app.mailer.inbox(mail).filter(({ subject }) => subject.startsWith('May the old one go?'));
const day = (app: App, ahead: number) => toIso(plus(app.clock.now(), days(ahead))).slice(0, 10);

describe('an old secret whose date has come', () => {
  test('goes if nobody is known to use it, and the ticket says why it could', async () => {
    const { app, nativeId, newKey, use } = await received();
    use(newKey);
    await rounds(app, 15, days(1));
    expect(keysOf(app, nativeId)).toEqual([newKey]);
    expect(at(app).state).toBe('closed');
    expect(app.events('renewal.credential-retired')).toMatchObject([{ data: { basis: 'no-use-known' } }]);
    expect(notes(app).join()).toContain('no use of it was known');
    expect(notes(app).join()).toContain('Last known sign-in with the new one');
  });

  test('stays while somebody signs in with it, and whoever has the new one is asked, on the ticket and by mail', async () => {
    const { app, owner, nativeId, oldKey, daysOfUse } = await received();
    await daysOfUse(15);
    expect(keysOf(app, nativeId)).toContain(oldKey);
    expect(at(app)).toMatchObject({ state: 'redeemed', postponed: { cause: 'old-one-in-use', times: 1 } });
    expect(questions(app, owner.mail)).toHaveLength(1);
    expect(questions(app, owner.mail)[0]?.text).toContain('Old Secret Expiry Date');
    expect(notes(app).join()).toContain('it is still in use');
    expect(app.events('renewal.retirement-postponed')).toMatchObject([
      { data: { keyId: oldKey, cause: 'old-one-in-use' } },
    ]);
  });

  test('is asked about again every three days, and goes a week after its last use', async () => {
    const { app, owner, nativeId, newKey, daysOfUse } = await received();
    await daysOfUse(18);
    expect(questions(app, owner.mail)).toHaveLength(2);
    await rounds(app, 9, days(1));
    expect(keysOf(app, nativeId)).toEqual([newKey]);
    expect(app.events('renewal.credential-retired')).toMatchObject([{ data: { basis: 'no-use-known' } }]);
  });

  test('goes on the day that people name once they were asked, although it is in use', async () => {
    const { app, owner, nativeId, newKey, daysOfUse } = await received();
    await daysOfUse(15);
    const [ticket] = app.desk.tickets();
    app.desk.plan(ticket?.ticket ?? { id: '', number: '' }, { removalDay: day(app, 2) });
    await daysOfUse(4);
    expect(keysOf(app, nativeId)).toEqual([newKey]);
    expect(app.events('renewal.credential-retired')).toMatchObject([{ data: { basis: 'agreed' } }]);
    expect(questions(app, owner.mail)).toHaveLength(1);
  });

  test('is asked about on the day that people named before they knew', async () => {
    const { app, nativeId, oldKey, daysOfUse } = await received();
    await rounds(app, 1, hours(1));
    const [ticket] = app.desk.tickets();
    app.desk.plan(ticket?.ticket ?? { id: '', number: '' }, { removalDay: day(app, 4) });
    await daysOfUse(6);
    expect(keysOf(app, nativeId)).toContain(oldKey);
    expect(at(app)).toMatchObject({ postponed: { times: 1 } });
  });

  test('goes without an answer when the time is over that the policy allows', async () => {
    const { app, nativeId, newKey, daysOfUse } = await received({ retirement: { longest: days(4) } });
    await daysOfUse(20);
    expect(keysOf(app, nativeId)).toEqual([newKey]);
    expect(app.events('renewal.credential-retired')).toMatchObject([{ data: { basis: 'time-over' } }]);
  });

  test('goes on its own end at the latest', async () => {
    const { app, nativeId, newKey, daysOfUse } = await received();
    await daysOfUse(30);
    expect(keysOf(app, nativeId)).toEqual([newKey]);
    expect(app.events('renewal.credential-retired')).toMatchObject([{ data: { basis: 'expired' } }]);
  });

  test('goes on its date where the policy promised that, whoever uses it', async () => {
    const { app, owner, nativeId, newKey, daysOfUse } = await received({ retire: 'on-date' });
    await daysOfUse(15);
    expect(keysOf(app, nativeId)).toEqual([newKey]);
    expect(questions(app, owner.mail)).toEqual([]);
    expect(app.events('renewal.credential-retired')).toMatchObject([{ data: { basis: 'on-date' } }]);
  });

  test.each([
    ['OFF', 0],
    ['NOT_OFFERED', 1],
  ] as const)(
    'goes on its date where the report of sign-ins is %s; that is said %i times',
    async (code, said) => {
      const { app, nativeId, newKey, daysOfUse } = await received();
      app.directory.withholdUse(code);
      await daysOfUse(15);
      expect(keysOf(app, nativeId)).toEqual([newKey]);
      expect(app.events('renewal.credential-retired')).toMatchObject([{ data: { basis: 'use-unknown' } }]);
      expect(app.logged.filter((line) => line.code === 'LAST_USE_UNKNOWN')).toHaveLength(said);
    },
  );

  test('waits for a report of sign-ins that is away, and is not taken for unused', async () => {
    const { app, nativeId, oldKey, daysOfUse } = await received();
    await daysOfUse(13);
    app.directory.goAway();
    await rounds(app, 2, days(1));
    app.directory.comeBack();
    expect(keysOf(app, nativeId)).toContain(oldKey);
    await daysOfUse(2);
    expect(at(app)).toMatchObject({ state: 'redeemed', postponed: { times: 1 } });
  });

  test('is not announced to go while its owner is asked whether it may', async () => {
    const { app, daysOfUse } = await received();
    await daysOfUse(15);
    const announced = () => notes(app).join().split('Whoever still uses it stops working then').length - 1;
    const before = announced();
    await daysOfUse(4);
    expect(announced()).toBe(before);
  });

  test('holds nothing up if the mail is refused: the ticket says the same', async () => {
    const { app, owner, daysOfUse } = await received();
    app.mailer.refuse(owner.mail ?? '');
    await daysOfUse(15);
    expect(at(app)).toMatchObject({ postponed: { times: 1 } });
    expect(app.logged.map(({ code }) => code)).toContain('RENEWAL_MAIL_REFUSED');
  });
});
