import { describe, expect, test } from '@jest/globals';
import { days, hours, minus, plus } from '../../lib/domain/time.ts';
import type { Person } from '../../lib/domain/person.ts';
import { type App, startApp } from '../support/app.ts';
import { aPayrollApp } from '../support/story.ts';

const seen = async (app: App): Promise<void> => {
  await app.tick('schedule-scans');
  await app.settle();
};
const judged = async (app: App): Promise<void> => {
  await app.tick('judge-due');
  await app.settle();
};
const inbox = (app: App, person: Person) => app.mailer.inbox(person.mail).map(({ subject }) => subject);
/** An application that nobody else owns. */
const owned = (app: App, name: string, owners: readonly Person[], endsInDays: number) =>
  app.directory.addApplication({
    name,
    owners,
    credentials: [
      {
        name: `${name} secret`,
        startsAt: minus(app.clock.now(), days(200)),
        expiresAt: plus(app.clock.now(), days(endsInDays)),
      },
    ],
  });

describe('one run of the judge', () => {
  test('writes to each person once, whatever they own, and says all of it', async () => {
    const app = startApp();
    const [olive, otto] = ['Olive Owner', 'Otto Owner'].map((displayName) =>
      app.directory.addPerson({ displayName }),
    ) as [Person, Person];
    owned(app, 'payroll', [olive], 20);
    owned(app, 'billing', [olive, otto], 5);
    owned(app, 'archive', [otto], 50);
    await seen(app);
    await judged(app);
    expect(inbox(app, olive)).toEqual(['2 credentials need you: 2 Near expired']);
    expect(inbox(app, otto)).toEqual(['2 credentials need you: 2 Near expired']);
    const [mail] = app.mailer.inbox(olive.mail);
    expect([...mail!.text.matchAll(/Application: (\w+)/g)].map(([, name]) => name)).toEqual([
      'billing',
      'payroll',
    ]);
    await judged(app);
    expect(app.mailer.inbox()).toHaveLength(2);
  });

  test('writes again to the address that failed, and to no other', async () => {
    const app = startApp();
    const [olive, otto] = ['Olive Owner', 'Otto Owner'].map((displayName) =>
      app.directory.addPerson({ displayName }),
    ) as [Person, Person];
    owned(app, 'billing', [olive, otto], 5);
    app.mailer.loseTouch(otto.mail!);
    await seen(app);
    for (let run = 0; run < 4; run += 1) {
      await judged(app);
      app.clock.wait(hours(1));
    }
    expect([inbox(app, olive).length, inbox(app, otto).length]).toEqual([1, 0]);
    app.mailer.comeBack();
    await judged(app);
    await judged(app);
    expect([inbox(app, olive).length, inbox(app, otto).length]).toEqual([1, 1]);
  });

  test('asks a provider that is away three times and not for each person', async () => {
    const app = startApp();
    for (let n = 0; n < 6; n += 1)
      owned(app, `job${n}`, [app.directory.addPerson({ displayName: `Person ${n}` })], 5);
    app.mailer.goAway();
    await seen(app);
    await judged(app);
    const postponed = app.logged.filter(({ code }) => code === 'NOTICE_POSTPONED');
    expect(postponed).toHaveLength(3);
    app.mailer.comeBack();
    app.clock.wait(hours(1));
    await judged(app);
    expect(app.mailer.inbox()).toHaveLength(6);
  });
});

describe('a notice that could not be sent', () => {
  const postponed = async () => {
    const app = startApp();
    const story = aPayrollApp(app, 20);
    app.mailer.goAway();
    await seen(app);
    await judged(app);
    app.mailer.comeBack();
    app.clock.wait(hours(1));
    return { app, ...story };
  };

  test('is not sent any more once the secret was replaced', async () => {
    const { app, nativeId, owner } = await postponed();
    const now = app.clock.now();
    app.directory.addCredential(nativeId, {
      name: 'ci secret',
      startsAt: now,
      expiresAt: plus(now, days(300)),
    });
    await seen(app);
    await judged(app);
    expect(inbox(app, owner)).toEqual([]);
  });

  test('is not sent any more while the app only observes', async () => {
    const { app, owner } = await postponed();
    app.setMode('observe');
    await judged(app);
    expect(inbox(app, owner)).toEqual([]);
  });

  test('is sent once it can be', async () => {
    const { app, owner } = await postponed();
    await judged(app);
    expect(inbox(app, owner)).toHaveLength(1);
  });
});

describe('somebody who does nothing', () => {
  test('is reminded, and then others hear of it, rung by rung', async () => {
    const app = startApp({ securityContact: 'security@northwind.example' });
    const people = ['Olive Owner', 'Fay Further', 'Max Manager'].map((displayName) =>
      app.directory.addPerson({ displayName }),
    ) as [Person, Person, Person];
    const [olive, fay, max] = people;
    app.directory.setManager(olive, max);
    const subject = owned(app, 'payroll', [olive], 30);
    app.directory.changeApplication(subject.nativeId, { principalOwners: [fay] });
    await seen(app);
    const heard: string[][] = [];
    for (let day = 0; day <= 38; day += 1) {
      const before = app.mailer.inbox().length;
      await judged(app);
      const mails = app.mailer.inbox().slice(before);
      if (mails.length > 0)
        heard.push([
          `day ${day}`,
          ...mails.map(({ to, subject: line }) => `${to.split('@')[0]!}: ${line.split(':')[0]!}`),
        ]);
      app.clock.wait(days(1));
    }
    expect(heard).toEqual([
      ['day 0', 'olive.owner: Near expired'],
      ['day 7', 'olive.owner: Reminder'],
      ['day 14', 'olive.owner: Reminder'],
      ['day 21', 'olive.owner: Reminder'],
      ['day 23', 'olive.owner: Near expired', 'fay.further: Near expired'],
      ['day 25', 'olive.owner: Reminder'],
      ['day 27', 'olive.owner: Reminder'],
      ['day 29', 'olive.owner: Near expired', 'max.manager: Near expired'],
      ['day 30', 'olive.owner: Expired', 'security: Expired'],
      ['day 37', 'olive.owner: Reminder'],
    ]);
    const [mail] = app.mailer.inbox(max.mail);
    expect(mail?.text).toContain('You get this mail because you are the manager of an owner of "payroll"');
  });

  test('hears no more of it once there is a new one', async () => {
    const app = startApp();
    const { owner, nativeId } = aPayrollApp(app, 28);
    await seen(app);
    await judged(app);
    app.clock.wait(hours(1));
    const now = app.clock.now();
    app.directory.addCredential(nativeId, {
      name: 'ci secret',
      startsAt: now,
      expiresAt: plus(now, days(300)),
    });
    await seen(app);
    for (let day = 0; day < 40; day += 1) {
      app.clock.wait(days(1));
      await judged(app);
    }
    expect(inbox(app, owner)).toHaveLength(1);
  });

  test('is remembered to have been told, and as whom', async () => {
    const app = startApp();
    const { owner, subject } = aPayrollApp(app, 20);
    await seen(app);
    await judged(app);
    const stored = await app.stores.subjects.find({ tenant: subject.tenant, id: subject.id });
    const [memory] = Object.values(stored!.state.judged);
    expect(memory).toMatchObject({
      notice: undefined,
      told: [
        {
          at: app.clock.now(),
          stage: 'near-expiry',
          cause: 'stage',
          to: [`${owner.tenant}/${owner.objectId}`],
        },
      ],
    });
  });
});

describe('a credential that nobody owns', () => {
  test('is said to have no owner, and what the ladder has is told all the same', async () => {
    const app = startApp({ securityContact: 'security@northwind.example' });
    owned(app, 'payroll', [], 5);
    await seen(app);
    await judged(app);
    expect(app.events('credential.owner-missing')).toHaveLength(1);
    expect(app.mailer.inbox().map(({ to }) => to)).toEqual(['security@northwind.example']);
  });
});
