import { beforeAll, describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { eventId } from '../../lib/domain/ids.ts';
import { days } from '../../lib/domain/time.ts';
import { CATALOGUE, type PublishedEvent } from '../../lib/events/catalogue.ts';
import { type App, startApp } from '../support/app.ts';
import { goldenTypes } from '../support/goldens.ts';
import { aPayrollApp, redeem, untilMailed, untilRequested } from '../support/story.ts';

const schemas = Object.values(CATALOGUE).flat();

/** One renewal from the first scan to its closed request. */
const story = async (): Promise<App> => {
  const app = startApp();
  const { owner, approver } = aPayrollApp(app, 5);
  await untilRequested(app);
  await untilMailed(app, approver);
  await redeem(app, owner);
  app.clock.wait(days(6));
  await app.tick('resume-due');
  await app.settle();
  return app;
};

describe('what the app sends in a whole renewal', () => {
  let app: App;
  let events: readonly PublishedEvent[];
  beforeAll(async () => {
    app = await story();
    events = app.events();
  });

  test('is in the catalogue, and read without loss by the schema of its type', () => {
    expect(events.length).toBeGreaterThan(10);
    for (const event of events) {
      const schema = schemas.find(({ shape }) => shape.type.value === event.type);
      expect(schema?.parse(event)).toEqual(event);
      expect(goldenTypes()).toContain(event.type);
    }
  });

  test('has the id of the event as its MessageId, and each id once', () => {
    const messages = app.publisher
      .sent()
      .filter(({ contentType }) => contentType === 'application/cloudevents+json');
    expect(messages.map(({ id }) => id)).toEqual(
      messages.map(({ body }) => (JSON.parse(body) as PublishedEvent).id),
    );
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
  });

  test('is the same to the letter when the same happens again', async () => {
    expect((await story()).events()).toEqual(events);
  });

  test('has the id of its transition: the stage and the expiry, or the number of the move', () => {
    const near = events.find(({ type }) => type === 'expiry-monitor.credential.near-expiry.v1')!;
    const { stage, expiresAt } = near.data as { stage: string; expiresAt: string };
    const [end, from] = [Date.parse(expiresAt), Date.parse(expiresAt) - days(7)];
    expect(near.id).toBe(eventId(sha256, near.type, near.subject, `${stage}@${end}#${from}`));
    for (const { id, type, subject, data } of events) {
      if (type.includes('.renewal.') && 'sequence' in data)
        expect(id).toBe(eventId(sha256, type, subject, `${data.sequence}`));
    }
  });

  test('counts the moves of a renewal upwards', () => {
    const moves = events.flatMap(({ type, data }) =>
      type.includes('.renewal.') && 'sequence' in data ? [data.sequence ?? 0] : [],
    );
    expect(moves.every((move, i) => i === 0 || move > moves[i - 1]!)).toBe(true);
  });
});
