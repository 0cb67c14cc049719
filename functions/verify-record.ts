import { verifyRecord } from '../lib/use-cases/verify-record.ts';
import type { RenewDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** The record is read and checked from its first entry to its last. */
export const verifyRecordFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  const run = verifyRecord(deps);
  runtime.timer('verify-record', {
    schedule: '%VERIFY_SCHEDULE%',
    handler: async (_timer, context) => {
      context.info('verify-record', await run());
    },
  });
};
