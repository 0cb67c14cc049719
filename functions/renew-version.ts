import { renewVersion } from '../lib/use-cases/renew-version.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onRenewalWork } from './renewal-work.ts';
import type { FunctionFile } from './runtime.ts';

/** Approved, and in a vault: have it make the next version, and watch until that is there. */
export const renewVersionFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onRenewalWork(runtime, 'renew-version', renewVersion(deps));
};
