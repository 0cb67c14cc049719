import type { WatchDeps } from '../lib/roles.ts';
import { countCredentials } from '../lib/use-cases/count-credentials.ts';
import type { FunctionFile } from './runtime.ts';

/** How many credentials stand where, for those who look at the whole. */
export const countCredentialsFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const count = countCredentials(deps);
  runtime.timer('count-credentials', { schedule: '%COUNT_SCHEDULE%', handler: () => count() });
};
