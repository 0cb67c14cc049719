import { armSourceOperation } from '../lib/api/arming.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { serveOperation } from './api.ts';
import { armingWord } from './arming-word.ts';
import type { FunctionFile } from './runtime.ts';

/** A source may speak from now on. */
export const armSourceFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const say = armingWord(deps, 'arm');
  serveOperation(runtime, deps, armSourceOperation, ({ caller, params }) => say(caller, params));
};
