import { exceptionOf, SETTLED } from './exceptions.ts';
import type { Judged, NoticeCause, NoticeTarget } from './judged.ts';
import { actionsAt, rungsAt, type Stage, stagePolicyFor } from './policy.ts';
import { minutes, plus } from './time.ts';
import type { Situation, Verdict } from './verdict.ts';

/** Whoever judged sends the notice at once; after this long somebody else does. */
const NOTICE_GRACE = minutes(5);

/** Whom a stage is told to. */
export const targetsAt = (
  { subject, credential, policy }: Situation,
  stage: Stage,
): readonly NoticeTarget[] => {
  const stages = stagePolicyFor(policy, subject, credential);
  const isForOwner = actionsAt(stages, stage).includes('notify-owner');
  return [...(isForOwner ? (['owner'] as const) : []), ...rungsAt(stages, stage)];
};

/**
 * What was owed when there was something to say is not owed once it was replaced, silenced or renewed, or when its source
 * has fallen silent: nobody wants to read it then. A word about an exception is owed whatever the stage.
 */
export const stillOwing = (memory: Judged, verdict: Verdict, armed: boolean): Judged => {
  const { notice } = memory;
  if (notice === undefined) return memory;
  const isAboutStage = notice.cause === 'stage' || notice.cause === 'reminder';
  const isOver = isAboutStage
    ? verdict.kind === 'quiet' && verdict.reason !== 'already-announced'
    : verdict.kind === 'quiet' && SETTLED.has(verdict.reason);
  return isOver || !armed ? { ...memory, notice: undefined } : memory;
};

/** One mail is owed at a time: what is still to be sent is said together with what comes now, to all who are to hear of it. */
export const owing = (
  memory: Judged,
  s: Situation,
  stage: Stage,
  cause: NoticeCause,
  to: readonly NoticeTarget[],
): Judged => {
  if (to.length === 0) return memory;
  const all = [...new Set([...(memory.notice?.to ?? []), ...to])];
  const nextTryAt = plus(s.now, NOTICE_GRACE);
  return {
    ...memory,
    notice: {
      stage,
      cause,
      to: all,
      attempts: 0,
      nextTryAt,
      takenUntil: undefined,
      delivered: [],
      exceptionUntil: exceptionOf(s)?.until,
    },
  };
};
