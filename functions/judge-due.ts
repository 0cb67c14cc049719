import type { WatchDeps } from '../lib/roles.ts';
import { judgingRound } from '../lib/use-cases/judging-round.ts';
import type { FunctionFile } from './runtime.ts';

/** Say what has become due, to the world and to those who answer for it. */
export const judgeDueFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const round = judgingRound(deps);
  runtime.timer('judge-due', {
    schedule: '%JUDGE_SCHEDULE%',
    handler: async (_timer, context) => {
      context.info('judge-due', await round());
    },
  });
};
