import { closeRequest } from '../lib/use-cases/close-request.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onRenewalWork } from './renewal-work.ts';
import type { FunctionFile } from './runtime.ts';

/** All is done: the request is closed with its evidence. */
export const closeRequestFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onRenewalWork(runtime, 'close-request', closeRequest(deps));
};
