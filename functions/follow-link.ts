import { followLink } from '../lib/use-cases/follow-link.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onRenewalWork } from './renewal-work.ts';
import type { FunctionFile } from './runtime.ts';

/** A link was redeemed, or its hour is over. */
export const followLinkFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onRenewalWork(runtime, 'follow-link', followLink(deps));
};
