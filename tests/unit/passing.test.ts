import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Credential, Subject } from '../../lib/domain/credential.ts';
import { credentialId } from '../../lib/domain/ids.ts';
import { unjudged } from '../../lib/domain/judged.ts';
import { departedSince, type PassingInput, passingsOf } from '../../lib/domain/passing.ts';
import { days, type Duration, hours, minus, plus } from '../../lib/domain/time.ts';
import { aCredential, aSubject, NOW } from '../support/builders.ts';

const idOf = (key: string) => credentialId(sha256, aSubject().id, 'client-secret', key);
const secret = (keyId: string, said: Partial<Credential> = {}) =>
  aCredential({ id: idOf(keyId), keyId, ...said });

const old = secret('old');
const young = secret('young', { startsAt: minus(NOW, days(1)), expiresAt: plus(NOW, days(364)) });
const stranger = { ...young, name: 'another client' };

const SAID_AT = minus(NOW, days(2));
const ANNOUNCED = {
  [old.id]: { ...unjudged(SAID_AT, old.expiresAt), announced: 'near-expiry', saidAt: SAID_AT },
};

const asking = (credentials: readonly Credential[], more: Partial<PassingInput> = {}): PassingInput => ({
  subject: aSubject({ credentials }),
  departed: [],
  said: {},
  before: ANNOUNCED,
  judged: Object.fromEntries(credentials.map(({ id, expiresAt }) => [id, unjudged(NOW, expiresAt)])),
  verdicts: new Map(),
  armed: true,
  room: 10,
  now: NOW,
  ...more,
});
const replacing = new Map([[old.id, { kind: 'quiet', reason: 'replaced' }]]) as PassingInput['verdicts'];
const kinds = (input: PassingInput) => passingsOf(input).passings.map(({ kind }) => kind);
const aVaultItem = (credentials: readonly Credential[]): Subject =>
  aSubject({ kind: 'key-vault-item', credentials });

describe('a credential that makes way', () => {
  test('is renewed when it was announced and a younger one of doubtful purpose stands beside it', () => {
    expect(passingsOf(asking([old, stranger])).passings).toEqual([
      { kind: 'renewed', credential: old, by: stranger },
    ]);
  });

  test('is replaced when the verdict says so, announced or not', () => {
    const wanted = [{ kind: 'replaced', credential: old, by: young }];
    expect(passingsOf(asking([old, young], { verdicts: replacing })).passings).toEqual(wanted);
    expect(passingsOf(asking([old, young], { verdicts: replacing, before: {} })).passings).toEqual(wanted);
  });

  test('is nothing when nothing was announced, or nothing is younger', () => {
    expect(kinds(asking([old, stranger], { before: {} }))).toEqual([]);
    expect(kinds(asking([old]))).toEqual([]);
  });

  test.each([0, -1])('is nothing when the other stood there when it was announced, %i ms later', (later) => {
    const judged = { [stranger.id]: unjudged(plus(SAID_AT, later as Duration), stranger.expiresAt) };
    expect(kinds(asking([old, stranger], { judged }))).toEqual([]);
  });

  test('is said once: renewed, then replaced, and nothing after that', () => {
    const first = passingsOf(asking([old, stranger]));
    expect(first.said).toEqual({ [old.id]: { expiresAt: old.expiresAt, by: stranger.id, what: 'renewed' } });
    expect(kinds(asking([old, stranger], { said: first.said }))).toEqual([]);
    const second = passingsOf(asking([old, young], { said: first.said, verdicts: replacing }));
    expect(second.passings.map(({ kind }) => kind)).toEqual(['replaced']);
    expect(kinds(asking([old, young], { said: second.said, verdicts: replacing }))).toEqual([]);
    expect(kinds(asking([old, stranger], { said: second.said }))).toEqual([]);
  });

  test('is said anew under a new end, and forgotten when it is gone', () => {
    const { said } = passingsOf(asking([old, young], { verdicts: replacing }));
    const longer = { ...old, expiresAt: plus(NOW, days(30)) };
    expect(kinds(asking([longer, young], { said, verdicts: replacing }))).toEqual(['replaced']);
    expect(passingsOf(asking([young], { said })).said).toEqual({});
  });

  test('names the one of its purpose that took over, not the youngest of all', () => {
    const youngest = { ...stranger, id: idOf('youngest'), startsAt: minus(NOW, hours(1)) };
    const [passing] = passingsOf(asking([old, youngest, young], { verdicts: replacing })).passings;
    expect(passing).toMatchObject({ by: young });
  });
});

describe('a credential that has left', () => {
  const departed = [{ credential: old, at: minus(NOW, hours(2)) }];

  test('is removed, at the time when that was seen first', () => {
    const { passings, departed: left } = passingsOf(asking([young], { departed }));
    expect(passings).toEqual([{ kind: 'removed', credential: old, at: minus(NOW, hours(2)) }]);
    expect(left).toEqual([]);
  });

  test('of a vault is replaced by the version that is there now, unless that was said', () => {
    const input = asking([], { departed, subject: aVaultItem([young]) });
    expect(passingsOf(input).passings).toEqual([{ kind: 'replaced', credential: old, by: young }]);
    const said = { [old.id]: { expiresAt: old.expiresAt, by: young.id, what: 'replaced' as const } };
    expect(kinds({ ...input, said })).toEqual(['removed']);
  });

  test('of a vault is removed when nothing younger came', () => {
    const shorter = secret('shorter', { startsAt: young.startsAt, expiresAt: plus(NOW, days(1)) });
    expect(kinds(asking([], { departed, subject: aVaultItem([shorter]) }))).toEqual(['removed']);
  });
});

describe('while nothing is announced', () => {
  const departed = [{ credential: secret('gone'), at: NOW }];

  test('what passes is forgotten', () => {
    const {
      passings,
      departed: left,
      capped,
    } = passingsOf(asking([old, young], { departed, verdicts: replacing, armed: false }));
    expect({ passings, left, capped }).toEqual({ passings: [], left: [], capped: false });
  });

  test('what there is no room for is kept for the next time', () => {
    const input = asking([old, young], { departed, verdicts: replacing, room: 1 });
    const first = passingsOf(input);
    expect(first.passings.map(({ kind }) => kind)).toEqual(['replaced']);
    expect(first).toMatchObject({ capped: true, departed });
    const second = passingsOf({ ...input, ...first });
    expect(second.passings.map(({ kind }) => kind)).toEqual(['removed']);
    expect(second).toMatchObject({ capped: false, departed: [] });
    expect(passingsOf({ ...input, room: -1 }).passings).toEqual([]);
  });
});

describe('who has left since', () => {
  const facts = aSubject({ credentials: [old, young] });

  test('are those that are no longer there, all of them when the subject is gone', () => {
    const seen = aSubject({ credentials: [young] });
    expect(departedSince({ facts, departed: [] }, seen, NOW)).toEqual([{ credential: old, at: NOW }]);
    expect(departedSince({ facts, departed: [] }, undefined, NOW)).toHaveLength(2);
    expect(departedSince({ facts, departed: [] }, facts, NOW)).toEqual([]);
  });

  test('and those of whom nothing was said yet, but for one that came back', () => {
    const earlier = { credential: secret('earlier'), at: minus(NOW, days(1)) };
    const back = { credential: old, at: minus(NOW, days(1)) };
    const before = { facts: aSubject({ credentials: [young] }), departed: [earlier, back] };
    expect(departedSince(before, facts, NOW)).toEqual([earlier]);
  });
});
