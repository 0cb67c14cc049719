import { showCoverageOperation } from '../lib/api/coverage.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { showCoverage } from '../lib/use-cases/show-coverage.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';

/** What was read of each source, what was not, and how old that is. */
export const showCoverageFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const show = showCoverage(deps);
  serveOperation(runtime, deps, showCoverageOperation, async () => ({
    status: 200,
    body: { sources: await show() },
  }));
};
