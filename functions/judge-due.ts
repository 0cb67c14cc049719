import { armSources } from '../lib/use-cases/arm-sources.ts';
import { judgeDueSubjects } from '../lib/use-cases/judge-due-subjects.ts';
import type { WatchDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** Say what has become due, to the world and to those who answer for it. Sources that the settings arm are armed first, so that they speak in the same run. */
export const judgeDueFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const arm = armSources(deps);
  const judge = judgeDueSubjects(deps);
  runtime.timer('judge-due', {
    schedule: '%JUDGE_SCHEDULE%',
    handler: async (_timer, context) => {
      await arm();
      context.info('judge-due', await judge());
    },
  });
};
