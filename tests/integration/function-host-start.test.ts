import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { runHost, runToEnd } from '../support/function-apps/running-host.ts';

describe('the host says in one line why it can not start', () => {
  test.each([
    ['no-functions', {}, 'registered no functions'],
    ['throws-at-start', {}, 'settings are missing'],
    ['unknown-trigger', {}, 'Function queued has a queueTrigger'],
    ['no-host-json', {}, "host.json can't be read"],
    ['everything', {}, 'needs the setting TICK_SCHEDULE'],
    ['everything', { TICK_SCHEDULE: '0 0 0 L * *' }, '"0 0 0 L * *" is no NCRONTAB expression'],
    ['service-bus', { QUEUE: 'work' }, 'needs the connection SERVICE_BUS'],
    [
      'everything',
      {
        TICK_SCHEDULE: '0 * * * * *',
        AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls: 'many',
      },
      'extensions.serviceBus.maxConcurrentCalls must be a whole number',
    ],
  ])('%s %j', async (app, env, reason) => {
    const { code, stderr } = await runToEnd({ app, env });
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(reason)]);
  });
});

describe('the host', () => {
  test('ends with 70 when the app leaves a rejected promise to nobody', async () => {
    const host = await runHost({ app: 'stray-rejection', flags: ['--no-timers'] });
    const exited = once(host.child, 'exit');
    await host.admin('POST', 'functions/strays', { input: '' });
    expect((await exited)[0]).toBe(70);
    expect(host.log.map(({ message }) => message).join('\n')).toContain('nobody waits for me');
  });

  test('ends when its parent does', async () => {
    const host = await runHost({ app: 'stray-rejection', flags: ['--no-timers'] });
    const exited = once(host.child, 'exit');
    host.child.stdin?.end();
    expect((await exited)[0]).toBe(0);
  });

  test('runs the hooks of the app around each call, on failure too', async () => {
    const host = await runHost({ app: 'hooked', flags: ['--no-timers'] });
    const cleared = await host.admin('POST', 'functions/fails?wait=true', { input: '' });
    expect(cleared.status).toBe(200);
    expect((await host.logged(({ message }) => message.startsWith('hooks'))).message).toBe(
      'hooks: started, before fails, after fails (forgiven)',
    );
    await host.stop();
  });
});
