import type { RenewDeps } from '../lib/roles.ts';
import { raiseMissedRequests } from '../lib/use-cases/raise-missed-requests.ts';
import type { FunctionFile } from './runtime.ts';

/** Announced, and no renewal came of it? */
export const raiseMissedRequestsFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  const run = raiseMissedRequests(deps);
  runtime.timer('raise-missed-requests', {
    schedule: '%MISSED_SCHEDULE%',
    handler: async (_timer, context) => {
      context.info('raise-missed-requests', await run());
    },
  });
};
