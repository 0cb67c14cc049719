import { describe, expect, test } from '@jest/globals';
import { type LinkId, readId } from '../../lib/domain/ids.ts';
import { mustReauthenticate, type Session, SESSION_LIFETIME } from '../../lib/domain/session.ts';
import { hours, instantOfMs, minutes, plus } from '../../lib/domain/time.ts';
import { aPerson, NOW } from '../support/builders.ts';

const LINK = readId<LinkId>('AAECAwQFBgcICQoLDA0ODw');
const OTHER = readId<LinkId>('BBECAwQFBgcICQoLDA0ODw');
const session = (said: Partial<Session> = {}): Session => ({
  person: aPerson('Olive'),
  name: 'Olive',
  authenticatedAt: NOW,
  freshFor: undefined,
  only: undefined,
  until: plus(NOW, SESSION_LIFETIME),
  ...said,
});
const justBefore = (at: number) => instantOfMs(at - 1);

describe('who signed in has to do it again', () => {
  test('a session lasts a quarter of an hour', () => {
    expect(SESSION_LIFETIME).toBe(minutes(15));
  });

  test('not while the session is enough', () => {
    expect(mustReauthenticate('session', session(), LINK, plus(NOW, hours(9)))).toBe(false);
  });

  test('for each link, where that is asked for, unless it was for this one', () => {
    expect(mustReauthenticate('every-time', session(), LINK, NOW)).toBe(true);
    expect(mustReauthenticate('every-time', session({ freshFor: OTHER }), LINK, NOW)).toBe(true);
    expect(mustReauthenticate('every-time', session({ freshFor: LINK }), LINK, NOW)).toBe(false);
  });

  test('once the sign-in is as old as is allowed, in that very millisecond', () => {
    const end = plus(NOW, minutes(10));
    expect(mustReauthenticate(minutes(10), session(), LINK, justBefore(end))).toBe(false);
    expect(mustReauthenticate(minutes(10), session(), LINK, end)).toBe(true);
  });

  test.each(['session', 'every-time', hours(9)] as const)(
    'five minutes after a code from a mail, whatever else is asked for: %s',
    (rule) => {
      const byCode = session({ only: LINK, freshFor: LINK });
      const end = plus(NOW, minutes(5));
      expect(mustReauthenticate(rule, byCode, LINK, justBefore(end))).toBe(false);
      expect(mustReauthenticate(rule, byCode, LINK, end)).toBe(true);
    },
  );
});
