import { type Credential, credentialOf, type Subject } from '../domain/credential.ts';
import type { CredentialId, SubjectId } from '../domain/ids.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Log } from '../ports/log.ts';
import type { Subjects, SubjectState } from '../ports/subjects.ts';
import { unreadable } from './each-due.ts';

interface Deps {
  readonly subjects: Subjects;
  readonly tenants: readonly Tenant[];
  readonly log: Log;
}

export interface FoundCredential {
  readonly state: SubjectState;
  readonly subject: Subject;
  readonly credential: Credential;
}

/** A subject by its id, in whichever tenant it is. */
export const findSubject =
  ({ subjects, tenants }: Pick<Deps, 'subjects' | 'tenants'>) =>
  async (id: SubjectId): Promise<SubjectState | undefined> => {
    for (const tenant of tenants) {
      const stored = await subjects.find({ tenant: tenant.id, id });
      if (stored !== undefined) return stored.state;
    }
    return undefined;
  };

/**
 * A credential by its id. Whoever knows its subject saves us the search: nothing but the subject says which credentials it
 * has, so without it all are read until it is met.
 */
export const findCredential = (deps: Deps) => {
  const subjectOf = findSubject(deps);
  const within = (state: SubjectState | undefined, id: CredentialId): FoundCredential | undefined => {
    const credential = state && credentialOf(state.facts, id);
    return state && credential && { state, subject: state.facts, credential };
  };
  return async (id: CredentialId, subject: SubjectId | undefined): Promise<FoundCredential | undefined> => {
    if (subject !== undefined) return within(await subjectOf(subject), id);
    for (const tenant of deps.tenants)
      for await (const state of deps.subjects.list(tenant.id, unreadable(deps.log))) {
        const found = within(state, id);
        if (found !== undefined) return found;
      }
    return undefined;
  };
};
