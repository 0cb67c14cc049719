import { canBeUndone, advanceRollOver } from './roll-over-advance.ts';
import type {
  RollOver,
  RollOverCommand,
  RollOverRefusal,
  RollOverStep,
  StepProof,
  Word,
} from './roll-over.ts';
import { ok, fail, type Result } from './result.ts';
import type { Instant } from './time.ts';

/** What a person says about a roll-over. */
export type Said =
  | { readonly what: 'acknowledged'; readonly partner: string }
  /** People did a step themselves; the reference says where that is written down. */
  | { readonly what: 'done'; readonly step: Exclude<RollOverStep, 'tell'> }
  | { readonly what: 'approved'; readonly step: RollOverStep }
  | { readonly what: 'switch-on'; readonly switchAt: Instant }
  | { readonly what: 'hold' | 'resume' | 'undo' };

/** Said by our API; whoever renews reads it, and judges whether it counts. */
export interface GivenWord extends Word {
  readonly said: Said;
}

type Partners = Extract<RollOverCommand, { kind: 'added' }>['partners'];

/** The word without what it says, as a roll-over keeps it. */
const wordOf = ({ id, by, at, reference }: GivenWord): Word => ({ id, by, at, reference });

/** What follows from a word; undoing is calling the renewal off. */
export const commandOf = (given: GivenWord, partners: Partners, now: Instant): RollOverCommand => {
  const { said } = given;
  const word = wordOf(given);
  switch (said.what) {
    case 'acknowledged':
      return { kind: 'answer', partner: said.partner, word };
    case 'done':
      return done(said.step, { kind: 'stated', at: given.at, word }, partners, now);
    case 'approved':
      return { kind: 'approve', step: said.step, word };
    case 'switch-on':
      return { kind: 'agree', switchAt: said.switchAt, now };
    case 'hold':
      return { kind: 'hold', word };
    case 'resume':
      return { kind: 'resume' };
    case 'undo':
      return { kind: 'undo' };
  }
};

const done = (
  step: Exclude<RollOverStep, 'tell'>,
  proof: StepProof,
  partners: Partners,
  now: Instant,
): RollOverCommand => {
  switch (step) {
    case 'add':
      return {
        kind: 'added',
        next: { keyId: undefined, thumbprint: undefined, expiresAt: undefined },
        ...{ partners, proof, now },
      };
    case 'switch':
      return { kind: 'switched', proof };
    case 'remove':
      return { kind: 'removed', proof, now };
  }
};

export type WordRefusal = RollOverRefusal | 'IS_OURS' | 'NO_REFERENCE';

/** Whether a word has a place where the roll-over stands. Steps of ours need nobody's word, and a statement needs a reference. */
export const hasPlace = (r: RollOver, given: GivenWord, now: Instant): Result<undefined, WordRefusal> => {
  const { said } = given;
  if (said.what === 'done' && r.carrier === 'us') return fail('IS_OURS');
  if (said.what === 'done' && (given.reference ?? '').trim() === '') return fail('NO_REFERENCE');
  if (said.what === 'undo') return canBeUndone(r) ? ok(undefined) : fail('OUT_OF_ORDER');
  const moved = advanceRollOver(r, commandOf(given, [], now));
  return moved.ok ? ok(undefined) : moved;
};
