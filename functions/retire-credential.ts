import { retireCredential } from '../lib/use-cases/retire-credential.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onRenewalWork } from './renewal-work.ts';
import type { FunctionFile } from './runtime.ts';

/** The old credential's day has come. */
export const retireCredentialFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onRenewalWork(runtime, 'retire-credential', retireCredential(deps));
};
