import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AppRole, Caller } from '../../lib/domain/caller.ts';
import { hours } from '../../lib/domain/time.ts';
import type { Callers } from '../../lib/ports/callers.ts';
import type { HandClock } from '../support/fakes/clock.ts';

/** A sign-in, and those who sign in. */
export interface CallersUnderTest {
  readonly callers: Callers;
  readonly clock: HandClock;
  readonly someone: Pick<Caller, 'tenant' | 'objectId'>;
  /** The header that they send who are signed in now. */
  header(roles: readonly AppRole[], kind: Caller['kind']): Promise<string>;
  goAway(): void;
  comeBack(): void;
  stop(): Promise<void>;
}

/** What every sign-in promises. */
export const callersContract = (name: string, make: () => Promise<CallersUnderTest>): void =>
  describe(name, () => {
    let sut: CallersUnderTest;
    beforeAll(async () => {
      sut = await make();
    });
    afterAll(() => sut.stop());

    test.each<{ roles: readonly AppRole[]; kind: Caller['kind'] }>([
      { roles: ['Reader'], kind: 'person' },
      { roles: ['Reader', 'Operator'], kind: 'person' },
      { roles: [], kind: 'person' },
      { roles: ['Operator'], kind: 'application' },
    ])(
      'a signed-in $kind with the roles $roles is known by tenant and object id',
      async ({ roles, kind }) => {
        const told = await sut.callers.identify(await sut.header(roles, kind));
        const authenticatedAt = told.ok && told.value.authenticatedAt;
        if (kind === 'application') expect(authenticatedAt).toBeUndefined();
        else expect(Math.floor(sut.clock.now() / 1000) * 1000).toBe(authenticatedAt);
        expect(told).toMatchObject({ ok: true, value: { ...sut.someone, roles, kind } });
      },
    );

    test.each([
      ['nothing', undefined],
      ['an empty header', ''],
      ['another scheme', 'Basic YTpi'],
      ['a scheme alone', 'Bearer'],
      ['no token', 'Bearer x'],
      ['something like a token', 'Bearer e30.e30.e30'],
      ['far too long a token', `Bearer ${'a'.repeat(20_000)}.b.c`],
    ])('%s is nobody', async (_what, header) => {
      const told = await sut.callers.identify(header);
      expect(told).toMatchObject({ ok: false, failure: { code: 'NOT_SIGNED_IN' } });
    });

    test('a token that was changed is nobody', async () => {
      const header = await sut.header(['Reader'], 'person');
      const told = await sut.callers.identify(`${header.slice(0, -8)}AAAAAAAA`);
      expect(told).toMatchObject({ ok: false, failure: { code: 'NOT_SIGNED_IN' } });
    });

    test('a token that has ended is nobody', async () => {
      const header = await sut.header(['Reader'], 'person');
      sut.clock.wait(hours(2));
      const told = await sut.callers.identify(header);
      expect(told).toMatchObject({ ok: false, failure: { code: 'NOT_SIGNED_IN' } });
    });

    test('whom nobody can tell after a long outage is not let in, and is after it', async () => {
      const header = await sut.header(['Reader'], 'person');
      sut.clock.wait(hours(25));
      sut.goAway();
      const told = await sut.callers.identify(header);
      sut.comeBack();
      expect(told).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      sut.clock.wait(hours(1));
      expect((await sut.callers.identify(await sut.header(['Reader'], 'person'))).ok).toBe(true);
    });
  });
