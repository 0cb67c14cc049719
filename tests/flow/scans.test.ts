import { describe, expect, test } from '@jest/globals';
import { minutes } from '../../lib/domain/time.ts';
import { startApp } from '../support/app.ts';
import { aPayrollApp, rounds, untilRequested } from '../support/story.ts';

describe('a scan', () => {
  test('that is partial marks nothing as gone', async () => {
    const app = startApp();
    const { nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    app.directory.unread([{ what: 'applications/somewhere', reason: 'endDateTime: not an instant' }]);
    app.directory.deleteApplication(nativeId);
    app.clock.wait(minutes(10));
    await untilRequested(app);
    expect(app.stores.subjects.all().map(({ goneAt }) => goneAt)).toEqual([undefined]);
    expect(app.events('scan.completed').map(({ data }) => 'coverage' in data && data.coverage)).toContain(
      'partial',
    );
  });

  test('that is complete marks what a second look does not find either', async () => {
    const app = startApp();
    const { nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    app.directory.deleteApplication(nativeId);
    app.clock.wait(minutes(10));
    await untilRequested(app);
    expect(app.stores.subjects.all().map(({ goneAt }) => goneAt !== undefined)).toEqual([true]);
  });

  test('that meets an outage goes on from where it stood', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    app.directory.goAway();
    await untilRequested(app);
    expect(app.events('credential.near-expiry')).toEqual([]);
    app.directory.comeBack();
    await rounds(app, 3);
    expect(app.events('credential.near-expiry')).toHaveLength(1);
  });

  test('that is cut off at its very end is ended by the next worker, and its source is armed', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    await app.tick('schedule-scans');
    app.stores.arming.away();
    await expect(app.settle()).rejects.toThrow('is away');
    app.stores.arming.back();
    await rounds(app, 3);
    expect(app.events('source.armed')).toHaveLength(2);
    expect(app.events('credential.near-expiry')).toHaveLength(1);
  });
});
