import { listCleanUpOperation } from '../lib/api/clean-up.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { listCleanUp } from '../lib/use-cases/list-clean-up.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';

/** What has expired and nobody needs. */
export const listCleanUpFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  serveOperation(runtime, deps, listCleanUpOperation, async () => ({
    status: 200,
    body: { credentials: await listCleanUp(deps)() },
  }));
};
