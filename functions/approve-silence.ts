import { approveSilenceOperation } from '../lib/api/silences.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';
import { silenceDecision } from './silence-decision.ts';

/** Another person says yes to an accepted risk or an exception. */
export const approveSilenceFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const decide = silenceDecision(deps, 'approve');
  serveOperation(runtime, deps, approveSilenceOperation, ({ caller, params }) => decide(caller, params.id));
};
