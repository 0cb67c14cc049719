import type { Subject } from '../../../lib/domain/credential.ts';
import { objectId, type Person } from '../../../lib/domain/person.ts';
import type { Tenant } from '../../../lib/domain/tenant.ts';
import type { Instant } from '../../../lib/domain/time.ts';
import type { ApplicationCertificates } from '../../../lib/ports/application-certificates.ts';
import type { CredentialIssuer } from '../../../lib/ports/credential-issuer.ts';
import type { CredentialSource } from '../../../lib/ports/credential-source.ts';
import type { People } from '../../../lib/ports/people.ts';
import type { Unread } from '../../../lib/ports/scans.ts';
import { certificatesOf } from './directory-certificates.ts';
import { changesOf, type FakeChanges, issuerOf, peopleOf, sourceOf } from './directory-ports.ts';
import { type FakeApplication, type FakeCredential, guidOf, subjectOf } from './directory-records.ts';
import { type FakeLastUse, lastUseOf } from './last-use.ts';
import { directoryState, type FakeDirectoryOptions, type NewCredential } from './directory-state.ts';

export type NewApplication = Partial<Omit<FakeApplication, 'credentials'>> & {
  readonly name: string;
  readonly credentials?: readonly NewCredential[];
};

/** A tenant's directory in memory: what one port changes, the others see. */
export interface FakeDirectory extends FakeLastUse {
  readonly tenant: Tenant;
  readonly applications: CredentialSource;
  /** What changed of them, for who asks for that. */
  readonly changes: FakeChanges;
  readonly people: People;
  readonly issuer: CredentialIssuer;
  readonly certificates: ApplicationCertificates;
  readonly addPerson: (person: Partial<Omit<Person, 'tenant'>> & { readonly displayName: string }) => Person;
  /** Leaves, comes back, gets another mailbox. */
  readonly changePerson: (
    person: Person,
    change: Partial<Pick<Person, 'enabled' | 'mail' | 'displayName'>>,
  ) => void;
  readonly addGroup: (mail: string, members: readonly Person[]) => void;
  readonly setManager: (person: Person, manager: Person) => void;
  readonly addApplication: (application: NewApplication) => Subject;
  /** Someone else's doing, not ours. */
  readonly changeApplication: (nativeId: string, change: Partial<FakeApplication>) => void;
  readonly deleteApplication: (nativeId: string) => void;
  readonly addCredential: (nativeId: string, credential: NewCredential) => FakeCredential;
  /** All there is, values too, whatever lists show of it. */
  readonly credentialsOf: (nativeId: string) => readonly FakeCredential[];
  /** Whether an application can sign in with this value now. */
  readonly signsIn: (nativeId: string, value: string) => boolean;
  /** Every request fails until it comes back. */
  readonly goAway: () => void;
  /** Every request is refused until it comes back. */
  readonly deny: () => void;
  readonly comeBack: () => void;
  /** The next `add` has its effect and says that it can't be reached. */
  readonly loseNextAnswer: () => void;
  /** The next `add` is refused by a rule of the tenant. */
  readonly refuseNext: () => void;
  /** How many credentials there ever were. */
  made(): number;
  /** Lists stay as they are now, whatever is added, until they catch up. */
  readonly lag: () => void;
  readonly catchUp: () => void;
  /** The first page names these besides, until it is called again. */
  readonly unread: (entries: readonly Unread[]) => void;
}

/** An empty directory. */
export const fakeDirectory = (options: FakeDirectoryOptions): FakeDirectory => {
  const state = directoryState(options);
  const {
    tenant,
    clock,
    applications,
    people,
    groups,
    managers,
    trouble,
    at,
    change,
    newCredential,
    addCredential,
  } = state;
  return {
    tenant,
    applications: sourceOf(state),
    changes: changesOf(state),
    people: peopleOf(state),
    issuer: issuerOf(state),
    certificates: certificatesOf(state),
    ...lastUseOf(state),
    addGroup: (mail, members) => void groups.set(mail.toLowerCase(), members),
    setManager: (person, manager) => void managers.set(person.objectId, manager.objectId),
    addPerson: ({ displayName, ...said }) => {
      const name = displayName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.');
      const address = `${name}@${tenant.name.toLowerCase()}.example`;
      const person: Person = {
        tenant: tenant.id,
        objectId: objectId(guidOf(tenant.id, 'person', displayName)),
        displayName,
        mail: address,
        userPrincipalName: address,
        enabled: true,
        ...said,
      };
      people.set(person.objectId, person);
      return person;
    },
    changePerson: (person, changes) => {
      people.set(person.objectId, { ...person, ...people.get(person.objectId), ...changes });
    },
    addApplication: ({ credentials = [], ...said }) => {
      const nth = applications.size;
      const application: FakeApplication = {
        nativeId: guidOf(tenant.id, 'application', said.name, nth),
        appId: guidOf(tenant.id, 'client', said.name, nth),
        labels: [],
        ownerTag: undefined,
        serviceManagementReference: undefined,
        enabled: true,
        managedBy: undefined,
        owners: [],
        principalOwners: [],
        ...said,
        credentials: credentials.map(newCredential),
      };
      applications.set(application.nativeId, application);
      return subjectOf(application, tenant);
    },
    changeApplication: change,
    deleteApplication: (nativeId) => void applications.delete(nativeId),
    addCredential,
    credentialsOf: (nativeId) => at(nativeId).credentials,
    signsIn: (nativeId, value) => {
      const application = applications.get(nativeId);
      if (application?.enabled !== true) return false;
      return application.credentials.some(
        (credential) => credential.value === value && isInForce(credential, clock.now()),
      );
    },
    made: state.made,
    goAway: () => {
      trouble.outage = 'UNAVAILABLE';
    },
    deny: () => {
      trouble.outage = 'FORBIDDEN';
    },
    comeBack: () => {
      trouble.outage = undefined;
    },
    loseNextAnswer: () => {
      trouble.nextAdd = 'lose the answer';
    },
    refuseNext: () => {
      trouble.nextAdd = 'refuse';
    },
    lag: () => {
      trouble.hidden ??= new Set();
    },
    catchUp: () => {
      trouble.hidden = undefined;
    },
    unread: (entries) => {
      trouble.unread = entries;
    },
  };
};

/** At the very millisecond of its end a credential is over. */
const isInForce = ({ startsAt, expiresAt }: FakeCredential, now: Instant): boolean =>
  (startsAt === undefined || startsAt <= now) && (expiresAt === undefined || expiresAt > now);
