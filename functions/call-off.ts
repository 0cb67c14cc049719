import { callOff } from '../lib/use-cases/call-off.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onRenewalWork } from './renewal-work.ts';
import type { FunctionFile } from './runtime.ts';

/** A renewal was ended from outside: what is ours of it is taken back. */
export const callOffFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onRenewalWork(runtime, 'call-off', callOff(deps));
};
