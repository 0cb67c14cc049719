import { setOverrideOperation } from '../lib/api/overrides.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { overrideView } from '../lib/use-cases/list-overrides.ts';
import { setOverride } from '../lib/use-cases/set-override.ts';
import { serveOperation } from './api.ts';
import { setProblem, wantedOverride } from './override-problems.ts';
import type { FunctionFile } from './runtime.ts';

/** Someone says who answers for something. */
export const setOverrideFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const set = setOverride(deps);
  serveOperation(runtime, deps, setOverrideOperation, async ({ caller, body }) => {
    const wanted = wantedOverride(body);
    if ('problem' in wanted) return wanted;
    const kept = await set(wanted, caller);
    if (!kept.ok) return setProblem(kept.failure);
    return { status: 201, body: { override: overrideView(kept.value, deps.clock.now()) } };
  });
};
