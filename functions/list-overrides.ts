import { listOverridesOperation } from '../lib/api/overrides.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { listOverrides } from '../lib/use-cases/list-overrides.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';

/** Who answers for something because someone said so. */
export const listOverridesFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const list = listOverrides(deps);
  serveOperation(runtime, deps, listOverridesOperation, async ({ query }) => ({
    status: 200,
    body: { overrides: await list(query.ended === 'include') },
  }));
};
