import { credentialOf } from '../domain/credential.ts';
import type { CredentialId } from '../domain/ids.ts';
import type { SubjectKey } from '../ports/subjects.ts';
import { type ExceptionDeps, raiseExceptionRequest } from './raise-exception-request.ts';
import { raiseRenewalRequest } from './raise-renewal-request.ts';

/** Something was said of a credential: whatever it wants a request for shall have one, and one only. */
export const raiseRequests = (deps: ExceptionDeps) => {
  const raise = raiseRenewalRequest(deps);
  const raiseForException = raiseExceptionRequest(deps);

  return async (key: SubjectKey, id: CredentialId): Promise<void> => {
    await raise(key, id);
    const state = (await deps.subjects.find(key))?.state;
    const credential = state && credentialOf(state.facts, id);
    if (state === undefined || credential === undefined || state.goneAt !== undefined) return;
    await raiseForException(state, credential, deps.clock.now());
  };
};
