import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { objectId } from '../../lib/domain/person.ts';
import { advance } from '../../lib/domain/renewal-advance.ts';
import type { Renewal, RenewalCommand } from '../../lib/domain/renewal.ts';
import { stepDueAt } from '../../lib/domain/renewal-step.ts';
import { nextTending, isLeased, isUnreplaced, waitsForPeople } from '../../lib/domain/tending.ts';
import { nextStepOf, rollOverDueAt, settlesAt } from '../../lib/domain/roll-over-due.ts';
import { advanceRollOver, canBeUndone } from '../../lib/domain/roll-over-advance.ts';
import { mayDo } from '../../lib/domain/roll-over-word.ts';
import {
  type Carrier,
  ROLL_OVER_STEPS,
  type RollOver,
  type RollOverCommand,
  type RollOverPlace,
  type RollOverRefusal,
  type Word,
} from '../../lib/domain/roll-over.ts';
import { UNTENDED } from '../../lib/domain/tended.ts';
import { days, hours, type Instant, instantOfMs, minutes, plus } from '../../lib/domain/time.ts';
import { aPerson, aRenewal, aRollOver, NOW } from '../support/builders.ts';

type Phase = RollOverPlace['phase'];
type Kind = RollOverCommand['kind'];

const EXPIRES = plus(NOW, days(20));
/** After every date of the plan. */
const LATER = plus(NOW, days(60));
const { tenant } = aPerson('Ada');
const word = (id = 'w-1', at: Instant = NOW): Word => ({
  id,
  by: { tenant, objectId: objectId('0b7e0d52-6f0c-4f7a-8a1e-3c1d8a0e55f0') },
  at,
  reference: 'CHG0001',
});
const NEXT = { keyId: 'next', thumbprint: 'AB', expiresAt: plus(NOW, days(400)) };

const commandsAt = (now: Instant): Readonly<Record<Kind, RollOverCommand>> => ({
  'begin-add': { kind: 'begin-add', leaseUntil: plus(now, minutes(5)), now },
  added: {
    kind: 'added',
    next: NEXT,
    partners: [
      { name: 'Payroll', address: 'payroll@partner.example' },
      { name: 'Travel', address: undefined },
    ],
    proof: { kind: 'done', at: now },
    now,
  },
  told: { kind: 'told', partner: 'Payroll', now },
  answer: { kind: 'answer', partner: 'Payroll', word: word('w-2', now) },
  settle: { kind: 'settle', now },
  agree: { kind: 'agree', switchAt: EXPIRES, now },
  'keep-until': { kind: 'keep-until', removeAt: plus(NOW, days(50)) },
  approve: { kind: 'approve', step: 'switch', word: word() },
  hold: { kind: 'hold', word: word() },
  resume: { kind: 'resume' },
  ask: { kind: 'ask', step: 'remove' },
  'look-later': { kind: 'look-later', lookAt: plus(now, hours(6)) },
  'begin-switch': { kind: 'begin-switch', now },
  'give-up-switch': { kind: 'give-up-switch' },
  switched: { kind: 'switched', proof: { kind: 'done', at: now } },
  removed: { kind: 'removed', proof: { kind: 'done', at: now }, now },
  undo: { kind: 'undo' },
  undone: { kind: 'undone' },
});
const KINDS = Object.keys(commandsAt(NOW)) as readonly Kind[];

const after = (r: RollOver, ...commands: readonly RollOverCommand[]): RollOver =>
  commands.reduce((before, command) => {
    const next = advanceRollOver(before, command);
    if (!next.ok) throw new Error(`${command.kind} was refused: ${next.failure}`);
    return next.value;
  }, r);

const told = (partner: string): RollOverCommand => ({ kind: 'told', partner, now: NOW });
const PATHS: Readonly<Record<Phase, readonly RollOverCommand[]>> = (() => {
  const at = commandsAt(NOW);
  const late = commandsAt(LATER);
  const telling = [at.added, told('Payroll'), told('Travel')];
  const agreed = [...telling, late.settle];
  const switching = [...agreed, late['begin-switch']];
  const switched = [...switching, at.switched];
  return {
    adding: [],
    telling,
    agreed,
    switching,
    switched,
    removed: [...switched, late.removed],
    undoing: [at.undo],
    undone: [at.undo, at.undone],
  };
})();
const PHASES = Object.keys(PATHS) as readonly Phase[];

/** One of ours of which the switch wants an approval that was given, so that every command has its place. */
const inPhase = (phase: Phase, carrier: Carrier = 'us'): RollOver => {
  const { plan } = aRollOver();
  const start = aRollOver({
    plan: { ...plan, toApprove: ['switch'] },
    approved: [{ step: 'switch', word: word() }],
  });
  return { ...after(start, ...PATHS[phase]), carrier };
};

type Outcomes = Partial<Record<Kind, RollOverRefusal | Phase>>;
const onTheWay = (phase: Phase): Outcomes => ({
  'keep-until': phase,
  approve: phase,
  ask: phase,
  'look-later': phase,
});
const stoppable = (phase: Phase): Outcomes => ({ ...onTheWay(phase), hold: phase });
const early = (phase: Phase): Outcomes => ({ ...stoppable(phase), agree: 'PAST', undo: 'undoing' });

/** All that is allowed long after every date, and where it leads. Whatever is not here is out of order. */
const OURS: Readonly<Record<Phase, Outcomes>> = {
  adding: { ...early('adding'), 'begin-add': 'adding', added: 'telling' },
  telling: { ...early('telling'), told: 'NO_PARTNER', answer: 'telling', settle: 'agreed' },
  agreed: { ...early('agreed'), answer: 'agreed', 'begin-switch': 'switching' },
  switching: {
    ...onTheWay('switching'),
    answer: 'switching',
    'give-up-switch': 'agreed',
    switched: 'switched',
  },
  switched: { ...stoppable('switched'), answer: 'switched', removed: 'removed' },
  removed: {},
  undoing: { undone: 'undone' },
  undone: {},
};
/** People do not tell when they begin. */
const THEIRS: Readonly<Record<Phase, Outcomes>> = {
  ...OURS,
  adding: { ...early('adding'), added: 'telling' },
  telling: { ...OURS.telling, switched: 'switched' },
  agreed: { ...early('agreed'), answer: 'agreed', switched: 'switched' },
};

const outcome = (r: RollOver, command: RollOverCommand): RollOverRefusal | Phase => {
  const moved = advanceRollOver(r, command);
  return moved.ok ? moved.value.at.phase : moved.failure;
};

const cases = PHASES.flatMap((phase) => KINDS.map((kind) => [phase, kind] as const));

describe('a roll-over', () => {
  test.each(cases)('of ours in the phase %s, told to %s, does what the table says', (phase, kind) => {
    expect(outcome(inPhase(phase), commandsAt(LATER)[kind])).toBe(OURS[phase][kind] ?? 'OUT_OF_ORDER');
  });

  test.each(cases)('of people in the phase %s, told to %s, does what the table says', (phase, kind) => {
    expect(outcome(inPhase(phase, 'people'), commandsAt(LATER)[kind])).toBe(
      THEIRS[phase][kind] ?? 'OUT_OF_ORDER',
    );
  });

  test('has four steps, in their order', () => {
    const path = (['adding', 'telling', 'agreed', 'switched'] as const).map((phase) =>
      nextStepOf(inPhase(phase)),
    );
    expect(path).toEqual(ROLL_OVER_STEPS);
    expect(nextStepOf(inPhase('switching'))).toBe('switch');
    expect((['removed', 'undoing', 'undone'] as const).map((phase) => nextStepOf(inPhase(phase)))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('carries what was done on to its end', () => {
    expect(inPhase('removed')).toMatchObject({
      at: {
        phase: 'removed',
        next: NEXT,
        added: { kind: 'done', at: NOW },
        switched: { kind: 'done', at: NOW },
        removed: { kind: 'done', at: LATER },
      },
    });
    expect(inPhase('removed').at).not.toHaveProperty('removeAt');
    expect(inPhase('agreed').at).toEqual({ phase: 'agreed', next: NEXT, added: { kind: 'done', at: NOW } });
  });
});

const around = (at: Instant): readonly Instant[] => [-1, 0, 1].map((ms) => instantOfMs(at + ms));

describe('adding', () => {
  test('is leased until the very millisecond, and counts its attempts', () => {
    const begun = after(aRollOver(), commandsAt(NOW)['begin-add']);
    expect(begun).toMatchObject({ attempt: 1, leaseUntil: plus(NOW, minutes(5)) });
    const again = around(begun.leaseUntil).map((now) => outcome(begun, commandsAt(now)['begin-add']));
    expect(again).toEqual(['LEASED', 'adding', 'adding']);
    expect(after(begun, commandsAt(begun.leaseUntil)['begin-add']).attempt).toBe(2);
  });

  test('names the partners, none of whom has been told, and ends the lease', () => {
    const leased = after(aRollOver(), commandsAt(NOW)['begin-add']);
    const { partners, at, leaseUntil } = after(leased, commandsAt(NOW).added);
    expect(leaseUntil).toBe(NOW);
    expect(partners).toEqual([
      { name: 'Payroll', address: 'payroll@partner.example', toldAt: undefined, answer: undefined },
      { name: 'Travel', address: undefined, toldAt: undefined, answer: undefined },
    ]);
    expect(at).toEqual({
      phase: 'telling',
      next: NEXT,
      added: { kind: 'done', at: NOW },
      answerBy: plus(NOW, days(14)),
    });
  });
});

describe('telling', () => {
  const untold = after(aRollOver(), commandsAt(NOW).added);

  test('is noted for each partner once, and gives all of the time from the last on', () => {
    const now = plus(NOW, hours(3));
    const one = after(untold, { kind: 'told', partner: 'Travel', now });
    expect(one.partners.map(({ toldAt }) => toldAt)).toEqual([undefined, now]);
    expect(one.at).toMatchObject({ answerBy: plus(now, days(14)) });
    expect(outcome(one, { kind: 'told', partner: 'Travel', now })).toBe('NO_PARTNER');
    expect(outcome(one, { kind: 'told', partner: 'Nobody', now })).toBe('NO_PARTNER');
  });

  test('is settled at once when each has answered', () => {
    const all = after(untold, told('Payroll'), told('Travel'));
    const first = after(all, { kind: 'answer', partner: 'Travel', word: word('w-3') });
    expect(outcome(first, { kind: 'settle', now: NOW })).toBe('NOT_YET');
    const both = after(first, { kind: 'answer', partner: 'Payroll', word: word('w-4') });
    expect(after(both, { kind: 'settle', now: NOW }).partners.map(({ answer }) => answer)).toEqual([
      { kind: 'acknowledged', word: word('w-4') },
      { kind: 'acknowledged', word: word('w-3') },
    ]);
  });

  test('is settled at the very millisecond when whoever is silent has had the time', () => {
    const all = after(untold, told('Payroll'), told('Travel'), {
      kind: 'answer',
      partner: 'Payroll',
      word: word(),
    });
    // The switch is a fortnight from now, and so is the end of the time that partners have.
    const { plan } = all;
    expect(around(plus(NOW, days(14))).map((now) => outcome(all, { kind: 'settle', now }))).toEqual([
      'NOT_YET',
      'agreed',
      'agreed',
    ]);
    const sooner = after(all, { kind: 'agree', switchAt: plus(NOW, days(3)), now: NOW });
    expect(around(plus(NOW, days(3))).map((now) => outcome(sooner, { kind: 'settle', now }))).toEqual([
      'NOT_YET',
      'agreed',
      'agreed',
    ]);
    expect(settlesAt(plan, plus(NOW, days(1)))).toBe(plus(NOW, days(1)));
    expect(after(sooner, { kind: 'settle', now: LATER }).partners.map(({ answer }) => answer?.kind)).toEqual([
      'acknowledged',
      'timed-out',
    ]);
    expect(after(sooner, { kind: 'settle', now: LATER }).partners[1]?.answer).toEqual({
      kind: 'timed-out',
      at: LATER,
    });
  });

  test('is never settled before each was told', () => {
    expect(outcome(after(untold, told('Payroll')), { kind: 'settle', now: LATER })).toBe('NOT_YET');
  });

  test('with nobody to tell is settled at once', () => {
    const nobody = after(aRollOver(), { ...commandsAt(NOW).added, partners: [] } as RollOverCommand);
    expect(outcome(nobody, { kind: 'settle', now: NOW })).toBe('agreed');
  });

  test('an answer is taken once told, late as well, and only once', () => {
    expect(outcome(untold, commandsAt(NOW).answer)).toBe('NO_PARTNER');
    const late = after(inPhase('switched'), commandsAt(LATER).answer);
    expect(late.partners[0]?.answer).toEqual({ kind: 'acknowledged', word: word('w-2', LATER) });
    expect(late.partners[1]?.answer?.kind).toBe('timed-out');
    expect(outcome(late, commandsAt(LATER).answer)).toBe('NO_PARTNER');
  });
});

describe('the date', () => {
  test('may be any from now to the end of the old one, until the switch begins', () => {
    const at = (switchAt: Instant) => outcome(aRollOver(), { kind: 'agree', switchAt, now: NOW });
    expect(around(NOW).map(at)).toEqual(['PAST', 'adding', 'adding']);
    expect(around(EXPIRES).map(at)).toEqual(['adding', 'adding', 'AFTER_EXPIRY']);
    const moved = after(aRollOver(), { kind: 'agree', switchAt: plus(NOW, days(2)), now: NOW });
    expect(moved.plan).toEqual({ ...aRollOver().plan, switchAt: plus(NOW, days(2)) });
  });

  test('is kept to the very millisecond', () => {
    const agreed = inPhase('agreed');
    expect(around(agreed.plan.switchAt).map((now) => outcome(agreed, { kind: 'begin-switch', now }))).toEqual(
      ['NOT_YET', 'switching', 'switching'],
    );
  });

  test('of the removal is the grace after the switch, or later if people wished so', () => {
    expect(inPhase('switched').at).toMatchObject({ removeAt: plus(NOW, days(30)) });
    const wish = (removeAt: Instant) =>
      after(inPhase('switching'), { kind: 'keep-until', removeAt }, commandsAt(NOW).switched).at;
    expect(wish(plus(NOW, days(2)))).toMatchObject({ removeAt: plus(NOW, days(2)) });
    expect(wish(NOW)).toMatchObject({ removeAt: plus(NOW, days(30)) });
  });

  test('of the removal can be moved after the switch, and is kept to the very millisecond', () => {
    const sooner = after(inPhase('switched'), { kind: 'keep-until', removeAt: plus(NOW, days(1)) });
    expect(sooner.plan.removeAt).toBe(plus(NOW, days(1)));
    const outcomes = around(plus(NOW, days(1))).map((now) => outcome(sooner, commandsAt(now).removed));
    expect(outcomes).toEqual(['NOT_YET', 'removed', 'removed']);
  });

  test('of the removal does not bind people: what is gone is gone', () => {
    expect(outcome(inPhase('switched', 'people'), commandsAt(NOW).removed)).toBe('removed');
  });
});

describe('what is held', () => {
  const STEPS = [
    ['adding', 'begin-add'],
    ['agreed', 'begin-switch'],
    ['switched', 'removed'],
    ['telling', 'settle'],
  ] as const;

  test.each(STEPS)('in the phase %s does not go on by %s, and does once it is resumed', (phase, kind) => {
    const held = after(inPhase(phase), commandsAt(NOW).hold);
    expect(held.held).toEqual(word());
    expect(outcome(held, commandsAt(LATER)[kind])).toBe('HELD');
    expect(outcome(held, commandsAt(NOW).hold)).toBe('OUT_OF_ORDER');
    const resumed = after(held, { kind: 'resume' });
    expect(resumed.held).toBeUndefined();
    expect(outcome(resumed, commandsAt(LATER)[kind])).not.toBe('HELD');
  });

  test('tells nobody', () => {
    const held = after(aRollOver(), commandsAt(NOW).added, commandsAt(NOW).hold);
    expect(outcome(held, told('Payroll'))).toBe('HELD');
  });

  test('can be undone, and is held no more', () => {
    const undone = after(inPhase('agreed'), commandsAt(NOW).hold, { kind: 'undo' });
    expect(undone).toMatchObject({ held: undefined, at: { phase: 'undoing' } });
  });
});

describe('a step that wants an approval of its own', () => {
  const unapproved = (phase: Phase): RollOver => {
    const r = inPhase(phase);
    return { ...r, approved: [], plan: { ...r.plan, toApprove: ['switch'] } };
  };

  test('waits for it, and no other step does', () => {
    expect(outcome(unapproved('agreed'), commandsAt(LATER)['begin-switch'])).toBe('UNAPPROVED');
    expect(outcome(unapproved('adding'), commandsAt(LATER)['begin-add'])).toBe('adding');
    const approved = after(unapproved('agreed'), commandsAt(NOW).approve);
    expect(approved.approved).toEqual([{ step: 'switch', word: word() }]);
    expect(outcome(approved, commandsAt(LATER)['begin-switch'])).toBe('switching');
    const other = { ...approved, plan: { ...approved.plan, toApprove: ['remove'] as const } };
    expect(mayDo(other, 'remove')).toEqual({ ok: false, failure: 'UNAPPROVED' });
    expect(mayDo(other, 'switch')).toEqual({ ok: true, value: undefined });
  });

  test('can not be approved where none is wanted', () => {
    expect(outcome(aRollOver(), { kind: 'approve', step: 'add', word: word() })).toBe('OUT_OF_ORDER');
  });
});

test('a step is asked of people once', () => {
  const asked = after(aRollOver(), { kind: 'ask', step: 'add' });
  expect(asked.asked).toEqual(['add']);
  expect(outcome(asked, { kind: 'ask', step: 'add' })).toBe('OUT_OF_ORDER');
  expect(after(asked, { kind: 'ask', step: 'switch' }).asked).toEqual(['add', 'switch']);
});

describe('it is looked at', () => {
  const soon = plus(NOW, hours(1));
  const all = { asked: ROLL_OVER_STEPS, lookAt: soon };
  const due = (r: RollOver, said: Partial<RollOver> = all) => rollOverDueAt({ ...r, ...said });

  test('at once when a step is still to be announced', () => {
    for (const phase of ['adding', 'telling', 'agreed', 'switched'] as const)
      expect(due(inPhase(phase), { asked: [], lookAt: soon })).toBe(NOW);
    const { plan } = inPhase('agreed');
    expect(due(inPhase('agreed'), { asked: ['switch'] })).toBe(plan.switchAt);
    expect(due(inPhase('agreed'), { asked: ['add', 'tell', 'remove'] })).toBe(NOW);
  });

  test('when the next step of ours is due', () => {
    const begun = after(aRollOver(), commandsAt(NOW)['begin-add']);
    expect(due(begun)).toBe(plus(NOW, minutes(5)));
    const { leaseUntil } = inPhase('telling');
    expect(due(after(aRollOver(), commandsAt(NOW).added))).toBe(leaseUntil);
    expect(due(after(aRollOver(), commandsAt(NOW).added, told('Payroll')))).toBe(leaseUntil);
    expect(due(inPhase('telling'))).toBe(plus(NOW, days(14)));
    const one = after(inPhase('telling'), commandsAt(NOW).answer);
    expect(due(one)).toBe(plus(NOW, days(14)));
    expect(due(after(one, { kind: 'answer', partner: 'Travel', word: word() }))).toBe(leaseUntil);
    expect(due(inPhase('agreed'))).toBe(inPhase('agreed').plan.switchAt);
    expect(due(inPhase('switching'))).toBe(leaseUntil);
    expect(due(inPhase('switched'))).toBe(plus(NOW, days(30)));
    for (const over of ['removed', 'undoing', 'undone'] as const) expect(due(inPhase(over))).toBe(leaseUntil);
  });

  test('now and then while it waits for somebody, but never while it is being switched', () => {
    expect(due(after(inPhase('agreed'), commandsAt(NOW).hold))).toBe(soon);
    expect(due(after(inPhase('agreed'), commandsAt(NOW).hold), { asked: [], lookAt: soon })).toBe(soon);
    const wants = { ...inPhase('agreed'), approved: [] };
    expect(due(wants, { asked: [], lookAt: soon })).toBe(wants.leaseUntil);
    expect(due(wants)).toBe(soon);
    expect(due({ ...inPhase('switching'), approved: [] })).toBe(inPhase('switching').leaseUntil);
  });

  test('for what people did', () => {
    for (const phase of ['adding', 'agreed', 'switched'] as const)
      expect(due(inPhase(phase, 'people'))).toBe(soon);
    expect(due(inPhase('telling', 'people'))).toBe(soon);
    expect(due(inPhase('telling', 'people'), { ...all, lookAt: LATER })).toBe(plus(NOW, days(14)));
  });
});

describe('whatever happens in whatever order', () => {
  const moments = fc.integer({ min: 0, max: days(70) }).map((ms) => instantOfMs(NOW + ms));
  const stories = fc.record({
    carrier: fc.constantFrom<Carrier[]>('us', 'people'),
    toApprove: fc.subarray([...ROLL_OVER_STEPS]),
    commands: fc
      .array(fc.tuple(fc.constantFrom(...KINDS), moments, fc.constantFrom('Payroll', 'Travel')), {
        maxLength: 40,
        size: 'max',
      })
      .map((all) => all.toSorted((a, b) => a[1] - b[1])),
  });
  const everyMove = (check: (before: RollOver, kind: Kind, now: Instant, next: RollOver) => void): void => {
    fc.assert(
      fc.property(stories, ({ carrier, toApprove, commands }) => {
        let r = aRollOver({ carrier, plan: { ...aRollOver().plan, toApprove } });
        for (const [kind, now, partner] of commands) {
          const command = { ...commandsAt(now)[kind], partner } as RollOverCommand;
          const next = advanceRollOver(r, command);
          if (!next.ok) continue;
          check(r, kind, now, next.value);
          r = next.value;
        }
      }),
      { numRuns: 300 },
    );
  };

  test('nothing of ours is switched or removed before its date, nor while it is held or wants an approval', () => {
    everyMove((before, kind, now) => {
      if (before.carrier !== 'us') return;
      if (kind === 'begin-switch') {
        expect(now).toBeGreaterThanOrEqual(before.plan.switchAt);
        expect(mayDo(before, 'switch').ok).toBe(true);
      }
      if (kind === 'removed') {
        expect(before.at.phase === 'switched' && before.at.removeAt <= now).toBe(true);
        expect(mayDo(before, 'remove').ok).toBe(true);
      }
    });
  });

  test('it is undone until the switch begins, and never after it', () => {
    everyMove((before, kind, _now, next) => {
      if (kind === 'undo') expect(['adding', 'telling', 'agreed']).toContain(before.at.phase);
      expect(canBeUndone(next)).toBe(advanceRollOver(next, { kind: 'undo' }).ok);
    });
  });

  test('the switch is never agreed on for later than the end of the old one', () => {
    everyMove((_before, _kind, _now, next) => {
      expect(next.plan.switchAt).toBeLessThanOrEqual(next.plan.latest);
    });
  });

  test('every path ends: from wherever it stands, people and time bring it to an end', () => {
    everyMove((_before, _kind, _now, next) => {
      const way: RollOverCommand[] = [
        { kind: 'resume' },
        ...ROLL_OVER_STEPS.map((step) => ({ kind: 'approve', step, word: word() }) as const),
        commandsAt(LATER)['begin-add'],
        commandsAt(LATER).added,
        { kind: 'told', partner: 'Payroll', now: LATER },
        { kind: 'told', partner: 'Travel', now: LATER },
        { kind: 'settle', now: plus(LATER, days(60)) },
        { kind: 'begin-switch', now: LATER },
        commandsAt(LATER).switched,
        { ...commandsAt(LATER).removed, now: plus(LATER, days(60)) } as RollOverCommand,
        { kind: 'undone' },
      ];
      const end = way.reduce((r, command) => {
        const moved = advanceRollOver(r, command);
        return moved.ok ? moved.value : r;
      }, next);
      expect(['removed', 'undone']).toContain(end.at.phase);
    });
  });
});

describe('the renewal of a signing certificate', () => {
  const moved = (renewal: Renewal, ...commands: readonly RenewalCommand[]): Renewal =>
    commands.reduce((before, command) => {
      const next = advance(before, command);
      if (!next.ok) throw new Error(next.failure);
      return next.value;
    }, renewal);
  const rolling = (phase: Phase, said: Partial<RollOver> = {}) => ({
    ...aRenewal('rolling-over'),
    rollOver: { ...inPhase(phase), ...said },
  });

  test('takes each step, and is replaced by the next one when the old one is gone', () => {
    const renewal = rolling('switched');
    const next = moved(renewal, { kind: 'roll-over', does: commandsAt(LATER).removed });
    expect(next).toEqual({
      ...{ id: renewal.id, of: renewal.of, recipient: renewal.recipient, revision: renewal.revision },
      ...{ seq: renewal.seq + 1, tended: renewal.tended, past: renewal.past },
      ...{ ticket: renewal.ticket, approval: renewal.approval },
      state: 'replaced',
      by: { keyId: 'next', expiresAt: NEXT.expiresAt, seenAt: NOW },
      rollOver: inPhase('removed'),
    });
  });

  test.each([
    [{ keyId: undefined, thumbprint: 'AB', expiresAt: undefined }, 'AB'],
    [{ keyId: undefined, thumbprint: undefined, expiresAt: undefined }, 'not known'],
  ])('says of the next one what is known: %j', (next, keyId) => {
    const { rollOver } = rolling('switched');
    const renewal = rolling('switched', { at: { ...rollOver.at, next } as RollOverPlace });
    expect(moved(renewal, { kind: 'roll-over', does: commandsAt(LATER).removed })).toMatchObject({
      by: { keyId, expiresAt: undefined },
    });
  });

  test('remembers the word that a move follows from', () => {
    const heard = moved(rolling('agreed'), { kind: 'roll-over', does: commandsAt(NOW).hold, heard: 'w-1' });
    expect(heard).toMatchObject({ rollOver: { heard: ['w-1'], held: word() } });
    expect(moved(heard, { kind: 'roll-over', does: { kind: 'resume' }, heard: 'w-2' })).toMatchObject({
      rollOver: { heard: ['w-1', 'w-2'] },
    });
    expect(moved(heard, { kind: 'roll-over', does: { kind: 'resume' } })).toMatchObject({
      rollOver: { heard: ['w-1'] },
    });
  });

  test('refuses what the roll-over refuses, and undoing, which is calling off', () => {
    const refused = (does: RollOverCommand) => advance(rolling('agreed'), { kind: 'roll-over', does });
    expect(refused(commandsAt(NOW)['begin-switch'])).toEqual({ ok: false, failure: 'NOT_YET' });
    expect(refused({ kind: 'undo' })).toEqual({ ok: false, failure: 'OUT_OF_ORDER' });
    expect(advance(rolling('undoing'), { kind: 'roll-over', does: { kind: 'undone' } })).toEqual({
      ok: false,
      failure: 'OUT_OF_ORDER',
    });
  });

  test('is called off with what it has made, until the switch, and not while somebody may be adding', () => {
    const now = NOW;
    const because = { cause: 'ended-by-person', keyId: undefined, by: 'ada' } as const;
    const leaseUntil = plus(NOW, minutes(5));
    const off = moved(rolling('agreed', { attempt: 3, leaseUntil }), { kind: 'cancel', because, now });
    expect(off).toMatchObject({
      state: 'cancelling',
      past: { attempts: 3 },
      notBefore: leaseUntil,
      linkId: undefined,
      rollOver: { at: { phase: 'undoing' }, partners: [{ name: 'Payroll' }, { name: 'Travel' }] },
    });
    expect(moved(off, { kind: 'end', now: leaseUntil })).not.toHaveProperty('rollOver');
    for (const phase of ['switching', 'switched'] as const)
      expect(advance(rolling(phase), { kind: 'cancel', because, now })).toEqual({
        ok: false,
        failure: 'OUT_OF_ORDER',
      });
  });

  test('begins at once when it is approved: the date that people have set is that of the switch', () => {
    const waits = { ...aRenewal('approved'), tended: { ...UNTENDED, notBefore: plus(NOW, days(3)) } };
    expect(stepDueAt(waits, NOW)).toBe(plus(NOW, days(3)));
    const of = { ...waits.of, source: 'federated-domains', kind: 'federation-signing-certificate' } as const;
    expect(stepDueAt({ ...waits, of }, NOW)).toBe(NOW);
  });

  test('takes over the dates that people wrote on the record', () => {
    const tend = (phase: Phase, dates: Pick<RenewalCommand & { kind: 'tend' }, 'switchAt' | 'retireAt'>) =>
      moved(rolling(phase), { kind: 'tend', tended: UNTENDED, ...dates });
    const [switchAt, retireAt] = [plus(NOW, days(4)), plus(NOW, days(9))];
    expect(tend('agreed', { switchAt, retireAt })).toMatchObject({
      rollOver: { plan: { switchAt, removeAt: retireAt } },
    });
    expect(tend('agreed', {})).toMatchObject({ rollOver: inPhase('agreed') });
    expect(tend('switched', { switchAt, retireAt })).toMatchObject({
      rollOver: { plan: { switchAt: inPhase('switched').plan.switchAt }, at: { removeAt: retireAt } },
    });
    expect(tend('agreed', { switchAt: plus(EXPIRES, days(1)) })).toMatchObject({
      rollOver: inPhase('agreed'),
    });
  });

  test('waits for people until the switch, is looked at every six hours, and is leased while one is added', () => {
    expect([waitsForPeople(rolling('agreed')), waitsForPeople(rolling('switching'))]).toEqual([true, false]);
    expect([isUnreplaced(rolling('agreed')), isUnreplaced(rolling('switched'))]).toEqual([true, false]);
    expect(nextTending(rolling('agreed'), NOW)).toBe(plus(NOW, hours(6)));
    const leased = rolling('adding', { leaseUntil: plus(NOW, minutes(5)) });
    expect(around(plus(NOW, minutes(5))).map((now) => isLeased(leased, now))).toEqual([true, false, false]);
  });
});
