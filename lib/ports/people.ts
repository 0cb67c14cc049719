import type { Subject } from '../domain/credential.ts';
import type { TenantId } from '../domain/ids.ts';
import type { OwnerContact } from '../domain/owner-contact.ts';
import type { Named, OwnerEvidence } from '../domain/owner-evidence.ts';
import type { Person, PersonKey } from '../domain/person.ts';
import type { Result } from '../domain/result.ts';

export interface PeopleFailure {
  readonly code: 'UNAVAILABLE' | 'FORBIDDEN';
  readonly detail: string;
}

/** The people of a tenant's directory. */
export interface People {
  /** By object id, or user principal name; undefined when there is no such person. */
  find(tenant: TenantId, idOrName: string): Promise<Result<Person | undefined, PeopleFailure>>;
  /** Whom a person reports to, enabled or not; undefined when nobody is named, or the person is not there. */
  managerOf(person: PersonKey): Promise<Result<Person | undefined, PeopleFailure>>;
  /** Whom a word leads to that somebody wrote down: one person, or the members of a group. */
  named(tenant: TenantId, contact: OwnerContact): Promise<Result<Named, PeopleFailure>>;
  /** Who is said to answer for a subject, by itself and where it lies. All owners, however many. */
  ownersOf(subject: Subject): Promise<Result<OwnerEvidence, PeopleFailure>>;
}
