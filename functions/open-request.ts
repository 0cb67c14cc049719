import { openRequest } from '../lib/use-cases/open-request.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onRenewalWork } from './renewal-work.ts';
import type { FunctionFile } from './runtime.ts';

/** The service desk gets its request, once. */
export const openRequestFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onRenewalWork(runtime, 'open-request', openRequest(deps));
};
