import { endSilenceOperation } from '../lib/api/silences.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';
import { silenceDecision } from './silence-decision.ts';

/** A silence is over before its date. */
export const endSilenceFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const decide = silenceDecision(deps, 'end');
  serveOperation(runtime, deps, endSilenceOperation, ({ caller, params }) => decide(caller, params.id));
};
