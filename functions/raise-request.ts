import { raiseRequests } from '../lib/use-cases/raise-requests.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onCredentialEvents } from './credential-events.ts';
import type { FunctionFile } from './runtime.ts';

/** A credential is near its expiry, or past it, or half of its exception is over: there shall be one renewal of it. */
export const raiseRequestFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onCredentialEvents(runtime, 'raise-request', raiseRequests(deps));
};
