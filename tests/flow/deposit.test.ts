import { describe, expect, test } from '@jest/globals';
import { active } from '../../lib/domain/renewal.ts';
import { days, minutes } from '../../lib/domain/time.ts';
import type { CredentialIssuer } from '../../lib/ports/credential-issuer.ts';
import { type App, startApp } from '../support/app.ts';
import { aPayrollApp, rounds, secretsOf, untilMailed, untilRequested } from '../support/story.ts';

const VAULT = 'https://payroll.vault.example';
const SECRET = 'payroll-sync';

/** An app whose secrets go into a vault, with an open request. */
const requested = async () => {
  const deposits: { application: string; label: undefined; vault: string; secret: string }[] = [];
  const app = startApp({ deposits });
  const people = aPayrollApp(app, 5);
  deposits.push({ application: people.nativeId, label: undefined, vault: VAULT, secret: SECRET });
  await untilRequested(app);
  return { app, deposits, ...people };
};

const stateOf = (app: App) => {
  const [renewal] = app.stores.renewals.all();
  if (renewal === undefined) throw new Error('There is no renewal.');
  return active(renewal);
};
const versionsOf = (app: App) => app.depository.versions(VAULT, SECRET);

/** The newest version in the vault works, and nothing else that we made does. */
const expectWorking = (app: App, nativeId: string) => {
  const at = stateOf(app);
  if (!('made' in at)) throw new Error(`Nothing was made: ${at.state}`);
  const newest = versionsOf(app).at(-1);
  expect(newest?.keyId).toBe(at.made.keyId);
  expect(app.directory.signsIn(nativeId, newest?.value ?? '')).toBe(true);
  const ours = secretsOf(app, nativeId).filter((name) => name?.includes(at.id));
  expect(ours).toHaveLength(1);
};

describe('a secret that goes straight into a vault', () => {
  test('is put there after the approval, its recipient is told where, and the old one gets its date', async () => {
    const { app, owner, approver, nativeId } = await requested();
    await untilMailed(app, approver);
    const [version, ...more] = versionsOf(app);
    expect(more).toEqual([]);
    expect(version?.value).toMatch(/.{20}/);
    const mails = app.mailer.inbox(owner.mail).filter(({ subject }) => subject.includes('vault'));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain(`${VAULT}/secrets/${SECRET}/${version?.version}`);
    expect(stateOf(app)).toMatchObject({ state: 'redeemed', made: { keyId: version?.keyId } });
    expect(app.events('renewal.credential-deposited')).toMatchObject([
      { data: { vault: VAULT, item: SECRET } },
    ]);
    expect(app.stores.links.all()).toEqual([]);
    expectWorking(app, nativeId);

    app.clock.wait(days(5));
    await rounds(app, 3);
    expect(stateOf(app).state).toBe('closed');
    expect(app.directory.credentialsOf(nativeId)).toHaveLength(1);
  });

  test('appears in no message, mail, log line or ticket', async () => {
    const { app, owner, approver } = await requested();
    await untilMailed(app, approver);
    const value = versionsOf(app)[0]?.value ?? '(none)';
    const everything = JSON.stringify([
      app.publisher.sent(),
      app.logged,
      app.mailer.inbox(owner.mail),
      app.desk.tickets(),
      app.stores.renewals.all(),
    ]);
    expect(everything).not.toContain(value);
  });

  test('goes where the approver saw that it goes, whatever the settings say later', async () => {
    const { app, approver, deposits } = await requested();
    const [ticket] = app.desk.tickets();
    expect(JSON.stringify(ticket)).toContain(`${VAULT}, secret ${SECRET}`);
    deposits.splice(0, 1, {
      application: deposits[0]?.application ?? '',
      label: undefined,
      vault: 'https://elsewhere.vault.example',
      secret: SECRET,
    });
    await untilMailed(app, approver);
    expect(versionsOf(app)).toHaveLength(1);
    expect(app.depository.versions('https://elsewhere.vault.example', SECRET)).toEqual([]);
  });

  test('that the vault refuses is taken back, and tried again until the right is there', async () => {
    const { app, approver, nativeId } = await requested();
    app.depository.close();
    await untilMailed(app, approver);
    expect(secretsOf(app, nativeId)).toHaveLength(1);
    expect(app.stores.renewals.all()).toMatchObject([{ state: 'paused', failure: 'DEPOSIT_REFUSED' }]);
    app.depository.comeBack();
    await rounds(app, 3);
    expect(versionsOf(app)).toHaveLength(1);
    expectWorking(app, nativeId);
  });

  test('of which the answer is lost is looked for in the vault, and not made twice', async () => {
    const { app, approver, nativeId } = await requested();
    app.depository.loseAnswers(1);
    await untilMailed(app, approver);
    expect(app.stores.renewals.all()).toMatchObject([{ state: 'paused', failure: 'DEPOSIT_UNAVAILABLE' }]);
    expect(secretsOf(app, nativeId)).toHaveLength(2);
    await rounds(app, 3);
    expect(versionsOf(app)).toHaveLength(1);
    expect(stateOf(app).state).toBe('redeemed');
    expectWorking(app, nativeId);
  });

  test('that never reached a vault which is away is made anew, and none is left over', async () => {
    const { app, approver, nativeId } = await requested();
    app.depository.goAway();
    await untilMailed(app, approver);
    await rounds(app, 3);
    expect(versionsOf(app)).toEqual([]);
    expect(secretsOf(app, nativeId).length).toBeLessThanOrEqual(2);
    app.depository.comeBack();
    await rounds(app, 12);
    expect(versionsOf(app)).toHaveLength(1);
    expect(stateOf(app).state).toBe('redeemed');
    expectWorking(app, nativeId);
  });

  test('is not put there by a worker who was silent for so long that another may be at it', async () => {
    const { app, approver, nativeId } = await requested();
    const { issuer } = app.directory;
    const prompt = { ...issuer };
    const slow: CredentialIssuer['add'] = async (...asked) => {
      const made = await prompt.add(...asked);
      app.clock.wait(minutes(6));
      return made;
    };
    Object.assign(issuer, { add: slow });
    await untilMailed(app, approver);
    Object.assign(issuer, prompt);
    await rounds(app, 3);
    expect(versionsOf(app)).toHaveLength(1);
    expectWorking(app, nativeId);
  });

  test('is told again when the mail could not leave, and without the mail if the address is refused', async () => {
    const { app, owner, approver } = await requested();
    app.mailer.goAway();
    await untilMailed(app, approver);
    expect(app.stores.renewals.all()).toMatchObject([{ state: 'paused', failure: 'MAIL_UNAVAILABLE' }]);
    app.mailer.comeBack();
    await rounds(app, 2);
    expect(app.mailer.inbox(owner.mail).filter(({ subject }) => subject.includes('vault'))).toHaveLength(1);
    expect(stateOf(app).state).toBe('redeemed');
    expect(versionsOf(app)).toHaveLength(1);
  });
});
