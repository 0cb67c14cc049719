import { raiseRenewalRequest } from '../lib/use-cases/raise-renewal-request.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onCredentialEvents } from './credential-events.ts';
import type { FunctionFile } from './runtime.ts';

/** A credential is near its expiry, or past it: there shall be one renewal of it. */
export const raiseRequestFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onCredentialEvents(runtime, 'raise-request', raiseRenewalRequest(deps));
};
