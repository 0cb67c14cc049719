import type { Person } from './person.ts';

/** What an administrator of the people's tenant lets someone do: app roles of the registration of the API. */
export type AppRole = 'Reader' | 'Operator' | 'Approver' | 'Auditor';

export const APP_ROLES: readonly AppRole[] = ['Reader', 'Operator', 'Approver', 'Auditor'];

/** Who calls an API, told apart by tenant and object id only. Names in tokens are not believed. */
export interface Caller extends Pick<Person, 'tenant' | 'objectId'> {
  /** A program can read and operate; what needs a second person's word needs a person. */
  readonly kind: 'person' | 'application';
  readonly roles: readonly AppRole[];
}

/** Whoever may change or approve something has to see it; otherwise each role stands for itself. */
const ALSO: Readonly<Record<AppRole, readonly AppRole[]>> = {
  Reader: ['Operator', 'Approver', 'Auditor'],
  Operator: [],
  Approver: [],
  Auditor: [],
};

/** Whether a caller may do what needs this role. */
export const hasRole = ({ roles }: Pick<Caller, 'roles'>, needed: AppRole): boolean =>
  roles.some((role) => role === needed || ALSO[needed].includes(role));
