import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Subject } from '../../lib/domain/credential.ts';
import type { TenantId } from '../../lib/domain/ids.ts';
import type { OwnerEvidence, OwnerLink } from '../../lib/domain/owner-evidence.ts';
import { objectId, type Person } from '../../lib/domain/person.ts';
import type { People } from '../../lib/ports/people.ts';

/** A directory with the people and the owners that the promises are about. */
export interface PeopleSetting {
  readonly people: People;
  readonly tenant: TenantId;
  readonly someone: Person;
  readonly whoLeft: Person;
  /** Whom `someone` reports to. */
  readonly manager: Person;
  /** Someone who is not in the directory. */
  readonly stranger: { readonly objectId: string; readonly userPrincipalName: string };
  /** More owners than an expanded list would show. */
  readonly wellOwned: { readonly subject: Subject; readonly owners: number };
  /** Owned only by way of its service principal. */
  readonly byPrincipal: { readonly subject: Subject; readonly owner: Person };
  /** Owned by nobody, right after one that is owned. */
  readonly unowned: Subject;
  /** A group, with all its people, those of the groups within it too. */
  readonly group: { readonly mail: string; readonly members: readonly Person[] };
  /** The mail address of a group of more than fifty. */
  readonly largeGroup: string;
  readonly goAway: () => void;
  readonly deny: () => void;
  readonly comeBack: () => void;
  readonly stop: () => Promise<void>;
}

const peopleAt = ({ links }: OwnerEvidence, link: OwnerLink): readonly Person[] =>
  links.find((one) => one.link === link)?.people ?? [];

/** What every directory promises about people. */
export const peopleContract = (name: string, open: () => Promise<PeopleSetting>): void => {
  describe(`${name} as a directory of people`, () => {
    let setting: PeopleSetting;
    beforeAll(async () => {
      setting = await open();
    });
    afterAll(() => setting.stop());

    test('finds a person by object id', async () => {
      const { people, tenant, someone } = setting;
      expect(await people.find(tenant, someone.objectId)).toEqual({ ok: true, value: someone });
    });

    test('finds a person by user principal name, however it is written', async () => {
      const { people, tenant, someone } = setting;
      const name = someone.userPrincipalName;
      for (const written of [name, name.toUpperCase()]) {
        expect(await people.find(tenant, written)).toEqual({ ok: true, value: someone });
      }
    });

    test('says of someone who has left that the account is disabled', async () => {
      const { people, tenant, whoLeft } = setting;
      const found = await people.find(tenant, whoLeft.objectId);
      expect(found).toMatchObject({ ok: true, value: { objectId: whoLeft.objectId, enabled: false } });
    });

    test('names whom a person reports to, and nobody where nobody is named or known', async () => {
      const { people, tenant, someone, manager, stranger } = setting;
      expect(await people.managerOf(someone)).toEqual({ ok: true, value: manager });
      expect(await people.managerOf({ tenant, objectId: objectId(stranger.objectId) })).toEqual({
        ok: true,
        value: undefined,
      });
      const above = await people.managerOf(manager);
      expect(above.ok).toBe(true);
    });

    test('knows nobody of another directory', async () => {
      const { people, tenant, stranger } = setting;
      for (const name of [stranger.objectId, stranger.userPrincipalName]) {
        expect(await people.find(tenant, name)).toEqual({ ok: true, value: undefined });
      }
    });

    test.each([
      '',
      ' ',
      '..',
      '../applications',
      '$count',
      "x'x@northwind.example",
      "' or 1 eq 1 or '",
      'a@b@c',
      'a/b@northwind.example',
      'a?b@northwind.example',
      'a\r\nb@northwind.example',
      '%2e%2e%2fapplications',
      'web-team',
    ])('takes %j for the name of nobody', async (hostile) => {
      expect(await setting.people.find(setting.tenant, hostile)).toEqual({ ok: true, value: undefined });
    });

    test('names all owners, however many', async () => {
      const { subject, owners } = setting.wellOwned;
      const found = await setting.people.ownersOf(subject);
      if (!found.ok) throw new Error(found.failure.detail);
      const named = peopleAt(found.value, 'application-owner');
      expect(named).toHaveLength(owners);
      expect(new Set(named.map(({ objectId }) => objectId)).size).toBe(owners);
    });

    test('names the owners of the service principal apart from those of the application', async () => {
      const { subject, owner } = setting.byPrincipal;
      const found = await setting.people.ownersOf(subject);
      if (!found.ok) throw new Error(found.failure.detail);
      expect(found.value.links.map(({ link, people }) => ({ link, people }))).toEqual([
        { link: 'application-owner', people: [] },
        { link: 'service-principal-owner', people: [owner] },
      ]);
    });

    test('names nobody where nobody is', async () => {
      await setting.people.ownersOf(setting.wellOwned.subject);
      const found = await setting.people.ownersOf(setting.unowned);
      if (!found.ok) throw new Error(found.failure.detail);
      expect(found.value.links.map(({ link, people }) => ({ link, people }))).toEqual([
        { link: 'application-owner', people: [] },
        { link: 'service-principal-owner', people: [] },
      ]);
    });

    test('names the person whom a label names', async () => {
      const { people, unowned, someone } = setting;
      const ownerHints = { ...unowned.ownerHints, ownerTag: someone.userPrincipalName };
      const found = await people.ownersOf({ ...unowned, ownerHints });
      if (!found.ok) throw new Error(found.failure.detail);
      expect(peopleAt(found.value, 'owner-tag')).toEqual([someone]);
    });

    test('takes a label that names no person for none', async () => {
      const { people, unowned } = setting;
      for (const ownerTag of ['web-team', 'nobody@elsewhere.example', "x' or mail ne '"]) {
        const found = await people.ownersOf({ ...unowned, ownerHints: { ...unowned.ownerHints, ownerTag } });
        if (!found.ok) throw new Error(found.failure.detail);
        expect(found.value.links[0]).toMatchObject({
          link: 'owner-tag',
          people: [],
          leftOut: { unknown: 1 },
        });
      }
    });

    test('names the people of a group that a tag names, and those of the groups within it', async () => {
      const { people, unowned, group } = setting;
      const ownerHints = { ...unowned.ownerHints, vaultOwnerTag: group.mail };
      const found = await people.ownersOf({ ...unowned, ownerHints });
      if (!found.ok) throw new Error(found.failure.detail);
      const link = found.value.links.find((one) => one.link === 'vault-tag');
      expect(link?.people).toEqual([]);
      expect(link?.members?.map(({ objectId }) => objectId).sort()).toEqual(
        group.members.map(({ objectId }) => objectId).sort(),
      );
    });

    test('counts a group that is too large to answer for anything, and names none of it', async () => {
      const { people, unowned, largeGroup } = setting;
      const found = await people.ownersOf({
        ...unowned,
        ownerHints: { ...unowned.ownerHints, ownerTag: largeGroup },
      });
      expect(found).toMatchObject({
        ok: true,
        value: { links: [{ link: 'owner-tag', people: [], leftOut: { largeGroups: 1 } }, {}, {}] },
      });
    });

    test('keeps the tags of the places that it lies in apart, the nearest first', async () => {
      const { people, unowned, someone, manager, whoLeft } = setting;
      const found = await people.ownersOf({
        ...unowned,
        kind: 'key-vault-item',
        source: 'key-vault',
        nativeId: 'payroll.vault.example/certificates/tls',
        appId: undefined,
        ownerHints: {
          ...unowned.ownerHints,
          subscriptionOwnerTag: someone.userPrincipalName,
          resourceGroupOwnerTag: manager.userPrincipalName,
          vaultOwnerTag: whoLeft.userPrincipalName,
        },
      });
      if (!found.ok) throw new Error(found.failure.detail);
      expect(found.value.links.map(({ link, people: named }) => [link, named])).toEqual([
        ['vault-tag', [whoLeft]],
        ['resource-group-tag', [manager]],
        ['subscription-tag', [someone]],
      ]);
    });

    test('finds whom somebody wrote down: a person by any of their names, a group, or nobody', async () => {
      const { people, tenant, someone, group, stranger } = setting;
      for (const who of [someone.objectId, someone.userPrincipalName, someone.mail ?? '']) {
        expect(await people.named(tenant, { kind: 'person', who })).toMatchObject({
          ok: true,
          value: { people: [someone] },
        });
      }
      const named = await people.named(tenant, { kind: 'group', which: group.mail });
      if (!named.ok) throw new Error(named.failure.detail);
      expect(named.value.people).toEqual([]);
      expect(named.value.members).toHaveLength(group.members.length);
      for (const contact of [
        { kind: 'person', who: stranger.userPrincipalName },
        { kind: 'person', who: group.mail },
        { kind: 'group', which: someone.userPrincipalName },
      ] as const) {
        expect(await people.named(tenant, contact)).toMatchObject({
          ok: true,
          value: { people: [], leftOut: { unknown: 1 } },
        });
      }
    });

    test('says that it is away', async () => {
      const { people, tenant, someone, unowned } = setting;
      setting.goAway();
      const answers = [
        await people.find(tenant, someone.objectId),
        await people.ownersOf(unowned),
        await people.managerOf(someone),
      ];
      setting.comeBack();
      for (const answer of answers)
        expect(answer).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
    });

    test('says that it may not look, and not that nobody is there', async () => {
      const { people, tenant, someone, unowned } = setting;
      setting.deny();
      const answers = [
        await people.find(tenant, someone.objectId),
        await people.ownersOf(unowned),
        await people.managerOf(someone),
      ];
      setting.comeBack();
      for (const answer of answers)
        expect(answer).toMatchObject({ ok: false, failure: { code: 'FORBIDDEN' } });
    });
  });
};
