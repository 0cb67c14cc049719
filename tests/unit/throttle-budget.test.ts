import { describe, expect, test } from '@jest/globals';
import type { Context } from '@microsoft/microsoft-graph-client';
import { throttleBudget } from '../../lib/adapters/graph/throttle-budget.ts';

const LOW = { 'x-ms-throttle-priority': 'Low' };

/** A budget under a clock that moves only by waiting, before a Graph that answers what it is told to. */
const budget = () => {
  let now = 0;
  const waits: number[] = [];
  const answers: Response[] = [];
  let asked = 0;
  const middleware = throttleBudget({
    now: () => now,
    wait: (ms) => {
      waits.push(ms);
      now += ms;
      return Promise.resolve();
    },
  });
  middleware.setNext?.({
    execute: (context: Context) => {
      asked += 1;
      context.response = answers.shift() ?? new Response('{}');
      return Promise.resolve();
    },
  });
  const ask = async (headers: Record<string, string> = LOW): Promise<Response | undefined> => {
    const context: Context = { request: 'https://graph.example/v1.0/applications', options: { headers } };
    await middleware.execute(context);
    return context.response;
  };
  const answer = (status: number, headers: Record<string, string>) =>
    void answers.push(new Response('{}', { status, headers }));
  return { ask, answer, waits, asked: () => asked, pass: (ms: number) => void (now += ms) };
};

describe('the budget of the scans of one tenant', () => {
  test('lets all pass while Graph does not mind', async () => {
    const { ask, waits } = budget();
    for (let n = 0; n < 100; n += 1) await ask();
    expect(waits).toEqual([]);
  });

  test('makes all wait when one is told to, and lets what people wait for pass', async () => {
    const { ask, answer, waits } = budget();
    answer(429, { 'retry-after': '7' });
    await ask();
    await ask({});
    expect(waits).toEqual([]);
    await ask();
    expect(waits).toEqual([7000]);
    await ask();
    expect(waits).toEqual([7000]);
  });

  test('does not ask at all while the wait is long, and says how long that is', async () => {
    const { ask, answer, asked, pass } = budget();
    answer(429, { 'retry-after': '120' });
    await ask();
    pass(20_000);
    const refused = await ask();
    expect([refused?.status, refused?.headers.get('retry-after')]).toEqual([429, '100']);
    expect(asked()).toBe(1);
  });

  test('leaves the rest of a window to others once Graph says that its limit is near', async () => {
    const { ask, answer, waits } = budget();
    answer(200, { 'x-ms-throttle-limit-percentage': '0.9' });
    await ask();
    await ask();
    expect(waits).toEqual([10_000]);
  });

  test('spends no more than its part of the units of a window', async () => {
    const { ask, answer, waits } = budget();
    for (let n = 0; n < 3; n += 1) answer(200, { 'x-ms-resource-unit': '500' });
    for (let n = 0; n < 3; n += 1) await ask();
    expect(waits).toEqual([10_000]);
  });
});
