import type { RollOver, RollOverPlan, RollOverStep } from './roll-over.ts';
import { mayDo } from './roll-over-word.ts';
import { earlier, type Instant } from './time.ts';

/** The step that comes next; undefined when none does. */
export const nextStepOf = ({ at }: RollOver): RollOverStep | undefined => {
  switch (at.phase) {
    case 'adding':
      return 'add';
    case 'telling':
      return 'tell';
    case 'agreed':
    case 'switching':
      return 'switch';
    case 'switched':
      return 'remove';
    case 'removed':
    case 'undoing':
    case 'undone':
      return undefined;
  }
};

/** When whoever has not answered has had the time to: the switch waits for nobody. */
export const settlesAt = ({ switchAt }: RollOverPlan, answerBy: Instant): Instant =>
  earlier(answerBy, switchAt);

/** When it is to be looked at next. What waits for somebody's word is looked at by itself as well, should that get lost. */
export const rollOverDueAt = (r: RollOver): Instant => {
  const step = nextStepOf(r);
  if (step === undefined || r.at.phase === 'switching') return r.leaseUntil;
  if (r.held !== undefined) return r.lookAt;
  if (!r.asked.includes(step)) return r.leaseUntil;
  if (!mayDo(r, step).ok) return r.lookAt;
  const due = stepDueAt(r);
  return due === undefined ? r.lookAt : r.carrier === 'people' ? earlier(due, r.lookAt) : due;
};

/** When we have something to do; undefined: people have. */
const stepDueAt = ({ at, plan, carrier, partners, leaseUntil }: RollOver): Instant | undefined => {
  switch (at.phase) {
    case 'telling': {
      const isPending = partners.some(({ toldAt }) => toldAt === undefined);
      const isAnswered = partners.every(({ answer }) => answer !== undefined);
      return isPending || isAnswered ? leaseUntil : settlesAt(plan, at.answerBy);
    }
    case 'agreed':
      return carrier === 'us' ? plan.switchAt : undefined;
    case 'switched':
      return carrier === 'us' ? at.removeAt : undefined;
    case 'adding':
    case 'switching':
    case 'removed':
    case 'undoing':
    case 'undone':
      return carrier === 'us' ? leaseUntil : undefined;
  }
};
