import { hearOfReplacement } from '../lib/use-cases/hear-of-replacement.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onCredentialEvents } from './credential-events.ts';
import type { FunctionFile } from './runtime.ts';

/** Someone renewed, replaced or removed a credential: its renewal, if it has one, is to know. */
export const hearOfReplacementFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onCredentialEvents(runtime, 'hear-of-replacement', hearOfReplacement(deps));
};
