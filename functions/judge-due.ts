import { armSources } from '../lib/use-cases/arm-sources.ts';
import { noteStormCap } from '../lib/use-cases/note-storm-cap.ts';
import { tendSilences } from '../lib/use-cases/tend-silences.ts';
import { judgeDueSubjects } from '../lib/use-cases/judge-due-subjects.ts';
import { notifyOwners } from '../lib/use-cases/notify-owners.ts';
import type { WatchDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/**
 * Say what has become due, to the world and to those who answer for it. What is to be armed, and silences that are over,
 * come first: they speak in the same run.
 */
export const judgeDueFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const arm = armSources(deps);
  const tend = tendSilences(deps);
  const noteCap = noteStormCap(deps);
  const judge = judgeDueSubjects(deps);
  const notify = notifyOwners(deps);
  runtime.timer('judge-due', {
    schedule: '%JUDGE_SCHEDULE%',
    handler: async (_timer, context) => {
      await arm();
      await tend();
      const { owing, ...report } = await judge();
      if (report.capped) await noteCap();
      context.info('judge-due', report);
      await notify(owing);
    },
  });
};
