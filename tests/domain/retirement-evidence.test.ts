import { describe, expect, test } from '@jest/globals';
import type { RetirementRules } from '../../lib/domain/policy.ts';
import { advance } from '../../lib/domain/renewal-advance.ts';
import type { ActiveRenewal } from '../../lib/domain/renewal.ts';
import { latestRetirement, retirementBy, settledBy } from '../../lib/domain/retirement-evidence.ts';
import { days, instantOfMs, minus, plus } from '../../lib/domain/time.ts';
import { aRenewal, NOW } from '../support/builders.ts';

type Redeemed = Extract<ActiveRenewal, { state: 'redeemed' }>;

const RULES: RetirementRules = { quiet: days(7), askEvery: days(3), longest: undefined };
const base = aRenewal('redeemed');
const at = (over: Partial<Redeemed> = {}, ends = days(40)): Redeemed => ({
  ...base,
  redeemedAt: minus(NOW, days(14)),
  retireAt: NOW,
  of: { ...base.of, source: 'entra-applications', expiresAt: plus(NOW, ends) },
  ...over,
});
const postponed = { cause: 'old-one-in-use', since: minus(NOW, days(6)), times: 2 } as const;
const deposited = { vault: 'https://v.example', secret: 's', version: '1' };

describe('nobody has to be asked who signed in', () => {
  test('once the old one has ended by itself, at its very millisecond', () => {
    expect(settledBy(at({}, days(0)), 'proven', RULES, NOW)).toBe('expired');
    expect(settledBy(at({}, days(0)), 'proven', RULES, instantOfMs(NOW - 1))).toBeUndefined();
  });

  test('where the policy holds to the date', () => {
    expect(settledBy(at(), 'on-date', RULES, NOW)).toBe('on-date');
    expect(settledBy(at(), 'proven', RULES, NOW)).toBeUndefined();
  });

  test('once people have said so, although they knew', () => {
    expect(settledBy(at({ postponed, agreed: true }), 'proven', RULES, NOW)).toBe('agreed');
    expect(settledBy(at({ postponed, agreed: false }), 'proven', RULES, NOW)).toBeUndefined();
  });

  test('once the question was open for as long as the policy allows, from the first date on', () => {
    const rules = { ...RULES, longest: days(6) };
    expect(settledBy(at({ postponed }), 'proven', rules, NOW)).toBe('time-over');
    expect(settledBy(at({ postponed }), 'proven', rules, instantOfMs(NOW - 1))).toBeUndefined();
    expect(settledBy(at(), 'proven', rules, NOW)).toBeUndefined();
  });

  test('where it is not known at all, since it is no credential of the directory', () => {
    const elsewhere = at({ of: { ...at().of, source: 'key-vault' } });
    expect(settledBy(elsewhere, 'proven', RULES, NOW)).toBe('use-unknown');
    const principal = at({ of: { ...at().of, source: 'entra-service-principals' } });
    expect(settledBy(principal, 'proven', RULES, NOW)).toBeUndefined();
  });
});

describe('an old credential', () => {
  const verdict = (r: Redeemed, old: typeof NOW | undefined, made?: typeof NOW) =>
    retirementBy(r, { old, made }, RULES, NOW);
  const remove = { kind: 'remove', basis: 'no-use-known' };
  const ask = (cause: string, until = plus(NOW, days(3))) => ({ kind: 'ask', cause, until });

  test('goes where the tenant does not tell', () => {
    expect(retirementBy(at(), undefined, RULES, NOW)).toEqual({ kind: 'remove', basis: 'use-unknown' });
  });

  test('goes if nobody is known to have signed in with it', () => {
    expect(verdict(at(), undefined)).toEqual(remove);
  });

  test('stays if somebody signed in with it since the new one was received, and within the last week', () => {
    expect(verdict(at(), minus(NOW, days(1)))).toEqual(ask('old-one-in-use'));
    expect(verdict(at(), minus(NOW, days(1)), NOW)).toEqual(ask('old-one-in-use'));
    expect(verdict(at(), minus(NOW, days(7)))).toEqual(remove);
    expect(verdict(at(), instantOfMs(minus(NOW, days(7)) + 1))).toEqual(ask('old-one-in-use'));
  });

  test('goes if it was only used before anyone had the new one', () => {
    const redeemedAt = minus(NOW, days(2));
    expect(verdict(at({ redeemedAt }), redeemedAt)).toEqual(remove);
    expect(verdict(at({ redeemedAt }), instantOfMs(redeemedAt + 1))).toEqual(ask('old-one-in-use'));
  });

  test('whose new one was put into a vault stays until that is seen in use', () => {
    const inVault = at({ made: { ...base.made, deposited } });
    expect(verdict(inVault, undefined)).toEqual(ask('not-seen-in-use'));
    expect(verdict(inVault, undefined, minus(NOW, days(9)))).toEqual(remove);
    expect(verdict(inVault, NOW, NOW)).toEqual(ask('old-one-in-use'));
  });

  test('is asked about no later than it goes in any case', () => {
    expect(verdict(at({}, days(2)), NOW)).toEqual(ask('old-one-in-use', plus(NOW, days(2))));
    const rules = { ...RULES, longest: days(8) };
    expect(retirementBy(at({ postponed }), { old: NOW, made: undefined }, rules, NOW)).toEqual(
      ask('old-one-in-use', plus(NOW, days(2))),
    );
    expect(latestRetirement(at({}, days(5)), rules)).toBe(plus(NOW, days(5)));
    expect(latestRetirement(at(), rules)).toBe(plus(NOW, days(8)));
    expect(latestRetirement(at({ postponed }), rules)).toBe(plus(NOW, days(2)));
    expect(latestRetirement(at(), RULES)).toBe(plus(NOW, days(40)));
  });
});

describe('a removal that is put off', () => {
  const command = (until = plus(NOW, days(3)), now = NOW) =>
    ({ kind: 'postpone-retirement', cause: 'old-one-in-use', until, now }) as const;
  const moved = (r: Redeemed, ...rest: Parameters<typeof command>) => {
    const next = advance(r, command(...rest));
    if (!next.ok) throw new Error(next.failure);
    return next.value as Redeemed;
  };

  test('remembers its first date, counts how often people were asked, and waits for the next', () => {
    const once = moved(at());
    expect(once).toMatchObject({
      state: 'redeemed',
      retireAt: plus(NOW, days(3)),
      postponed: { cause: 'old-one-in-use', since: NOW, times: 1 },
      agreed: undefined,
    });
    const later = plus(NOW, days(3));
    expect(moved(once, plus(later, days(3)), later).postponed).toEqual({
      ...{ cause: 'old-one-in-use', since: NOW, times: 2 },
    });
  });

  test('never waits beyond the end of the old one', () => {
    expect(moved(at({}, days(1))).retireAt).toBe(plus(NOW, days(1)));
  });

  test('is refused before its date, and where nothing is to be removed', () => {
    expect(advance(at(), command(NOW, instantOfMs(NOW - 1)))).toEqual({ ok: false, failure: 'NOT_YET' });
    expect(advance(aRenewal('delivered'), command())).toEqual({ ok: false, failure: 'OUT_OF_ORDER' });
  });

  test('is settled by a day that people name afterwards, and not by one from before', () => {
    const name = (r: Redeemed) => {
      const next = advance(r, { kind: 'tend', tended: r.tended, retireAt: plus(NOW, days(1)) });
      return next.ok ? next.value : undefined;
    };
    expect(name(moved(at()))).toMatchObject({ retireAt: plus(NOW, days(1)), agreed: true });
    expect(name(at())).toMatchObject({ retireAt: plus(NOW, days(1)), agreed: false });
  });

  test('leaves with the evidence, and without what only a waiting one has', () => {
    const evidence = { basis: 'agreed', oldUsedAt: NOW, newUsedAt: undefined } as const;
    const next = advance(at({ postponed, agreed: true }), { kind: 'retire', now: NOW, evidence });
    if (!next.ok) throw new Error(next.failure);
    expect(next.value).toMatchObject({ state: 'retired', evidence, retiredAt: NOW });
    for (const gone of ['postponed', 'agreed', 'retireAt']) expect(next.value).not.toHaveProperty(gone);
  });
});
