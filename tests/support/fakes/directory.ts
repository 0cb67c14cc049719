import { objectId, type Person } from '../../../lib/domain/person.ts';
import { fail, ok } from '../../../lib/domain/result.ts';
import type { Subject } from '../../../lib/domain/credential.ts';
import type { Tenant } from '../../../lib/domain/tenant.ts';
import type { Instant } from '../../../lib/domain/time.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import type { CredentialIssuer, Holder } from '../../../lib/ports/credential-issuer.ts';
import type { CredentialSource } from '../../../lib/ports/credential-source.ts';
import type { People } from '../../../lib/ports/people.ts';
import type { Unread } from '../../../lib/ports/scans.ts';
import { type FakeApplication, type FakeCredential, guidOf, subjectOf } from './directory-records.ts';

export type NewCredential = Partial<Omit<FakeCredential, 'value'>>;
export type NewApplication = Partial<Omit<FakeApplication, 'credentials'>> & {
  readonly name: string;
  readonly credentials?: readonly NewCredential[];
};

/** A tenant's directory in memory: what one port changes, the others see. */
export interface FakeDirectory {
  readonly tenant: Tenant;
  readonly applications: CredentialSource;
  readonly people: People;
  readonly issuer: CredentialIssuer;
  addPerson(person: Partial<Omit<Person, 'tenant'>> & { readonly displayName: string }): Person;
  /** Leaves, comes back, gets another mailbox. */
  changePerson(person: Person, change: Partial<Pick<Person, 'enabled' | 'mail' | 'displayName'>>): void;
  addApplication(application: NewApplication): Subject;
  /** Someone else's doing, not ours. */
  changeApplication(nativeId: string, change: Partial<FakeApplication>): void;
  deleteApplication(nativeId: string): void;
  addCredential(nativeId: string, credential: NewCredential): FakeCredential;
  /** All there is, values too, whatever lists show of it. */
  credentialsOf(nativeId: string): readonly FakeCredential[];
  /** Whether an application can sign in with this value now. */
  signsIn(nativeId: string, value: string): boolean;
  /** Every request fails until it comes back. */
  goAway(): void;
  comeBack(): void;
  /** Every request is refused until access is granted. */
  deny(): void;
  grant(): void;
  /** The next `add` has its effect and says that it can't be reached. */
  loseNextAnswer(): void;
  /** The next `add` is refused by a rule of the tenant. */
  refuseNext(): void;
  /** Lists stay as they are now, whatever is added, until they catch up. */
  lag(): void;
  catchUp(): void;
  /** The first page names these besides, until it is called again. */
  unread(entries: readonly Unread[]): void;
}

export interface FakeDirectoryOptions {
  readonly tenant: Tenant;
  readonly clock: Clock;
  /** Applications per page. */
  readonly pageSize?: number;
}

export const fakeDirectory = ({ tenant, clock, pageSize = 100 }: FakeDirectoryOptions): FakeDirectory => {
  const applications = new Map<string, FakeApplication>();
  const people = new Map<string, Person>();
  let unread: readonly Unread[] = [];
  let outage: 'UNAVAILABLE' | 'FORBIDDEN' | undefined;
  let hidden: Set<string> | undefined;
  let nextAdd: 'lose the answer' | 'refuse' | undefined;
  let made = 0;

  const down = () =>
    outage === undefined ? undefined : fail({ code: outage, detail: `The directory is ${outage}.` });
  const visible = (application: FakeApplication): FakeApplication => ({
    ...application,
    credentials: application.credentials.filter(({ keyId }) => hidden?.has(keyId) !== true),
  });
  const current = (owners: readonly Person[]): Person[] =>
    owners.flatMap((owner) => people.get(owner.objectId) ?? []);
  const byName = (name: string): Person | undefined =>
    [...people.values()].find(({ userPrincipalName, mail }) =>
      [userPrincipalName, mail].some((text) => text?.toLowerCase() === name.toLowerCase()),
    );
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
      value: kind === 'client-secret' ? `f${made}k~${guidOf(tenant.id, 'value', made)}` : undefined,
    };
  };
  const addCredential = (nativeId: string, wanted: NewCredential): FakeCredential => {
    const credential = newCredential(wanted);
    change(nativeId, { credentials: [credential, ...at(nativeId).credentials] });
    hidden?.add(credential.keyId);
    return credential;
  };
  const holderOf = ({ tenant: of, nativeId }: Holder): FakeApplication | undefined =>
    of === tenant.id ? applications.get(nativeId) : undefined;

  return {
    tenant,
    applications: {
      tenant: tenant.id,
      source: 'entra-applications',
      page: (cursor) => {
        const failed = down();
        if (failed) return Promise.resolve(failed);
        const start = Number(cursor ?? 0);
        const listed = [...applications.values()].slice(start, start + pageSize).map(visible);
        return Promise.resolve(
          ok({
            subjects: listed.map((application) => subjectOf(application, tenant)),
            unread: cursor === undefined ? unread : [],
            next: start + pageSize < applications.size ? String(start + pageSize) : undefined,
          }),
        );
      },
      look: (nativeId) => {
        const application = applications.get(nativeId);
        return Promise.resolve(
          down() ?? ok(application === undefined ? undefined : subjectOf(visible(application), tenant)),
        );
      },
    },
    people: {
      find: (of, idOrName) =>
        Promise.resolve(
          down() ??
            ok(
              of === tenant.id
                ? (people.get(idOrName.toLowerCase()) ??
                    [...people.values()].find(
                      ({ userPrincipalName }) => userPrincipalName.toLowerCase() === idOrName.toLowerCase(),
                    ))
                : undefined,
            ),
        ),
      ownersOf: ({ nativeId, ownerHints }) => {
        const application = applications.get(nativeId);
        const labelled = ownerHints.ownerTag === undefined ? undefined : byName(ownerHints.ownerTag);
        return Promise.resolve(
          down() ??
            ok({
              byLabel: labelled === undefined ? [] : [labelled],
              applicationOwners: current(application?.owners ?? []),
              servicePrincipalOwners: current(application?.principalOwners ?? []),
            }),
        );
      },
    },
    issuer: {
      held: (holder) => {
        const application = holderOf(holder);
        if (application === undefined) return Promise.resolve(down() ?? notFound());
        const held = visible(application).credentials.filter(({ kind }) => kind === 'client-secret');
        return Promise.resolve(down() ?? ok(held.map(({ keyId, name }) => ({ keyId, name }))));
      },
      add: (holder, name, expiresAt) => {
        const failed = down();
        if (failed) return Promise.resolve(failed);
        if (holderOf(holder) === undefined) return Promise.resolve(notFound());
        const mishap = nextAdd;
        nextAdd = undefined;
        if (mishap === 'refuse' || expiresAt <= clock.now()) {
          return Promise.resolve(fail({ code: 'REJECTED', detail: 'A rule of the tenant forbids it.' }));
        }
        const { keyId, value } = addCredential(holder.nativeId, { name, startsAt: clock.now(), expiresAt });
        return Promise.resolve(
          mishap === 'lose the answer' || value === undefined
            ? fail({ code: 'UNAVAILABLE', detail: 'The answer is lost.' })
            : ok({ keyId, value, expiresAt }),
        );
      },
      remove: (holder, keyId) => {
        const failed = down();
        if (failed) return Promise.resolve(failed);
        const application = holderOf(holder);
        if (application !== undefined) {
          const credentials = application.credentials.filter((credential) => credential.keyId !== keyId);
          change(holder.nativeId, { credentials });
        }
        return Promise.resolve(ok(undefined));
      },
    },
    addPerson: ({ displayName, ...said }) => {
      const address = `${displayName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}@${tenant.name.toLowerCase()}.example`;
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
    signsIn: (nativeId, value) =>
      (applications.get(nativeId)?.credentials ?? []).some(
        (credential) =>
          credential.value === value && isInForce(credential, clock.now()) && at(nativeId).enabled,
      ),
    goAway: () => void (outage = 'UNAVAILABLE'),
    comeBack: () => void (outage = undefined),
    deny: () => void (outage = 'FORBIDDEN'),
    grant: () => void (outage = undefined),
    loseNextAnswer: () => void (nextAdd = 'lose the answer'),
    refuseNext: () => void (nextAdd = 'refuse'),
    lag: () => void (hidden ??= new Set()),
    catchUp: () => void (hidden = undefined),
    unread: (entries) => void (unread = entries),
  };
};

const notFound = () => fail({ code: 'NOT_FOUND', detail: 'There is no such application.' });

const isInForce = ({ startsAt, expiresAt }: FakeCredential, now: Instant): boolean =>
  (startsAt === undefined || startsAt <= now) && (expiresAt === undefined || expiresAt > now);
