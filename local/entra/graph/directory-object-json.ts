import type { Owner, ServicePrincipal, User } from '../tenant/graph-types.ts';

type Sight = 'full' | 'basic' | 'none';

/** What Graph gives of a person when nothing is selected. */
const USER_DEFAULT = [
  'businessPhones',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
];
/** What User.ReadBasic.All shows. */
const BASIC = ['id', 'displayName', 'givenName', 'surname', 'mail', 'userPrincipalName'];

/** A person as far as the caller may see; the rest is there and null. */
export const userJson = (user: User, sight: Sight): Record<string, unknown> => {
  const all = {
    ...user,
    businessPhones: [],
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    companyName: null,
    employeeId: null,
  };
  if (sight === 'full') return all;
  const seen = sight === 'basic' ? BASIC : ['id'];
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, seen.includes(name) ? value : null]),
  );
};

/** The properties of a person that come when none is selected. */
export const usualUser = (json: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(USER_DEFAULT.map((name) => [name, json[name] ?? null]));

/** An entry of an owner list: a person or a service principal, with the selected properties that its type has. */
export const ownerJson = (
  owner: Owner,
  select: readonly string[] | undefined,
  sight: Sight,
): Record<string, unknown> => {
  const isUser = owner.type === 'user';
  const all = isUser ? userJson(owner.user, sight) : principalJson(owner.principal);
  const shown =
    select === undefined
      ? isUser
        ? usualUser(all)
        : all
      : Object.fromEntries(select.filter((name) => name in all).map((name) => [name, all[name]]));
  return { '@odata.type': `#microsoft.graph.${owner.type}`, id: all['id'], ...shown };
};

const principalJson = (principal: ServicePrincipal): Record<string, unknown> => ({ ...principal });
