import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { silenceId } from '../../lib/domain/ids.ts';
import {
  advanceSilence,
  isHeard,
  isWaiting,
  type KeptSilence,
  type SilenceCommand,
  silenceDueAt,
} from '../../lib/domain/kept-silence.ts';
import type { Silence, SilenceKind } from '../../lib/domain/silence.ts';
import { days, hours, instantOfMs, plus } from '../../lib/domain/time.ts';
import { aCredential, aPerson, aSubject, NOW } from '../support/builders.ts';

const { tenant, id: subjectId } = aSubject();
const person = (name: string) => ({ tenant, objectId: aPerson(name).objectId });
const UNTIL = plus(NOW, days(10));
const aSilence = (kind: SilenceKind, said: Partial<Silence> = {}): Silence => ({
  id: silenceId(sha256, aCredential().id, kind, 'a', NOW),
  kind,
  tenant,
  subjectId,
  credentialId: aCredential().id,
  reason: 'Moving house.',
  author: person('Olive'),
  approver: undefined,
  startsAt: NOW,
  until: UNTIL,
  about: { expiresAt: aCredential().expiresAt, owners: 'o', severity: 'critical' },
  ...said,
});
const kept = (kind: SilenceKind, said: Partial<Silence> = {}): KeptSilence => ({
  silence: aSilence(kind, said),
  of: {
    tenant,
    environment: 'LIVE',
    subjectId,
    source: 'entra-applications',
    subjectKind: 'application',
    nativeId: 'n',
    appId: undefined,
    ownerTeam: undefined,
    name: 'payroll-sync',
    credentialId: aCredential().id,
    kind: 'client-secret',
    keyId: 'k',
  },
  ended: undefined,
  isPutUp: true,
});
const after = (before: KeptSilence, command: SilenceCommand) => {
  const moved = advanceSilence(before, command);
  return moved.ok ? moved.value : moved.failure;
};
const full = { ...aPerson('Ada') };

describe('an approval', () => {
  test.each(['accepted-risk', 'exception'] as const)('of an %s by another person is kept', (kind) => {
    const before = kept(kind);
    expect(isWaiting(before.silence)).toBe(true);
    const approved = after(before, { kind: 'approve', by: full, now: NOW });
    expect(approved).toEqual({
      ...before,
      silence: { ...before.silence, approver: person('Ada') },
      isPutUp: false,
    });
    expect(isWaiting((approved as KeptSilence).silence)).toBe(false);
  });

  test.each<[string, KeptSilence, string, string]>([
    ['by its author', kept('accepted-risk'), 'Olive', 'APPROVER_IS_AUTHOR'],
    ['of a snooze', kept('snooze'), 'Ada', 'NEEDS_NO_APPROVAL'],
    ['again', kept('exception', { approver: person('Ada') }), 'Ben', 'ALREADY_APPROVED'],
    ['in its last millisecond', kept('exception', { until: NOW }), 'Ada', 'ENDED'],
  ])('%s is refused', (_what, before, who, why) => {
    expect(after(before, { kind: 'approve', by: person(who), now: NOW })).toBe(why);
  });

  test('a snooze waits for nobody', () => {
    expect(isWaiting(aSilence('snooze'))).toBe(false);
  });
});

describe('an end', () => {
  const approved = { approver: person('Ada') };
  test.each<[string, KeptSilence, SilenceCommand, object]>([
    [
      'by a person is kept with who it was',
      kept('snooze'),
      { kind: 'end', by: full, now: NOW },
      { at: NOW, cause: 'ended', by: person('Ada') },
    ],
    [
      'by its date',
      kept('snooze'),
      { kind: 'run-out', now: UNTIL },
      { at: UNTIL, cause: 'end-date', by: undefined },
    ],
    [
      'by its date, approved',
      kept('accepted-risk', approved),
      { kind: 'run-out', now: UNTIL },
      { at: UNTIL, cause: 'end-date', by: undefined },
    ],
    [
      'of what nobody approved in time',
      kept('accepted-risk'),
      { kind: 'run-out', now: plus(UNTIL, days(3)) },
      { at: plus(UNTIL, days(3)), cause: 'never-approved', by: undefined },
    ],
    [
      'since it is void',
      kept('exception', approved),
      { kind: 'void', why: 'owners-changed', now: NOW },
      { at: NOW, cause: 'owners-changed', by: undefined },
    ],
  ])('%s', (_what, before, command, ended) => {
    expect(after(before, command)).toEqual({ ...before, ended, isPutUp: false });
  });

  test('by its date does not come a millisecond early', () => {
    expect(after(kept('snooze'), { kind: 'run-out', now: instantOfMs(UNTIL - 1) })).toBe('NOT_OVER');
  });

  test.each<SilenceCommand>([
    { kind: 'approve', by: person('Ada'), now: NOW },
    { kind: 'end', by: person('Ada'), now: NOW },
    { kind: 'run-out', now: UNTIL },
    { kind: 'void', why: 'credential-gone', now: NOW },
  ])('comes once: then $kind is refused', (command) => {
    const over = after(kept('accepted-risk'), { kind: 'end', by: person('Ben'), now: NOW }) as KeptSilence;
    expect(after(over, command)).toBe('ENDED');
  });
});

describe('the judge hears', () => {
  const over = (kind: SilenceKind, cause: 'end-date' | 'ended'): KeptSilence => ({
    ...kept(kind),
    ended: { at: NOW, cause, by: undefined },
  });
  test.each<[string, KeptSilence, boolean]>([
    ['of what is not over', kept('snooze'), true],
    ['of an exception whose date has come', over('exception', 'end-date'), true],
    ['not of an exception that someone ended', over('exception', 'ended'), false],
    ['not of a snooze whose date has come', over('snooze', 'end-date'), false],
    ['not of an accepted risk whose date has come', over('accepted-risk', 'end-date'), false],
  ])('%s', (_what, silence, heard) => {
    expect(isHeard(silence)).toBe(heard);
  });
});

describe('attention is due', () => {
  test('at once when it has changed', () => {
    expect(silenceDueAt({ ...kept('snooze'), isPutUp: false }, NOW)).toBe(NOW);
    expect(
      silenceDueAt(
        { ...kept('snooze'), isPutUp: false, ended: { at: NOW, cause: 'ended', by: undefined } },
        NOW,
      ),
    ).toBe(NOW);
  });

  test('once a day, and on its date', () => {
    expect(silenceDueAt(kept('snooze'), NOW)).toBe(plus(NOW, days(1)));
    expect(silenceDueAt(kept('snooze', { until: plus(NOW, hours(2)) }), NOW)).toBe(plus(NOW, hours(2)));
  });

  test('never again once it is over and was told', () => {
    const over: KeptSilence = { ...kept('snooze'), ended: { at: NOW, cause: 'ended', by: undefined } };
    expect(silenceDueAt(over, NOW)).toBeUndefined();
  });
});
