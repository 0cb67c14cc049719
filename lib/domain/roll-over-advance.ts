import { fail, ok, type Result } from './result.ts';
import type { RollOver, RollOverCommand, RollOverPlace, RollOverRefusal, RollOverStep } from './roll-over.ts';
import { settlesAt } from './roll-over-due.ts';
import { mayDo } from './roll-over-word.ts';
import { type Instant, plus } from './time.ts';

type Moved = Result<RollOver, RollOverRefusal>;
type Phase = RollOverPlace['phase'];

/**
 * The only way in which a roll-over moves. Whoever has an effect asks here before it, by the command that follows it.
 *
 * Invariant: until the switch begins it can be undone; from then on never, since what signs now would be taken away.
 * Nothing is switched before the agreed date, nothing is removed before its own, and neither while it is held or wants an
 * approval.
 */
export const advanceRollOver = (r: RollOver, command: RollOverCommand): Moved => {
  const { at } = r;
  switch (command.kind) {
    case 'begin-add': {
      if (at.phase !== 'adding' || r.carrier !== 'us') return outOfOrder;
      if (command.now < r.leaseUntil) return fail('LEASED');
      return allowed(r, 'add', () => ({ ...r, attempt: r.attempt + 1, leaseUntil: command.leaseUntil }));
    }
    case 'added':
      return added(r, command);
    case 'told':
      return told(r, command.partner, command.now);
    case 'answer':
      return answered(r, command);
    case 'settle':
      return settled(r, command.now);
    case 'agree':
      if (!BEFORE_SWITCH.has(at.phase)) return outOfOrder;
      if (command.switchAt < command.now) return fail('PAST');
      if (command.switchAt > r.plan.latest) return fail('AFTER_EXPIRY');
      return ok({ ...r, plan: { ...r.plan, switchAt: command.switchAt } });
    case 'keep-until':
      return keptUntil(r, command.removeAt);
    case 'approve':
      if (!GOES_ON.has(at.phase) || !r.plan.toApprove.includes(command.step)) return outOfOrder;
      return ok({ ...r, approved: [...r.approved, { step: command.step, word: command.word }] });
    case 'hold':
      if (!STOPPABLE.has(at.phase) || r.held !== undefined) return outOfOrder;
      return ok({ ...r, held: command.word });
    case 'resume':
      return r.held === undefined || !STOPPABLE.has(at.phase) ? outOfOrder : ok({ ...r, held: undefined });
    case 'ask':
      if (!GOES_ON.has(at.phase) || r.asked.includes(command.step)) return outOfOrder;
      return ok({ ...r, asked: [...r.asked, command.step] });
    case 'look-later':
      return GOES_ON.has(at.phase) ? ok({ ...r, lookAt: command.lookAt }) : outOfOrder;
    case 'begin-switch':
      if (at.phase !== 'agreed' || r.carrier !== 'us') return outOfOrder;
      if (command.now < r.plan.switchAt) return fail('NOT_YET');
      return allowed(r, 'switch', () => ({ ...r, at: { ...at, phase: 'switching' } }));
    case 'give-up-switch':
      return at.phase === 'switching' ? ok({ ...r, at: { ...at, phase: 'agreed' } }) : outOfOrder;
    case 'switched':
      return switched(r, command);
    case 'removed':
      return removed(r, command);
    case 'undo':
      return canBeUndone(r) ? ok({ ...r, held: undefined, at: { phase: 'undoing' } }) : outOfOrder;
    case 'undone':
      return at.phase === 'undoing' ? ok({ ...r, at: { phase: 'undone' } }) : outOfOrder;
  }
};

const outOfOrder = fail('OUT_OF_ORDER');

const BEFORE_SWITCH: ReadonlySet<Phase> = new Set(['adding', 'telling', 'agreed']);
const STOPPABLE: ReadonlySet<Phase> = new Set([...BEFORE_SWITCH, 'switched']);
const GOES_ON: ReadonlySet<Phase> = new Set([...STOPPABLE, 'switching']);

/** Whether what was done so far can still be taken back. */
export const canBeUndone = ({ at }: RollOver): boolean => BEFORE_SWITCH.has(at.phase);

const allowed = (r: RollOver, step: RollOverStep, next: () => RollOver): Moved => {
  const may = mayDo(r, step);
  return may.ok ? ok(next()) : may;
};

const added = (
  r: RollOver,
  { next, partners, proof, now }: Extract<RollOverCommand, { kind: 'added' }>,
): Moved =>
  r.at.phase === 'adding'
    ? ok({
        ...r,
        // Whoever was at it is done.
        leaseUntil: now,
        partners: partners.map(({ name, address }) => ({
          name,
          address,
          toldAt: undefined,
          answer: undefined,
        })),
        at: { phase: 'telling', next, added: proof, answerBy: plus(now, r.plan.answerWithin) },
      })
    : outOfOrder;

const told = (r: RollOver, name: string, now: Instant): Moved => {
  const { at } = r;
  if (at.phase !== 'telling') return outOfOrder;
  const isUntold = r.partners.some((one) => one.name === name && one.toldAt === undefined);
  if (!isUntold) return fail('NO_PARTNER');
  return allowed(r, 'tell', () => ({
    ...r,
    partners: r.partners.map((one) => (one.name === name ? { ...one, toldAt: now } : one)),
    // Whoever was told last has all of the time.
    at: { ...at, answerBy: plus(now, r.plan.answerWithin) },
  }));
};

/** Late is better than never, so an answer counts after its time as well. */
const answered = (r: RollOver, { partner, word }: Extract<RollOverCommand, { kind: 'answer' }>): Moved => {
  if (!GOES_ON.has(r.at.phase) || r.at.phase === 'adding') return outOfOrder;
  const waits = r.partners.some(
    ({ name, toldAt, answer }) => name === partner && toldAt !== undefined && answer?.kind !== 'acknowledged',
  );
  if (!waits) return fail('NO_PARTNER');
  return ok({
    ...r,
    partners: r.partners.map((one) =>
      one.name === partner ? { ...one, answer: { kind: 'acknowledged', word } } : one,
    ),
  });
};

/** Each partner has answered, or has had the time to. */
const settled = (r: RollOver, now: Instant): Moved => {
  const { at } = r;
  if (at.phase !== 'telling') return outOfOrder;
  if (r.partners.some(({ toldAt }) => toldAt === undefined)) return fail('NOT_YET');
  const isOver = now >= settlesAt(r.plan, at.answerBy);
  if (!isOver && r.partners.some(({ answer }) => answer === undefined)) return fail('NOT_YET');
  return allowed(r, 'tell', () => ({
    ...r,
    partners: r.partners.map((one) => ({ ...one, answer: one.answer ?? { kind: 'timed-out', at: now } })),
    at: { phase: 'agreed', next: at.next, added: at.added },
  }));
};

const keptUntil = (r: RollOver, removeAt: Instant): Moved => {
  const { at } = r;
  if (!GOES_ON.has(at.phase)) return outOfOrder;
  return ok({
    ...r,
    plan: { ...r.plan, removeAt },
    ...(at.phase === 'switched' && { at: { ...at, removeAt } }),
  });
};

/** People may have been quicker than their partners' answers: what is so is so. */
const switched = (r: RollOver, { proof }: Extract<RollOverCommand, { kind: 'switched' }>): Moved => {
  const { at, plan } = r;
  const isTheirs = r.carrier === 'people' && (at.phase === 'telling' || at.phase === 'agreed');
  if (at.phase !== 'switching' && !isTheirs) return outOfOrder;
  const wished = plan.removeAt !== undefined && plan.removeAt > proof.at ? plan.removeAt : undefined;
  const removeAt = wished ?? plus(proof.at, plan.grace);
  const { next, added: before } = at;
  return ok({ ...r, at: { phase: 'switched', next, added: before, switched: proof, removeAt } });
};

const removed = (r: RollOver, { proof, now }: Extract<RollOverCommand, { kind: 'removed' }>): Moved => {
  const { at } = r;
  if (at.phase !== 'switched') return outOfOrder;
  const { removeAt: _, ...rest } = at;
  const gone = (): RollOver => ({ ...r, at: { ...rest, phase: 'removed', removed: proof } });
  // What people have removed is gone, whether it was time or not.
  if (r.carrier === 'people') return ok(gone());
  return now < at.removeAt ? fail('NOT_YET') : allowed(r, 'remove', gone);
};
