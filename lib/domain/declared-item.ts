import type {
  Concern,
  Credential,
  CredentialKind,
  CredentialRole,
  KnownDependent,
  Subject,
} from './credential.ts';
import { credentialId, type Digest, subjectId } from './ids.ts';
import type { Tenant } from './tenant.ts';
import { type Instant, parseInstant } from './time.ts';

/** Something that ends and that no API shows, as people have written it down. Checked where it came in; hostile text all the same. */
export interface DeclaredItem {
  /** What its writers call it: 1 to 63 of a-z, 0-9 and -. */
  readonly id: string;
  readonly revision: number;
  readonly kind: CredentialKind;
  readonly name: string;
  /** What it holds for. */
  readonly level?: 'namespace' | 'relying-party' | undefined;
  readonly role?: CredentialRole | undefined;
  /** A date, which means its first moment in UTC, or a date and time. */
  readonly starts?: string | undefined;
  /** Likewise, or `never`, or `unknown`. */
  readonly expires: string;
  readonly thumbprint?: string | undefined;
  /** Who has to be told when it changes. */
  readonly partners?: readonly string[] | undefined;
  readonly endpoint?: string | undefined;
  /** A user principal name or a mail address. */
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly dependents?:
    | readonly {
        readonly name: string;
        readonly what?: string | undefined;
        readonly accepts?: readonly string[] | undefined;
      }[]
    | undefined;
  readonly labels?: readonly string[] | undefined;
}

const PLACE = 'declared/';
/** What the product declares of itself has a dot, which no one else's id can have. */
const NATIVE_ID = /^declared\/(?:monitor\.)?[a-z0-9][a-z0-9-]{0,62}$/;

export const nativeIdOf = ({ id }: Pick<DeclaredItem, 'id'>): string => `${PLACE}${id}`;
export const isDeclared = (nativeId: string): boolean => NATIVE_ID.test(nativeId);

/** The first moment of a day, so that nothing is said too late. */
export const momentOf = (written: string): Instant | undefined =>
  parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(written) ? `${written}T00:00:00Z` : written);

/**
 * The subject that a declared item is, with its one credential. What the words of a subject have no place for are labels, so
 * that rules of the policy can ask for it: `level:namespace`, `endpoint:…`.
 */
export const subjectOfItem = (digest: Digest, tenant: Tenant, item: DeclaredItem): Subject => {
  const nativeId = nativeIdOf(item);
  const id = subjectId(digest, { tenant: tenant.id, source: 'declared', nativeId });
  return {
    id,
    tenant: tenant.id,
    environment: tenant.environment,
    source: 'declared',
    kind: 'declared-item',
    nativeId,
    appId: undefined,
    name: item.name,
    labels: [
      ...(item.labels ?? []),
      ...(item.level === undefined ? [] : [`level:${item.level}`]),
      ...(item.endpoint === undefined ? [] : [`endpoint:${item.endpoint}`]),
    ].toSorted(),
    ownerHints: { serviceManagementReference: item.team, ownerTag: item.owner },
    enabled: true,
    credentials: [{ ...credentialOf(item), id: credentialId(digest, id, item.kind, item.id) }],
  };
};

const credentialOf = (item: DeclaredItem): Omit<Credential, 'id'> => {
  const dependents = dependentsOf(item);
  return {
    kind: item.kind,
    keyId: item.id,
    name: item.name,
    startsAt: item.starts === undefined ? undefined : momentOf(item.starts),
    expiresAt: momentOf(item.expires),
    thumbprint: item.thumbprint?.toUpperCase(),
    hint: undefined,
    enabled: true,
    renewsItself: false,
    managedBy: undefined,
    role: item.role,
    expiryUnknown: item.expires === 'unknown' ? true : undefined,
    concerns: item.expires === 'unknown' ? [NOT_DECLARED] : undefined,
    dependents: dependents.length === 0 ? undefined : dependents,
  };
};

const NOT_DECLARED: Concern = {
  what: 'end-not-declared',
  detail: 'Nobody has said when it ends, so nobody can be told in time.',
};

const dependentsOf = ({ partners = [], dependents = [] }: DeclaredItem): readonly KnownDependent[] => [
  ...partners.map((name) => ({ name, what: 'partner' })),
  ...dependents.map(({ name, what = 'system', accepts }) => ({
    name,
    what,
    ...(accepts === undefined ? {} : { accepts }),
  })),
];
