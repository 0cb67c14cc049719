import { describe, expect, test } from '@jest/globals';
import { readMarker } from '../../lib/domain/marker.ts';
import { type App, startApp } from '../support/app.ts';
import { aPayrollApp, redeem, rounds, untilMailed, untilRequested, secretsOf } from '../support/story.ts';

describe('when something is away in the middle', () => {
  const journey = async (breakIt: (app: App) => void, mendIt: (app: App) => void) => {
    const app = startApp();
    const people = aPayrollApp(app, 5);
    await untilRequested(app);
    breakIt(app);
    await untilMailed(app, people.approver);
    await rounds(app, 2);
    mendIt(app);
    // The longest wait after so few failures is minutes; the hour of the link is not over then.
    await rounds(app, 5);
    return { app, ...people };
  };

  test.each([
    ['the directory', (app: App) => app.directory.goAway(), (app: App) => app.directory.comeBack()],
    ['the mail provider', (app: App) => app.mailer.goAway(), (app: App) => app.mailer.comeBack()],
    ['the service desk', (app: App) => app.desk.goAway(), (app: App) => app.desk.comeBack()],
    ['Key Vault', (app: App) => app.shares.goAway(), (app: App) => app.shares.comeBack()],
    ['Service Bus', (app: App) => app.publisher.away(), (app: App) => app.publisher.back()],
  ])('%s: the path completes with one request and one live credential', async (_what, breakIt, mendIt) => {
    const { app, owner, nativeId } = await journey(breakIt, mendIt);
    expect(app.desk.tickets()).toHaveLength(1);
    const secret = await redeem(app, owner);
    expect(app.directory.signsIn(nativeId, secret)).toBe(true);
    expect(secretsOf(app, nativeId).filter((name) => readMarker(name) !== undefined)).toHaveLength(1);
    expect(app.deadLetters).toEqual([]);
  });

  test('an answer of Graph that was lost leaves no second secret behind', async () => {
    const { app, owner, nativeId } = await journey(
      (a) => a.directory.loseNextAnswer(),
      () => undefined,
    );
    const secret = await redeem(app, owner);
    expect(app.directory.signsIn(nativeId, secret)).toBe(true);
    expect(secretsOf(app, nativeId).filter((name) => readMarker(name) !== undefined)).toHaveLength(1);
  });

  test('a request whose answer was lost is found again and not made twice', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    app.desk.loseNextOpen();
    await untilRequested(app);
    await rounds(app, 3);
    expect(app.desk.tickets()).toHaveLength(1);
    expect(app.events('renewal.requested')).toHaveLength(1);
  });
});
