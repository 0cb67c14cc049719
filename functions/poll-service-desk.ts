import { adoptRequests } from '../lib/use-cases/adopt-requests.ts';
import { pollServiceDesk } from '../lib/use-cases/poll-service-desk.ts';
import type { RenewDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** Which requests were decided or changed, and which did people open? */
export const pollServiceDeskFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  const run = pollServiceDesk(deps);
  const adopt = adoptRequests(deps);
  runtime.timer('poll-service-desk', {
    schedule: '%POLL_SCHEDULE%',
    handler: async (_timer, context) => {
      context.info('poll-service-desk', { ...(await adopt()), ...(await run()) });
    },
  });
};
