import { tendRequest } from '../lib/use-cases/tend-request.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onRenewalWork } from './renewal-work.ts';
import type { FunctionFile } from './runtime.ts';

/** A renewal and its ticket are kept together: what happened is told, what people wrote is taken over. */
export const tendRequestFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onRenewalWork(runtime, 'tend-request', tendRequest(deps));
};
