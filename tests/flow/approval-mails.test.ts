import { describe, expect, test } from '@jest/globals';
import type { ApprovalRule } from '../../lib/domain/approval-stages.ts';
import type { Person } from '../../lib/domain/person.ts';
import { days, hours } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import { aPayrollApp, redeem, rounds, untilMailed, untilRequested } from '../support/story.ts';

/** An app with an open request, and two who are named to decide on it. */
const requested = async (
  more: Partial<ApprovalRule> = {},
  before: (app: App, approver: Person, other: Person) => void = () => undefined,
) => {
  const approvers: Person[] = [];
  const stage = { name: 'team', quorum: 1, approvers, alternates: [], alternatesAfter: undefined };
  const app = startApp({ approvalRule: { stages: [stage], timeout: undefined, mails: true, ...more } });
  const people = aPayrollApp(app, 5);
  const other = app.directory.addPerson({ displayName: 'Otto <b>Other</b>\r\nBcc: x@y.example' });
  approvers.push(people.approver, other);
  before(app, people.approver, other);
  await untilRequested(app);
  return { app, other, ...people };
};
const subjects = (app: App, { mail }: Person) =>
  app.mailer
    .inbox(mail)
    .map(({ subject }) => subject)
    .filter((subject) => /decide|decision|^Approved|^Denied/.test(subject));
const number = (app: App) => app.desk.tickets()[0]!.ticket.number;

describe('where the approval says so, a mail', () => {
  test('goes to the named approvers and the recipient when a decision is needed, once each', async () => {
    const { app, owner, approver, other } = await requested();
    await rounds(app, 1);
    for (const one of [approver, other])
      expect(subjects(app, one)).toEqual([`Please decide: ${number(app)}`]);
    expect(subjects(app, owner)).toEqual([`Your request waits for a decision (${number(app)})`]);
    await rounds(app, 6, hours(7));
    for (const one of [owner, approver, other]) expect(subjects(app, one)).toHaveLength(1);
  });

  test('goes to the recipient and the other approvers when it was made, once each', async () => {
    const { app, owner, approver, other } = await requested();
    await rounds(app, 1);
    await untilMailed(app, approver);
    await rounds(app, 2);
    expect(subjects(app, owner)).toEqual([expect.any(String), `Approved: ${number(app)}`]);
    expect(subjects(app, other)).toEqual([expect.any(String), `Approved: ${number(app)}`]);
    expect(subjects(app, approver)).toHaveLength(1);
    const secret = await redeem(app, owner);
    await rounds(app, 6, hours(7));
    for (const one of [owner, other]) expect(subjects(app, one)).toHaveLength(2);
    for (const { text, html } of app.mailer.inbox()) expect(text + html).not.toContain(secret);
  });

  test('tells of a denial and of a time-out, with the reason as it was given', async () => {
    const denied = await requested();
    await rounds(denied.app, 1);
    const { ticket } = denied.app.desk.tickets()[0]!;
    denied.app.desk.deny(ticket, denied.approver.userPrincipalName, 'No <img src=x> longer\nneeded');
    await denied.app.tick('poll-service-desk');
    await denied.app.settle();
    await rounds(denied.app, 1);
    const mail = denied.app.mailer.inbox(denied.owner.mail).at(-1)!;
    expect(mail.subject).toBe(`Denied: ${ticket.number}`);
    expect(mail.text).toContain('No <img src=x> longer needed');
    expect(mail.html).not.toContain('<img');

    const late = await requested({ timeout: hours(8) });
    await rounds(late.app, 3, hours(5));
    expect(late.app.mailer.inbox(late.owner.mail).at(-1)?.text).toContain('Nobody decided in time');
  });

  test('shows names from the directory as plain text', async () => {
    const { app, owner } = await requested();
    app.directory.changePerson(owner, { displayName: 'unused' });
    await rounds(app, 1);
    for (const { subject, html } of app.mailer.inbox()) {
      expect(subject).not.toMatch(/[\r\n]/);
      expect(html).not.toContain('<b>Other');
    }
  });

  test('that can not be sent now is sent later, and holds up nothing', async () => {
    const { app, owner, approver } = await requested({}, (at, { mail }) => {
      at.mailer.loseTouch(mail ?? '');
    });
    await rounds(app, 2);
    expect(subjects(app, approver)).toEqual([]);
    expect(subjects(app, owner)).toHaveLength(1);
    app.mailer.comeBack();
    await rounds(app, 4, hours(2));
    expect(subjects(app, approver)).toHaveLength(1);
    expect(subjects(app, owner)).toHaveLength(1);
  });

  test('that is refused for good is said in the log once, and the approval goes on', async () => {
    const { app, owner, approver } = await requested({}, (at, _, { mail }) => {
      at.mailer.refuse(mail);
    });
    await rounds(app, 3, hours(7));
    expect(app.logged.filter(({ code }) => code === 'RENEWAL_MAIL_REFUSED')).toHaveLength(1);
    await untilMailed(app, approver);
    expect(app.events('renewal.credential-issued')).toHaveLength(1);
    expect(subjects(app, owner)).not.toEqual([]);
  });
});

test('where nothing is said, the service desk alone tells people', async () => {
  const { app, owner, approver, other } = await requested({ mails: false });
  await rounds(app, 2);
  await untilMailed(app, approver);
  await rounds(app, 2);
  for (const one of [owner, approver, other]) expect(subjects(app, one)).toEqual([]);
});

test('alternates are mailed when their time has come, and not before', async () => {
  const alternates: Person[] = [];
  const approvers: Person[] = [];
  const app = startApp({
    approvalRule: {
      stages: [{ name: 'team', quorum: 1, approvers, alternates, alternatesAfter: days(1) }],
      timeout: undefined,
      mails: true,
    },
  });
  const { approver } = aPayrollApp(app, 20);
  approvers.push(approver);
  const standIn = app.directory.addPerson({ displayName: 'Stella StandIn' });
  alternates.push(standIn);
  await untilRequested(app);
  await rounds(app, 2);
  expect(subjects(app, standIn)).toEqual([]);
  await rounds(app, 5, hours(6));
  expect(subjects(app, standIn)).toHaveLength(1);
  expect(subjects(app, approver)).toHaveLength(1);
});
