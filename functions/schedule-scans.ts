import { scheduleScans } from '../lib/use-cases/schedule-scans.ts';
import type { WatchDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** Time for a look at everything: one scan for each source of each tenant. */
export const scheduleScansFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const run = scheduleScans(deps);
  runtime.timer('schedule-scans', {
    schedule: '%SCAN_SCHEDULE%',
    handler: async (_timer, context) => {
      context.info('schedule-scans', await run());
    },
  });
};
