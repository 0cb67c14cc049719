import type { InvocationContext } from '@azure/functions';
import { describe, expect, test } from '@jest/globals';
import { type Handler, registerTriggers, triggersOf } from '../../functions/triggers.ts';
import { recordingRuntime } from '../support/recording-runtime.ts';

const scanTrigger = { name: 'scan', kind: 'timer', options: { schedule: '%SCAN_SCHEDULE%' } } as const;
const context = { triggerMetadata: {} } as unknown as InvocationContext;

describe('the triggers of the functions', () => {
  test('are registered with all that is said of them, and nothing is loaded for it', () => {
    const { runtime, registered } = recordingRuntime();
    registerTriggers(runtime, [scanTrigger], () => Promise.reject(new Error('loaded')));
    expect(registered).toMatchObject([
      { name: 'scan', trigger: 'timer', options: { schedule: '%SCAN_SCHEDULE%' } },
    ]);
  });

  test('hand their first work to the function of their name, and answer with what it answers', async () => {
    const { runtime, registered } = recordingRuntime();
    const scan: Handler = (input: unknown) => `scanned ${String(input)}`;
    registerTriggers(runtime, [scanTrigger], () => Promise.resolve(new Map([['scan', scan]])));
    expect(await registered[0]!.invoke('a tenant', context)).toBe('scanned a tenant');
  });

  test('that no function handles fail at their first work, and say what to do', async () => {
    const { runtime, registered } = recordingRuntime();
    registerTriggers(runtime, [scanTrigger], () => Promise.resolve(new Map()));
    await expect(registered[0]!.invoke('a tenant', context)).rejects.toThrow('npm run docs');
  });

  test.each(['watch', 'renew', 'link'])('of the role %s are among those of all', (role) => {
    const all = triggersOf('all').map(({ name }) => name);
    const own = triggersOf(role).map(({ name }) => name);
    expect(own.length).toBeGreaterThan(5);
    expect(own.filter((name) => !all.includes(name))).toEqual([]);
  });
});
