import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { advance } from '../../lib/domain/renewal-advance.ts';
import { active, type ActiveRenewal, type Renewal } from '../../lib/domain/renewal.ts';
import { dueAt, stepDueAt, stepOf } from '../../lib/domain/renewal-step.ts';
import { days, hours, type Instant, instantOfMs } from '../../lib/domain/time.ts';
import { aNewRenewal, aRenewal, type CommandKind, commandsAt, NOW, STATES } from '../support/builders.ts';

/** What has ended for good; of the others some wait for people, who may move them. */
const ENDS = ['closed', 'closed-by-hand'];
const WAIT_FOR_PEOPLE = ['denied', 'by-hand', 'link-expired', 'revoked', 'cancelled'];
const kinds = fc.constantFrom(...(Object.keys(commandsAt(NOW)) as CommandKind[]));
/** A story: commands in any order, each some time after the last. A bias to what comes next makes long stories likely. */
const stories = fc.array(
  fc.record({
    kind: fc.option(kinds, { nil: 'whatever is in order' as const, freq: 2 }),
    pick: fc.nat(),
    wait: fc.oneof(fc.integer({ min: 0, max: hours(2) }), fc.constant(days(15))),
  }),
  { maxLength: 60, size: 'max' },
);

interface Move {
  readonly kind: CommandKind;
  readonly now: Instant;
  readonly before: Renewal;
  readonly after: Renewal;
}

/** Plays a story from the start, and gives each move that was allowed. */
const play = (story: typeof stories extends fc.Arbitrary<infer Story> ? Story : never): Move[] => {
  const moves: Move[] = [];
  let renewal: Renewal = aNewRenewal();
  let now: Instant = NOW;
  for (const { kind: wanted, pick, wait } of story) {
    now = instantOfMs(now + wait);
    const at = active(renewal);
    const commands = commandsAt(now, at.state === 'issuing' ? at.attempt : 1);
    const allowed = (Object.keys(commands) as CommandKind[]).filter((k) => advance(renewal, commands[k]).ok);
    // What can happen at any time, and ends a story early or moves nothing, comes up by chance often enough.
    const onwards = allowed.filter((k) => k !== 'cancel' && k !== 'tend' && k !== 'postpone');
    const inOrder = onwards.length === 0 ? allowed : onwards;
    const kind = wanted === 'whatever is in order' ? inOrder[pick % Math.max(1, inOrder.length)] : wanted;
    if (kind === undefined) continue;
    const result = advance(renewal, commands[kind]);
    if (!result.ok) continue;
    moves.push({ kind, now, before: renewal, after: result.value });
    renewal = result.value;
  }
  return moves;
};

const everyMove = (check: (move: Move, earlier: readonly Move[]) => void): void => {
  fc.assert(
    fc.property(stories, (story) => {
      const moves = play(story);
      for (const [i, move] of moves.entries()) check(move, moves.slice(0, i));
    }),
    { numRuns: 300 },
  );
};

const since = (kind: CommandKind, moves: readonly Move[]): readonly Move[] =>
  moves.slice(moves.findLastIndex((move) => move.kind === kind) + 1);

describe('whatever commands come in whatever order', () => {
  test('the stories go far enough to mean something', () => {
    const reached = new Set(
      fc.sample(stories, { numRuns: 500, seed: 1 }).flatMap((s) => play(s).map(({ after }) => after.state)),
    );
    expect([...reached].toSorted()).toEqual([...STATES, 'paused'].toSorted());
  });

  test('each move counts one, and keeps what is renewed', () => {
    everyMove(({ before, after }) => {
      expect(after.seq).toBe(before.seq + 1);
      expect([after.id, after.of]).toEqual([before.id, before.of]);
    });
  });

  test('what has ended does not move again', () => {
    everyMove(({ before, kind }) => {
      if (kind !== 'tend') expect(ENDS).not.toContain(active(before).state);
    });
  });

  test('nothing is made before someone approved it', () => {
    everyMove(({ after }, earlier) => {
      if (!('made' in active(after))) return;
      // An approval that was void leaves the request waiting for another one.
      const standing = since('void-approval', since('adopt', earlier));
      expect(standing.filter(({ kind }) => kind === 'approve')).toHaveLength(1);
    });
  });

  test('the old credential is removed only after the new one was redeemed, and on its date', () => {
    everyMove(({ kind, now, before }, earlier) => {
      if (kind !== 'retire') return;
      const at = active(before);
      const reached = (move: Move) => move.kind === 'redeem' || move.kind === 'place-certificate';
      expect(earlier.some(reached)).toBe(true);
      expect(at.state === 'redeemed' && at.retireAt <= now).toBe(true);
    });
  });

  test('a link that is over is never redeemed, and one that was redeemed is never over', () => {
    everyMove(({ kind }, earlier) => {
      // Each attempt has a link of its own.
      const done = since('begin-attempt', earlier).map((move) => move.kind);
      if (kind === 'redeem') expect(done).not.toContain('expire-link');
      if (kind === 'expire-link') expect(done).not.toContain('redeem');
    });
  });

  test('attempts only count upwards', () => {
    everyMove(({ kind, after }, earlier) => {
      const at = active(after);
      const counts: readonly CommandKind[] = ['begin-attempt', 'invite', 'accept-certificate'];
      if (!counts.includes(kind) || !('attempt' in at)) return;
      expect(at.attempt).toBe(earlier.filter((move) => counts.includes(move.kind)).length + 1);
    });
  });

  test('every path ends: from each state there is a way to one that waits for nothing', () => {
    const times = [NOW, instantOfMs(NOW + hours(2)), instantOfMs(NOW + days(15))];
    const next = new Map(
      STATES.map((state) => {
        const renewal: ActiveRenewal = aRenewal(state);
        const attempt = renewal.state === 'issuing' ? renewal.attempt : 1;
        const to = times.flatMap((now) =>
          Object.values(commandsAt(now, attempt)).flatMap((command) => {
            const moved = advance(renewal, command);
            return moved.ok ? [active(moved.value).state] : [];
          }),
        );
        return [state, to] as const;
      }),
    );
    const ending = new Set<string>([...ENDS, ...WAIT_FOR_PEOPLE]);
    for (let before = -1; before < ending.size;) {
      before = ending.size;
      for (const [state, to] of next) if (to.some((one) => ending.has(one))) ending.add(state);
    }
    expect([...ending].toSorted()).toEqual([...STATES].toSorted());
  });

  test('it waits for a step with a date, or it has ended', () => {
    everyMove(({ now, after }) => {
      const waits = stepOf(after) !== undefined;
      expect(stepDueAt(after, now) !== undefined).toBe(waits);
      expect([...ENDS, ...WAIT_FOR_PEOPLE].includes(active(after).state)).toBe(!waits);
    });
  });
});

test('a renewal is due for its step or for its ticket, whichever is earlier', () => {
  const redeemed = aRenewal('redeemed');
  expect(dueAt(redeemed, NOW)).toBe(redeemed.tended.nextAt);
  const untended = { ...redeemed, tended: { ...redeemed.tended, nextAt: undefined } };
  expect(dueAt(untended, NOW)).toBe(redeemed.retireAt);
  const closed = aRenewal('closed');
  expect(dueAt({ ...closed, tended: untended.tended }, NOW)).toBeUndefined();
});

describe('the step that a renewal waits for', () => {
  test.each([
    ['requesting', 'open-request', 'leaseUntil'],
    ['requested', 'record-approval', 'nextLookAt'],
    ['approved', 'issue-credential', 'now'],
    ['renewing-version', 'renew-version', 'leaseUntil'],
    ['issuing', 'issue-credential', 'leaseUntil'],
    ['issued', 'issue-credential', 'leaseUntil'],
    ['delivered', 'follow-link', 'linkNotAfter'],
    ['redeemed', 'retire-credential', 'retireAt'],
    ['retired', 'close-request', 'now'],
    ['denied', undefined, undefined],
    ['by-hand', undefined, undefined],
    ['rolling-over', 'roll-over', 'rollOverDue'],
    ['closed', undefined, undefined],
    ['link-expired', undefined, undefined],
    ['taking-back', 'follow-link', 'since'],
    ['revoked', undefined, undefined],
    ['replaced', 'close-request', 'now'],
    ['closed-by-hand', undefined, undefined],
    ['cancelling', 'call-off', 'notBefore'],
    ['cancelled', undefined, undefined],
  ] as const)('when %s is %s, due by %s', (state, step, due) => {
    const renewal = aRenewal(state);
    const now = instantOfMs(NOW + 5);
    expect(stepOf(renewal)).toBe(step);
    const dates: Readonly<Record<string, unknown>> = { ...renewal, now, rollOverDue: NOW };
    expect(stepDueAt(renewal, now)).toBe(due === undefined ? undefined : dates[due]);
  });

  test('is the same through a pause, which has a date of its own', () => {
    for (const state of STATES) {
      const paused = advance(aRenewal(state), commandsAt(NOW).postpone);
      if (!paused.ok) continue;
      expect(stepOf(paused.value)).toBe(stepOf(aRenewal(state)));
      expect(dueAt(paused.value, NOW)).toBe(instantOfMs(NOW + 60_000));
    }
  });
});
