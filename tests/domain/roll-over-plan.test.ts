import { describe, expect, test } from '@jest/globals';
import { CREDENTIAL_KINDS, SOURCES } from '../../lib/domain/credential.ts';
import { carrierOf, DEFAULT_ROLL_OVER, planOf } from '../../lib/domain/roll-over-plan.ts';
import { days, type Instant, instantOfMs, minus, plus } from '../../lib/domain/time.ts';
import { NOW } from '../support/builders.ts';

describe('who carries a roll-over out', () => {
  test('we where the directory makes the certificate, people where a key is elsewhere, and nobody for all else', () => {
    const all = SOURCES.flatMap((source) =>
      CREDENTIAL_KINDS.map((kind) => [source, kind, carrierOf({ source, kind })] as const),
    ).filter(([, , carrier]) => carrier !== undefined);
    const theirs = (source: string) =>
      ['saml-signing-certificate', 'federation-signing-certificate', 'token-signing-certificate'].map(
        (kind) => [source, kind, 'people'],
      );
    expect(all).toEqual([
      ['entra-service-principals', 'saml-signing-certificate', 'us'],
      ...theirs('entra-service-principals').slice(1),
      ...theirs('federated-domains'),
      ...theirs('federation-metadata'),
      ...theirs('declared'),
    ]);
  });
});

describe('the plan of a roll-over', () => {
  const WISHES = { switchAt: undefined, removeAt: undefined };
  const switchAt = (endsInDays: number, wished?: Instant) =>
    planOf(DEFAULT_ROLL_OVER, plus(NOW, days(endsInDays)), NOW, { ...WISHES, switchAt: wished }).switchAt;

  test('switches a week before the end', () => {
    expect(switchAt(60)).toBe(plus(NOW, days(53)));
  });

  test('gives partners their fortnight, if the old one lasts as long', () => {
    expect(switchAt(18)).toBe(plus(NOW, days(14)));
    expect(switchAt(10)).toBe(plus(NOW, days(10)));
  });

  test('switches what has ended at once', () => {
    expect(switchAt(-3)).toBe(minus(NOW, days(3)));
  });

  test('takes a date that people wished for, from now to the end of the old one', () => {
    const end = plus(NOW, days(60));
    expect(switchAt(60, plus(NOW, days(2)))).toBe(plus(NOW, days(2)));
    expect(switchAt(60, NOW)).toBe(NOW);
    expect(switchAt(60, instantOfMs(NOW - 1))).toBe(plus(NOW, days(53)));
    expect(switchAt(60, end)).toBe(end);
    expect(switchAt(60, instantOfMs(end + 1))).toBe(plus(NOW, days(53)));
  });

  test('keeps the rest as the policy and people say', () => {
    const removeAt = plus(NOW, days(70));
    const rules = { ...DEFAULT_ROLL_OVER, approve: ['remove'] as const };
    expect(planOf(rules, plus(NOW, days(60)), NOW, { switchAt: undefined, removeAt })).toEqual({
      switchAt: plus(NOW, days(53)),
      latest: plus(NOW, days(60)),
      answerWithin: days(14),
      grace: days(30),
      removeAt,
      toApprove: ['remove'],
    });
    expect(DEFAULT_ROLL_OVER.approve).toEqual([]);
  });
});
