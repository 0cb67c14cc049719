import { forgetExpired } from '../lib/use-cases/forget-expired.ts';
import type { LinkDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** Sessions and counts whose time is over are removed. */
export const forgetExpiredFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const run = forgetExpired(deps);
  runtime.timer('forget-expired', {
    schedule: '%FORGET_SCHEDULE%',
    handler: async (_timer, context) => {
      context.info('forget-expired', await run());
    },
  });
};
