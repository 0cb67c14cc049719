import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { entraCallers } from '../../lib/adapters/entra-tokens/entra-callers.ts';
import { tenantId } from '../../lib/domain/ids.ts';
import { objectId } from '../../lib/domain/person.ts';
import { instantOfMs, seconds } from '../../lib/domain/time.ts';
import { API_CLIENT_ID } from '../../local/entra/api-roles.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { runEntra, type RunningEntra } from '../integration/entra-running.ts';
import { callersContract } from './callers.contract.ts';

const PERSON = 'adaeze.okafor';
const tokenOf = async (entra: RunningEntra, said: Record<string, string> = {}): Promise<string> => {
  const query = new URLSearchParams({ person: PERSON, ...said });
  const response = await fetch(`${entra.entra.tenantUrl}/token?${query.toString()}`);
  return `Bearer ${await response.text()}`;
};
const callersAt = (running: RunningEntra, clock: ReturnType<typeof fakeClock>) =>
  entraCallers({
    tenants: [{ id: tenantId(running.entra.tenantId), authority: new URL(running.entra.loginUrl) }],
    audience: API_CLIENT_ID,
    timeout: seconds(5),
    clock,
  });
/** Entra goes by the same clock. */
const clockOf = (running: RunningEntra) => {
  const clock = fakeClock(instantOfMs(running.clock.ms));
  return {
    ...clock,
    wait: (duration: Parameters<typeof clock.wait>[0]) => {
      clock.wait(duration);
      running.clock.ms += duration;
    },
  };
};
const OUTAGE = { path: '/discovery/', status: 503 } as const;

callersContract('access tokens of Entra', async () => {
  const running = await runEntra();
  const clock = clockOf(running);
  const person = running.entra.tenant.people.find(({ key }) => key === PERSON)!;
  return {
    callers: callersAt(running, clock),
    clock,
    someone: { tenant: tenantId(running.entra.tenantId), objectId: objectId(person.user.id) },
    header: (roles, kind) =>
      tokenOf(running, {
        roles: roles.join(','),
        ...(kind === 'application' ? { application: '1' } : {}),
      }),
    goAway: () => running.entra.faults.login.add(OUTAGE),
    comeBack: () => running.entra.faults.login.clear(),
    stop: () => running.stop(),
  };
});

describe('a token of Entra', () => {
  let running: RunningEntra;
  beforeAll(async () => {
    running = await runEntra();
  });
  afterAll(() => running.stop());

  test.each<{ what: string; said: Record<string, string>; detail: string }>([
    { what: 'for another API', said: { audience: crypto.randomUUID() }, detail: 'audience is API_AUDIENCE' },
    { what: 'of another tenant', said: { tenant: crypto.randomUUID() }, detail: 'PEOPLE_TENANTS' },
    { what: 'that has expired', said: { expired: '1' }, detail: 'expired' },
  ])('$what is refused, and the caller reads why', async ({ said, detail }) => {
    const callers = callersAt(running, clockOf(running));
    expect(await callers.identify(await tokenOf(running, said))).toEqual({
      ok: false,
      failure: { code: 'NOT_SIGNED_IN', detail: expect.stringContaining(detail) },
    });
  });

  test('of version 1.0 is refused with what to set', async () => {
    const callers = callersAt(running, clockOf(running));
    expect(await callers.identify(`Bearer ${await running.token('watch', API_CLIENT_ID)}`)).toEqual({
      ok: false,
      failure: { code: 'NOT_SIGNED_IN', detail: expect.stringContaining('requestedAccessTokenVersion') },
    });
  });

  test('with roles that are none of ours has the others', async () => {
    const callers = callersAt(running, clockOf(running));
    const told = await callers.identify(await tokenOf(running, { roles: 'Owner,Reader,reader' }));
    expect(told).toMatchObject({ ok: true, value: { roles: ['Reader'] } });
  });

  test('says when the person signed in, which may be long before; or does not', async () => {
    const clock = clockOf(running);
    const told = async (signedInAgo: string) => {
      const caller = await callersAt(running, clock).identify(await tokenOf(running, { signedInAgo }));
      return caller.ok && caller.value.authenticatedAt;
    };
    expect(await told('36000')).toBe(Math.floor(clock.now() / 1000) * 1000 - 36_000_000);
    expect(await told('never')).toBeUndefined();
  });

  test('is refused by an app that was not told whose tokens to take', async () => {
    const callers = entraCallers({
      tenants: [],
      audience: undefined,
      timeout: seconds(5),
      clock: clockOf(running),
    });
    expect(await callers.identify(await tokenOf(running))).toMatchObject({
      failure: { code: 'NOT_SIGNED_IN', detail: expect.stringContaining('PEOPLE_TENANTS') },
    });
  });
});
