import type { WatchDeps } from '../lib/roles.ts';
import { sumUp } from '../lib/use-cases/sum-up.ts';
import type { FunctionFile } from './runtime.ts';

/** What did the day bring, and what is silent this week? */
export const sumUpFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const run = sumUp(deps);
  runtime.timer('sum-up', { schedule: '%SUMMARY_SCHEDULE%', handler: () => run() });
};
