import { signCheckpoints } from '../lib/use-cases/sign-checkpoints.ts';
import type { RenewDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** The end of the record is signed, so that what came before can't be bent unseen. */
export const signCheckpointsFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  const run = signCheckpoints(deps);
  runtime.timer('sign-checkpoints', {
    schedule: '%CHECKPOINT_SCHEDULE%',
    handler: async (_timer, context) => {
      context.info('sign-checkpoints', await run());
    },
  });
};
