import type { LinkEvidence, Named, OwnerLink } from '../../../lib/domain/owner-evidence.ts';
import type { Person } from '../../../lib/domain/person.ts';
import { fail, ok } from '../../../lib/domain/result.ts';
import type { CredentialIssuer, Holder } from '../../../lib/ports/credential-issuer.ts';
import type { CredentialSource, SourceChanges } from '../../../lib/ports/credential-source.ts';
import type { People } from '../../../lib/ports/people.ts';
import { type FakeApplication, subjectOf } from './directory-records.ts';
import type { DirectoryState } from './directory-state.ts';

/** The applications of a directory in memory, page by page. */
export const sourceOf = (state: DirectoryState): CredentialSource => {
  const { tenant, applications, pageSize, down, shown, trouble } = state;
  return {
    tenant: tenant.id,
    source: 'entra-applications',
    watches: (nativeId) => /^[0-9a-f]{8}-/.test(nativeId),
    page: (cursor) => {
      const start = Number(cursor ?? 0);
      const end = start + pageSize;
      const listed = [...applications.values()].slice(start, end).map(shown);
      return Promise.resolve(
        down() ??
          ok({
            subjects: listed.map((application) => subjectOf(application, tenant)),
            unread: cursor === undefined ? trouble.unread : [],
            next: end < applications.size ? String(end) : undefined,
          }),
      );
    },
    look: (nativeId) => {
      const application = applications.get(nativeId);
      return Promise.resolve(
        down() ?? ok(application === undefined ? undefined : subjectOf(shown(application), tenant)),
      );
    },
  };
};

/** What changed of its applications since a mark: the names of those that did, and no more of them. */
export const changesOf = ({ tenant, applications, down }: DirectoryState): FakeChanges => {
  const marks: Map<string, string>[] = [];
  let oldest = 0;
  const marked = (): string => {
    const now = [...applications.values()].map((one) => [one.nativeId, JSON.stringify(one)] as const);
    return String(marks.push(new Map(now)) - 1);
  };
  return {
    mark: () => Promise.resolve(down() ?? ok(marked())),
    page: (mark) => {
      const before = marks[Number(mark)];
      if (before === undefined || Number(mark) < oldest)
        return Promise.resolve(down() ?? fail({ code: 'EXPIRED', detail: 'This mark is too old.' }));
      const all = [...applications.values()];
      const changed = all.filter((one) => before.get(one.nativeId) !== JSON.stringify(one));
      const [whole, parts] = [changed.filter((_, n) => n % 2 === 0), changed.filter((_, n) => n % 2 === 1)];
      return Promise.resolve(
        down() ??
          ok({
            subjects: whole.map((one) => subjectOf(one, tenant)),
            toLookAt: parts.map(({ nativeId }) => nativeId),
            gone: [...before.keys()].filter((nativeId) => !applications.has(nativeId)),
            ...{ holdingNothing: [], unread: [], next: undefined, mark: marked() },
          }),
      );
    },
    expire: () => {
      oldest = marks.length;
    },
  };
};

/** Changes whose marks can be made too old. */
export type FakeChanges = SourceChanges & { readonly expire: () => void };

/** The people of a directory in memory, and who owns what. */
export const peopleOf = ({
  tenant,
  applications,
  people,
  groups,
  managers,
  down,
}: DirectoryState): People => {
  const nobody: Named = { people: [], leftOut: { unknown: 1 } };
  const inGroup = (mail: string): Named => {
    const members = groups.get(mail.toLowerCase());
    if (members === undefined) return nobody;
    if (members.length > 50) return { people: [], leftOut: { largeGroups: 1 } };
    return { people: [], members: asTheyAre(members) };
  };
  const by = (
    fields: (person: Person) => readonly (string | undefined)[],
    text: string,
  ): Person | undefined =>
    [...people.values()].find((person) =>
      fields(person).some((field) => field?.toLowerCase() === text.toLowerCase()),
    );
  const asTheyAre = (owners: readonly Person[]): readonly Person[] =>
    owners.flatMap(({ objectId }) => people.get(objectId) ?? []);
  return {
    find: (of, idOrName) => {
      const found = by(({ objectId, userPrincipalName }) => [objectId, userPrincipalName], idOrName);
      return Promise.resolve(down() ?? ok(of === tenant.id ? found : undefined));
    },
    managerOf: (person) => {
      const manager = people.get(managers.get(person.objectId) ?? '');
      return Promise.resolve(down() ?? ok(person.tenant === tenant.id ? manager : undefined));
    },
    named: (_of, contact) => {
      if (contact.kind === 'mailbox') return Promise.resolve(ok({ people: [], mailbox: contact.address }));
      const person =
        contact.kind === 'person'
          ? by((one) => [one.objectId, one.userPrincipalName, one.mail], contact.who)
          : undefined;
      const word = contact.kind === 'person' ? contact.who : contact.which;
      const found = person === undefined && contact.kind === 'person' ? nobody : undefined;
      return Promise.resolve(
        down() ?? ok(person === undefined ? (found ?? inGroup(word)) : { people: [person], leftOut: {} }),
      );
    },
    ownersOf: ({ nativeId, appId, ownerHints }) => {
      const application =
        applications.get(nativeId) ?? [...applications.values()].find((one) => one.appId === appId);
      const tagged = (link: OwnerLink, address: string | undefined): readonly LinkEvidence[] => {
        if (address === undefined) return [];
        const person = by(({ userPrincipalName, mail }) => [userPrincipalName, mail], address);
        return [{ link, ...(person === undefined ? inGroup(address) : { people: [person] }) }];
      };
      const owned = (link: OwnerLink, owners: readonly Person[] | undefined): readonly LinkEvidence[] =>
        application === undefined ? [] : [{ link, people: asTheyAre(owners ?? []) }];
      return Promise.resolve(
        down() ??
          ok({
            links: [
              ...tagged('owner-tag', ownerHints.ownerTag),
              ...owned('application-owner', application?.owners),
              ...owned('service-principal-owner', application?.principalOwners),
              ...tagged('vault-tag', ownerHints.vaultOwnerTag),
              ...tagged('resource-group-tag', ownerHints.resourceGroupOwnerTag),
              ...tagged('subscription-tag', ownerHints.subscriptionOwnerTag),
            ],
          }),
      );
    },
  };
};

/** Makes and removes the client secrets of a directory in memory. */
export const issuerOf = (state: DirectoryState): CredentialIssuer => {
  const { tenant, clock, applications, down, shown, change, addCredential, trouble } = state;
  const holderOf = ({ tenant: of, nativeId }: Holder): FakeApplication | undefined =>
    of === tenant.id ? applications.get(nativeId) : undefined;
  const missing = () => fail({ code: 'NOT_FOUND', detail: 'There is no such application.' });
  return {
    held: (holder) => {
      const application = holderOf(holder);
      if (application === undefined) return Promise.resolve(down() ?? missing());
      const secrets = shown(application).credentials.filter(({ kind }) => kind === 'client-secret');
      return Promise.resolve(down() ?? ok(secrets.map(({ keyId, name }) => ({ keyId, name }))));
    },
    add: (holder, name, expiresAt) => {
      const failed = down() ?? (holderOf(holder) === undefined ? missing() : undefined);
      if (failed !== undefined) return Promise.resolve(failed);
      const mishap = trouble.nextAdd;
      trouble.nextAdd = undefined;
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
      if (failed !== undefined) return Promise.resolve(failed);
      const application = holderOf(holder);
      if (application !== undefined) {
        const credentials = application.credentials.filter((credential) => credential.keyId !== keyId);
        change(holder.nativeId, { credentials });
      }
      return Promise.resolve(ok(undefined));
    },
  };
};
