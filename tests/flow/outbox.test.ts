import { describe, expect, test } from '@jest/globals';
import { type App, startApp } from '../support/app.ts';
import { minutes } from '../../lib/domain/time.ts';
import { aMessage } from '../support/messages.ts';
import { aPayrollApp } from '../support/story.ts';

const stages = (app: App) => app.events('credential.near-expiry').map(({ subject }) => subject);
const readiness = async (app: App) => {
  const { jsonBody } = (await app.http('ready', {})) as { jsonBody: unknown };
  return jsonBody;
};
const codes = (app: App) => app.logged.map(({ code }) => code);

/** An app of which so many applications have just come to a stage, and nothing of it was sent. */
const unsent = async (count: number, ruin: (app: App) => void): Promise<App> => {
  const app = startApp();
  for (let n = 0; n < count; n += 1) aPayrollApp(app, 20);
  await app.tick('schedule-scans');
  await app.settle();
  ruin(app);
  await app.tick('judge-due');
  return app;
};

describe('messages that were committed', () => {
  test('and not sent, since the topic is gone, are counted, and go out once it is back', async () => {
    const app = await unsent(3, ({ publisher }) => publisher.remove('credential-events'));
    expect(stages(app)).toEqual([]);
    const { count, oldestAt } = await app.outbox.backlog();
    expect(count).toBeGreaterThanOrEqual(3);
    expect(oldestAt).toBe(app.clock.now());
    expect(app.publisher.troubles()).toContainEqual({
      destination: 'credential-events',
      messageId: undefined,
      reason: 'MessagingEntityNotFound',
    });
    app.publisher.makeAgain('credential-events');
    await app.tick('publish-outbox');
    expect(stages(app)).toHaveLength(3);
    expect(app.publisher.troubles()).toEqual([]);
    await expect(app.outbox.backlog()).resolves.toMatchObject({ count: 0 });
  });

  test.each(['QuotaExceeded', 'ServiceBusy'])(
    'and not taken, for %s, are waited for, and whoever asks whether we are ready hears why',
    async (reason) => {
      const app = await unsent(3, ({ publisher }) => publisher.away(reason));
      await expect(readiness(app)).resolves.toMatchObject({
        ready: true,
        backlog: { count: (await app.outbox.backlog()).count, reasons: [reason] },
      });
      app.publisher.back();
      await app.tick('publish-outbox');
      expect(stages(app)).toHaveLength(3);
      app.clock.wait(minutes(1));
      await expect(readiness(app)).resolves.toMatchObject({ backlog: { count: 0, reasons: [] } });
    },
  );

  test('go out together, and not one by one', async () => {
    const app = await unsent(40, () => undefined);
    const before = app.publisher.transfers();
    expect(stages(app)).toHaveLength(40);
    expect(before).toBeLessThan(20);
  });

  test('are not held up by one that is too large, however old it is', async () => {
    const app = await unsent(3, ({ publisher }) => publisher.away());
    const large = aMessage({ body: JSON.stringify({ text: 'x'.repeat(300_000) }), audited: false });
    app.outbox.put('Subjects', 'anything', [large]);
    app.publisher.back();
    await app.tick('publish-outbox');
    await app.tick('publish-outbox');
    expect(stages(app)).toHaveLength(3);
    expect(app.outbox.waiting().map(({ id }) => id)).toEqual([large.id]);
    expect(app.publisher.troubles()).toContainEqual({
      destination: large.destination,
      messageId: large.id,
      reason: 'TOO_LARGE',
    });
    expect(codes(app)).toContain('PUBLISH_FAILED');
  });

  test('are not held up by one that nobody can read', async () => {
    const app = await unsent(3, ({ publisher }) => publisher.away());
    const [first] = app.outbox.waiting();
    app.outbox.spoil(first!.id);
    app.publisher.back();
    await app.tick('publish-outbox');
    expect(app.outbox.waiting().map(({ id }) => id)).toEqual([first!.id]);
    expect(codes(app).filter((code) => code === 'DUE_FAILED')).toHaveLength(1);
  });

  test('are not held up by one that can not be recorded, which is not sent either', async () => {
    const app = await unsent(3, ({ publisher }) => publisher.away());
    const [first] = app.outbox.waiting();
    app.audit.refuse(first!.id);
    app.publisher.back();
    await app.tick('publish-outbox');
    expect(app.outbox.waiting().map(({ id }) => id)).toEqual([first!.id]);
    expect(app.publisher.sent().map(({ id }) => id)).not.toContain(first!.id);
  });

  test('wait, unsent, while nothing can be recorded', async () => {
    const app = await unsent(5, ({ audit }) => audit.away());
    expect(stages(app)).toEqual([]);
    app.audit.back();
    await app.tick('publish-outbox');
    expect(stages(app)).toHaveLength(5);
  });

  test('go out, though more are stuck than a run reads at once', async () => {
    const stuck = Array.from({ length: 600 }, () => aMessage({ body: 'no event', audited: true }));
    const app = await unsent(1, ({ outbox, publisher }) => {
      outbox.put('Subjects', 'anything', stuck);
      publisher.away();
    });
    app.publisher.back();
    await app.tick('publish-outbox');
    expect(stages(app)).toHaveLength(1);
    expect(app.outbox.waiting()).toHaveLength(600);
  });
});
