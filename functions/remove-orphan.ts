import { removeOrphan } from '../lib/use-cases/remove-orphan.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onCredentialEvents } from './credential-events.ts';
import type { FunctionFile } from './runtime.ts';

/** A credential of ours that no renewal knows is taken away. */
export const removeOrphanFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onCredentialEvents(runtime, 'remove-orphan', removeOrphan(deps));
};
