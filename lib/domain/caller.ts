import type { Person } from './person.ts';
import type { Reauthentication } from './session.ts';
import { type Instant, minutes, plus } from './time.ts';

/** What an administrator of the people's tenant lets someone do: app roles of the registration of the API. */
export type AppRole = 'Reader' | 'Operator' | 'Approver' | 'Auditor';

export const APP_ROLES: readonly AppRole[] = ['Reader', 'Operator', 'Approver', 'Auditor'];

/** Who calls an API, told apart by tenant and object id only. Names in tokens are not believed. */
export interface Caller extends Pick<Person, 'tenant' | 'objectId'> {
  /** A program can read and operate; what needs a second person's word needs a person. */
  readonly kind: 'person' | 'application';
  readonly roles: readonly AppRole[];
  /** When they last proved to their tenant who they are; undefined where the token does not say it. */
  readonly authenticatedAt: Instant | undefined;
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

/** A token says nothing of what it was fetched for: one that was fetched just now was fetched for this. */
const FOR_THIS = minutes(2);

/**
 * Whether whoever decides has to show anew who they are. How long the token itself may be used is checked before; so the
 * shorter of the two counts. Whoever does not say when they signed in has not signed in recently.
 */
export const mustSignInAgain = (
  rule: Reauthentication,
  { authenticatedAt }: Pick<Caller, 'authenticatedAt'>,
  now: Instant,
): boolean => {
  if (rule === 'session') return false;
  return (
    authenticatedAt === undefined || now >= plus(authenticatedAt, rule === 'every-time' ? FOR_THIS : rule)
  );
};
