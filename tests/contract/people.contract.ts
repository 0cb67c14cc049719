import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Subject } from '../../lib/domain/credential.ts';
import type { TenantId } from '../../lib/domain/ids.ts';
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
  readonly goAway: () => void;
  readonly deny: () => void;
  readonly comeBack: () => void;
  readonly stop: () => Promise<void>;
}

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
      expect(found.value.applicationOwners).toHaveLength(owners);
      expect(new Set(found.value.applicationOwners.map(({ objectId }) => objectId)).size).toBe(owners);
    });

    test('names the owners of the service principal apart from those of the application', async () => {
      const { subject, owner } = setting.byPrincipal;
      expect(await setting.people.ownersOf(subject)).toEqual({
        ok: true,
        value: { byLabel: [], applicationOwners: [], servicePrincipalOwners: [owner] },
      });
    });

    test('names nobody where nobody is', async () => {
      await setting.people.ownersOf(setting.wellOwned.subject);
      expect(await setting.people.ownersOf(setting.unowned)).toEqual({
        ok: true,
        value: { byLabel: [], applicationOwners: [], servicePrincipalOwners: [] },
      });
    });

    test('names the person whom a label names', async () => {
      const { people, unowned, someone } = setting;
      const ownerHints = { ...unowned.ownerHints, ownerTag: someone.userPrincipalName };
      const found = await people.ownersOf({ ...unowned, ownerHints });
      expect(found).toMatchObject({ ok: true, value: { byLabel: [someone] } });
    });

    test('takes a label that names no person for none', async () => {
      const { people, unowned } = setting;
      for (const ownerTag of ['web-team', 'nobody@elsewhere.example', "x' or mail ne '"]) {
        const found = await people.ownersOf({ ...unowned, ownerHints: { ...unowned.ownerHints, ownerTag } });
        expect(found).toMatchObject({ ok: true, value: { byLabel: [] } });
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
