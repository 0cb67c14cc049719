import { recordApproval } from '../lib/use-cases/record-approval.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onRenewalWork } from './renewal-work.ts';
import type { FunctionFile } from './runtime.ts';

/** Someone decided: the desk's record is read, and what counts is recorded. */
export const recordApprovalFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onRenewalWork(runtime, 'record-approval', recordApproval(deps));
};
