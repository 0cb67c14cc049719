import { endOverrideOperation } from '../lib/api/overrides.ts';
import { type OverrideId, readId } from '../lib/domain/ids.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { endOverride } from '../lib/use-cases/end-override.ts';
import { overrideView } from '../lib/use-cases/list-overrides.ts';
import { serveOperation } from './api.ts';
import { endProblem } from './override-problems.ts';
import type { FunctionFile } from './runtime.ts';

/** An override is over before its date. */
export const endOverrideFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const end = endOverride(deps);
  serveOperation(runtime, deps, endOverrideOperation, async ({ caller, params }) => {
    const ended = await end(readId<OverrideId>(params.id), caller);
    if (!ended.ok) return endProblem(ended.failure);
    return { status: 200, body: { override: overrideView(ended.value, deps.clock.now()) } };
  });
};
