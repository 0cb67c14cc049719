import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningEntra, runEntra } from './entra-running.ts';

let running: RunningEntra;

beforeAll(async () => {
  running = await runEntra({ throttle: { requests: 3, perSeconds: 10 } });
});
afterAll(() => running.stop());

test('too many requests are refused until the window is over, each inner request of a batch counting', async () => {
  const get = () => running.call('watch', '/applications?$top=1&$select=id');
  expect((await get()).status).toBe(200);

  const inner = (id: string) => ({ id, method: 'GET', url: '/applications?$top=1&$select=id' });
  const { status, body } = await running.call('watch', '/$batch', {
    method: 'POST',
    json: { requests: [inner('a'), inner('b'), inner('c')] },
  });
  expect(status).toBe(200);
  const refused = body.responses.filter((response) => response.status === 429);
  expect(refused).toHaveLength(1);
  expect(refused[0]!.headers['Retry-After']).toBe('10');

  running.clock.ms += 9_999;
  const still = await get();
  expect([still.status, still.body.error.code, still.headers.get('retry-after')]).toEqual([
    429,
    'TooManyRequests',
    '1',
  ]);
  running.clock.ms += 1;
  expect((await get()).status).toBe(200);
});
