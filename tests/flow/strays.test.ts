import { describe, expect, test } from '@jest/globals';
import { days, minutes, plus } from '../../lib/domain/time.ts';
import { startApp } from '../support/app.ts';
import { aPayrollApp, redeem, untilMailed, untilRequested, secretsOf } from '../support/story.ts';

describe('a credential of ours that its renewal does not know', () => {
  const withStray = async () => {
    const app = startApp();
    const people = aPayrollApp(app, 5);
    await untilRequested(app);
    await untilMailed(app, people.approver);
    await redeem(app, people.owner);
    return { app, ...people, renewal: app.stores.renewals.all()[0]! };
  };

  test('is found by the next scan and removed, and the known one stays', async () => {
    const { app, nativeId, renewal } = await withStray();
    app.directory.addCredential(nativeId, {
      name: `Expiry Monitor ${renewal.id} #7`,
      startsAt: app.clock.now(),
      expiresAt: plus(app.clock.now(), days(180)),
    });
    app.clock.wait(minutes(10));
    await untilRequested(app);
    expect(secretsOf(app, nativeId)).toEqual([`Expiry Monitor ${renewal.id} #1`, 'ci secret']);
    expect(app.logged.some(({ code }) => code === 'ORPHAN_REMOVED')).toBe(true);
  });

  test('but that belongs to a renewal of someone else is left alone', async () => {
    const { app, nativeId } = await withStray();
    const name = `Expiry Monitor rn-${'a'.repeat(26)} #1`;
    app.directory.addCredential(nativeId, { name, expiresAt: plus(app.clock.now(), days(180)) });
    app.clock.wait(minutes(10));
    await untilRequested(app);
    expect(secretsOf(app, nativeId)).toContain(name);
  });
});
