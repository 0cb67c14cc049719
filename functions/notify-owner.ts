import { notifyOwner } from '../lib/use-cases/notify-owner.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { onCredentialEvents } from './credential-events.ts';
import type { FunctionFile } from './runtime.ts';

/** A credential came to a stage: its owner hears of it. */
export const notifyOwnerFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  onCredentialEvents(runtime, 'notify-owner', notifyOwner(deps));
};
