import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startServiceBus } from '../../local/service-bus/server.ts';
import { TESTING } from '../../local/stand-in/process.ts';
import { revocations } from '../../local/stand-in/revocations.ts';
import { serve } from '../../local/stand-in/serve.ts';

const post = async (port: number, path: string, body: object) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return { status: answer.status, said: await answer.text() };
};

describe('a tenant that machines may not test', () => {
  beforeEach(() => {
    process.env[TESTING] = 'refused';
  });
  afterEach(() => {
    Reflect.deleteProperty(process.env, TESTING);
  });

  test('takes no faults and gives no rights away, and says why', async () => {
    const revoked = revocations();
    const handler = { fetch: () => new Response('ok') };
    const served = await serve(handler, { name: 'Something', revocations: revoked });
    try {
      for (const [path, body] of [
        ['/faults', { status: 503 }],
        ['/revocations', { identity: 'watch', right: 'User.Read.All' }],
      ] as const)
        expect(await post(served.controlPort, path, body)).toEqual({
          status: 403,
          said: expect.stringContaining('does not allow automated testing'),
        });
      expect(served.faults.list()).toEqual([]);
      expect(revoked.list()).toEqual([]);
    } finally {
      await served.stop();
    }
  });

  test('keeps its namespace undisturbed as well', async () => {
    const bus = await startServiceBus({ topology: { topics: [], queues: [] } });
    try {
      for (const path of ['/faults', '/revocations'])
        expect((await post(bus.controlPort, path, { kind: 'busy' })).status).toBe(403);
    } finally {
      await bus.stop();
    }
  });
});

test('any other takes them', async () => {
  const served = await serve({ fetch: () => new Response('ok') }, { name: 'Something' });
  try {
    expect((await post(served.controlPort, '/faults', { status: 503 })).status).toBe(200);
  } finally {
    await served.stop();
  }
});
