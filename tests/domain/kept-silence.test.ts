import { describe, expect, test } from '@jest/globals';
import {
  advanceSilence,
  isHeard,
  isWaiting,
  type KeptSilence,
  silenceDueAt,
} from '../../lib/domain/kept-silence.ts';
import type { Silence } from '../../lib/domain/silence.ts';
import { days, instantOfMs, plus } from '../../lib/domain/time.ts';
import { aPerson, aRenewal, aSilence, NOW } from '../support/builders.ts';

const { expiresAt: _, ...of } = aRenewal('requesting').of;
const kept = (said: Partial<Silence> = {}, more: Partial<KeptSilence> = {}): KeptSilence => ({
  silence: aSilence(said),
  of,
  ended: undefined,
  isPutUp: true,
  ...more,
});
const ada = aPerson('Ada');
const key = { tenant: ada.tenant, objectId: ada.objectId };
const waiting = kept({ kind: 'accepted-risk', approver: undefined });
const { until } = aSilence();
const ended = { at: NOW, cause: 'ended', by: key } as const;

describe('a silence that is kept', () => {
  test('is approved by another person, of whom only the key is kept, and its subject is judged anew', () => {
    const approved = advanceSilence(waiting, { kind: 'approve', by: ada, now: NOW });
    expect(approved).toEqual({
      ok: true,
      value: { ...waiting, silence: { ...waiting.silence, approver: key }, isPutUp: false },
    });
  });

  test('is not approved by the one who asked, nor where no approval is needed', () => {
    const by = waiting.silence.author;
    expect(advanceSilence(waiting, { kind: 'approve', by, now: NOW })).toEqual({
      ok: false,
      failure: 'APPROVER_IS_AUTHOR',
    });
    expect(advanceSilence(kept(), { kind: 'approve', by: ada, now: NOW })).toEqual({
      ok: false,
      failure: 'NEEDS_NO_APPROVAL',
    });
  });

  test('is ended by a person, by its date, or by what it was about, and its subject is judged anew', () => {
    const over = (silence: KeptSilence, command: Parameters<typeof advanceSilence>[1]) => {
      const moved = advanceSilence(silence, command);
      return moved.ok ? [moved.value.ended, moved.value.isPutUp] : moved.failure;
    };
    expect(over(kept(), { kind: 'end', by: ada, now: NOW })).toEqual([
      { at: NOW, cause: 'ended', by: key },
      false,
    ]);
    expect(over(kept(), { kind: 'run-out', now: until })).toEqual([
      { at: until, cause: 'end-date', by: undefined },
      false,
    ]);
    expect(over(waiting, { kind: 'run-out', now: until })).toEqual([
      { at: until, cause: 'never-approved', by: undefined },
      false,
    ]);
    expect(over(kept(), { kind: 'run-out', now: instantOfMs(until - 1) })).toBe('NOT_OVER');
    expect(over(kept(), { kind: 'void', why: 'owners-changed', now: NOW })).toEqual([
      { at: NOW, cause: 'owners-changed', by: undefined },
      false,
    ]);
  });

  test('ends once, and nothing becomes of it afterwards', () => {
    const gone = kept({}, { ended });
    for (const command of [
      { kind: 'approve', by: ada, now: NOW },
      { kind: 'end', by: ada, now: NOW },
      { kind: 'run-out', now: until },
      { kind: 'void', why: 'credential-gone', now: NOW },
    ] as const)
      expect(advanceSilence(gone, command)).toEqual({ ok: false, failure: 'ENDED' });
  });

  test('waits for approval unless it is a snooze', () => {
    expect([aSilence(), aSilence({ kind: 'exception' }), waiting.silence].map(isWaiting)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('is heard while it has not ended; of an exception its judge hears the end too', () => {
    const byDate = { at: NOW, cause: 'end-date', by: undefined } as const;
    expect(isHeard(kept())).toBe(true);
    expect(isHeard(kept({}, { ended: byDate }))).toBe(false);
    expect(isHeard(kept({ kind: 'exception' }, { ended: byDate }))).toBe(true);
    expect(isHeard(kept({ kind: 'exception' }, { ended }))).toBe(false);
  });

  test('is due at once until its subject is judged, then once a day, and at its end', () => {
    expect(silenceDueAt(kept({}, { isPutUp: false }), NOW)).toBe(NOW);
    expect(silenceDueAt(kept(), NOW)).toBe(plus(NOW, days(1)));
    expect(silenceDueAt(kept({ until: plus(NOW, days(0.5)) }), NOW)).toBe(plus(NOW, days(0.5)));
    expect(silenceDueAt(kept({}, { ended }), NOW)).toBeUndefined();
  });
});
