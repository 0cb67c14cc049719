import { describe, expect, test } from '@jest/globals';
import type { Credential, Subject } from '../../lib/domain/credential.ts';
import { type Replacement, replacementOf } from '../../lib/domain/replaced.ts';
import { days, minus, plus } from '../../lib/domain/time.ts';
import { aCredential, aSubject, NOW } from '../support/builders.ts';

const old = aCredential({ name: 'ci secret' });
const newer = (said: Partial<Credential> = {}): Credential =>
  aCredential({ keyId: 'newer', startsAt: minus(NOW, days(2)), expiresAt: plus(NOW, days(363)), ...said });
const seen = (other: Credential, of: Credential = old, subject: Partial<Subject> = {}) =>
  replacementOf(aSubject({ credentials: [of, other], ...subject }), of, NOW);

describe('a credential', () => {
  test.each<readonly [string, Partial<Credential>, Replacement]>([
    ['of the same name', {}, 'replaced'],
    ['of the same name but for digits and punctuation', { name: 'CI-Secret (2026/11)' }, 'replaced'],
    ['that never ends', { expiresAt: undefined }, 'replaced'],
    ['that starts at this very moment', { startsAt: NOW }, 'replaced'],
    ['of another name', { name: 'night batch' }, 'unsure'],
    ['without a name', { name: undefined }, 'unsure'],
    ['that starts in a millisecond', { startsAt: plus(NOW, 1 as never) }, 'waiting'],
    ['that starts when the first one ends', { startsAt: old.expiresAt }, 'waiting'],
    ['that starts a millisecond after the end', { startsAt: plus(old.expiresAt!, 1 as never) }, 'none'],
    ['that starts later and has another name', { startsAt: old.expiresAt, name: 'night batch' }, 'none'],
    ['that is disabled', { enabled: false }, 'none'],
    ['of another kind', { kind: 'client-certificate' }, 'none'],
    ['that ends at the same time', { expiresAt: old.expiresAt }, 'none'],
    ['that ends sooner', { expiresAt: plus(NOW, days(10)) }, 'none'],
    ['that is older and ends later', { startsAt: minus(NOW, days(700)) }, 'none'],
    ['of which nobody knows the start', { startsAt: undefined }, 'none'],
  ])('with a second one beside it %s: %s', (_what, said, expected) => {
    expect(seen(newer(said))).toBe(expected);
  });

  test('alone is not replaced', () => {
    expect(replacementOf(aSubject(), aCredential(), NOW)).toBe('none');
  });

  test('that expired is replaced by what is in force, and not by what expired as well', () => {
    const gone = aCredential({ expiresAt: minus(NOW, days(10)) });
    expect(seen(newer(), gone)).toBe('replaced');
    expect(seen(newer({ expiresAt: NOW }), gone)).toBe('none');
  });

  test.each([
    [undefined, undefined],
    ['2025', '2026'],
    ['', '***'],
  ])('of a name that tells nothing (%s, then %s) may serve another client', (before, after) => {
    expect(seen(newer({ name: after }), aCredential({ name: before }))).toBe('unsure');
  });

  test('in a vault is replaced by any newer version, whatever its name', () => {
    expect(seen(newer({ name: 'other' }), old, { kind: 'key-vault-item' })).toBe('replaced');
  });

  test('that took over is believed before one that only waits', () => {
    const waiting = newer({ keyId: 'waiting', startsAt: plus(NOW, days(1)) });
    const subject = aSubject({ credentials: [old, waiting, newer()] });
    expect(replacementOf(subject, old, NOW)).toBe('replaced');
  });

  test('with one that waits and one of another purpose is as good as replaced', () => {
    const waiting = newer({ keyId: 'waiting', startsAt: plus(NOW, days(1)) });
    const subject = aSubject({ credentials: [old, newer({ name: 'night batch' }), waiting] });
    expect(replacementOf(subject, old, NOW)).toBe('waiting');
  });

  test('that never ends is not replaced, since it goes on working', () => {
    expect(seen(newer(), aCredential({ expiresAt: undefined }))).toBe('none');
  });

  test.each([
    ['給与 2025', '給与 2026', 'replaced'],
    ['給与', '夜間バッチ', 'unsure'],
    ['зарплата', 'склад', 'unsure'],
    ['Zoë', 'Zoé', 'unsure'],
  ])('named in any script: %s beside %s is %s', (name, other, expected) => {
    expect(seen(newer({ name: other }), aCredential({ name }))).toBe(expected);
  });

  test('of an endpoint is replaced by nothing that the endpoint shows beside it', () => {
    expect(seen(newer(), old, { kind: 'tls-endpoint' })).toBe('none');
  });
});
