import { publishOutbox } from '../lib/use-cases/publish-outbox.ts';
import type { CommonDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** What was committed and not yet sent goes out. */
export const publishOutboxFunction: FunctionFile<CommonDeps> = (runtime, deps) => {
  const run = publishOutbox(deps);
  runtime.timer('publish-outbox', {
    schedule: '%OUTBOX_SCHEDULE%',
    handler: async (_timer, context) => {
      context.info('publish-outbox', await run());
    },
  });
};
