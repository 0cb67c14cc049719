import { disarmSourceOperation } from '../lib/api/arming.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { serveOperation } from './api.ts';
import { armingWord } from './arming-word.ts';
import type { FunctionFile } from './runtime.ts';

/** A source falls silent. */
export const disarmSourceFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const say = armingWord(deps, 'disarm');
  serveOperation(runtime, deps, disarmSourceOperation, ({ caller, params }) => say(caller, params));
};
