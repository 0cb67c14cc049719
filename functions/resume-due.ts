import { resumeDue } from '../lib/use-cases/resume-due.ts';
import type { RenewDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** Whatever is due in Renewals and Links: links end, renewals are woken. */
export const resumeDueFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  const run = resumeDue(deps);
  runtime.timer('resume-due', {
    schedule: '%RESUME_SCHEDULE%',
    handler: async (_timer, context) => {
      context.info('resume-due', await run());
    },
  });
};
