import { resumeScans } from '../lib/use-cases/resume-scans.ts';
import type { WatchDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** Scans that were left lying are woken. */
export const resumeScansFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const run = resumeScans(deps);
  runtime.timer('resume-scans', {
    schedule: '%OUTBOX_SCHEDULE%',
    handler: async (_timer, context) => {
      context.info('resume-scans', await run());
    },
  });
};
