import { listArmingOperation } from '../lib/api/arming.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { listArming } from '../lib/use-cases/list-arming.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';

/** Which sources speak, since when, and by whose word. */
export const listArmingFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  serveOperation(runtime, deps, listArmingOperation, async () => ({
    status: 200,
    body: { mode: deps.mode, sources: await listArming(deps)() },
  }));
};
