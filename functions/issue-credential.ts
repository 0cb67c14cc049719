import { issueCredential } from '../lib/use-cases/issue-credential.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onRenewalWork } from './renewal-work.ts';
import type { FunctionFile } from './runtime.ts';

/** Approved: make the new credential, seal it, mail its link. */
export const issueCredentialFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onRenewalWork(runtime, 'issue-credential', issueCredential(deps));
};
