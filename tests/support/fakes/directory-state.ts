import type { Person } from '../../../lib/domain/person.ts';
import { fail, type Result } from '../../../lib/domain/result.ts';
import type { Tenant } from '../../../lib/domain/tenant.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import type { Unread } from '../../../lib/ports/scans.ts';
import { type FakeApplication, type FakeCredential, guidOf } from './directory-records.ts';

export type NewCredential = Partial<Omit<FakeCredential, 'value'>>;

export interface FakeDirectoryOptions {
  readonly tenant: Tenant;
  readonly clock: Clock;
  /** Applications per page. */
  readonly pageSize?: number;
}

/** All that a directory in memory knows, and what is wrong with it at the moment. */
export interface DirectoryState extends Required<FakeDirectoryOptions> {
  readonly applications: Map<string, FakeApplication>;
  readonly people: Map<string, Person>;
  /** Members, nested ones too, by the mail address of the group. */
  readonly groups: Map<string, readonly Person[]>;
  /** Who reports to whom, by object id. */
  readonly managers: Map<string, string>;
  readonly trouble: {
    outage: 'UNAVAILABLE' | 'FORBIDDEN' | undefined;
    nextAdd: 'lose the answer' | 'refuse' | undefined;
    /** Key ids that lists do not show yet; undefined while they keep up. */
    hidden: Set<string> | undefined;
    unread: readonly Unread[];
  };
  /** The failure of every request, while there is one. */
  readonly down: () => Result<never, { code: 'UNAVAILABLE' | 'FORBIDDEN'; detail: string }> | undefined;
  /** The application, which must be there. */
  readonly at: (nativeId: string) => FakeApplication;
  readonly change: (nativeId: string, change: Partial<FakeApplication>) => void;
  /** The application as lists show it. */
  readonly shown: (application: FakeApplication) => FakeApplication;
  readonly newCredential: (wanted: NewCredential) => FakeCredential;
  /** How many credentials there ever were. */
  readonly made: () => number;
  readonly addCredential: (nativeId: string, wanted: NewCredential) => FakeCredential;
}

export const directoryState = ({ tenant, clock, pageSize = 100 }: FakeDirectoryOptions): DirectoryState => {
  const applications = new Map<string, FakeApplication>();
  const trouble: DirectoryState['trouble'] = {
    outage: undefined,
    nextAdd: undefined,
    hidden: undefined,
    unread: [],
  };
  let made = 0;

  const at = (nativeId: string): FakeApplication => {
    const application = applications.get(nativeId);
    if (application === undefined) throw new Error(`The fake directory has no application ${nativeId}.`);
    return application;
  };
  const change = (nativeId: string, changes: Partial<FakeApplication>): void => {
    applications.set(nativeId, { ...at(nativeId), ...changes });
  };
  const newCredential = (wanted: NewCredential): FakeCredential => {
    made += 1;
    const kind = wanted.kind ?? 'client-secret';
    return {
      kind,
      keyId: wanted.keyId ?? guidOf(tenant.id, 'key', made),
      name: wanted.name,
      startsAt: wanted.startsAt,
      expiresAt: wanted.expiresAt,
      ...(wanted.thumbprint !== undefined && { thumbprint: wanted.thumbprint }),
      value: kind === 'client-secret' ? `f${made}k~${guidOf(tenant.id, 'value', made)}` : undefined,
    };
  };
  return {
    made: () => made,
    tenant,
    clock,
    pageSize,
    applications,
    people: new Map(),
    groups: new Map(),
    managers: new Map(),
    trouble,
    down: () =>
      trouble.outage && fail({ code: trouble.outage, detail: `The directory is ${trouble.outage}.` }),
    at,
    change,
    shown: (application) => ({
      ...application,
      credentials: application.credentials.filter(({ keyId }) => trouble.hidden?.has(keyId) !== true),
    }),
    newCredential,
    addCredential: (nativeId, wanted) => {
      const credential = newCredential(wanted);
      change(nativeId, { credentials: [credential, ...at(nativeId).credentials] });
      trouble.hidden?.add(credential.keyId);
      return credential;
    },
  };
};
