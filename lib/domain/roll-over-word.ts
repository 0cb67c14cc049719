import { fail, ok, type Result } from './result.ts';
import type { RollOver, RollOverStep } from './roll-over.ts';

/** Whether a step may be done as far as people have a say in it. */
export const mayDo = (
  { held, plan, approved }: RollOver,
  step: RollOverStep,
): Result<undefined, 'HELD' | 'UNAPPROVED'> => {
  if (held !== undefined) return fail('HELD');
  return plan.toApprove.includes(step) && !approved.some((one) => one.step === step)
    ? fail('UNAPPROVED')
    : ok(undefined);
};
