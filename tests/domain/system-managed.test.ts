import { describe, expect, test } from '@jest/globals';
import type { Credential, Subject } from '../../lib/domain/credential.ts';
import {
  CATALOGUE,
  CATALOGUE_VERSION,
  type CatalogueChanges,
  managerOf,
} from '../../lib/domain/system-managed.ts';
import { aCredential, aSubject } from '../support/builders.ts';

const NO_CHANGES: CatalogueChanges = { add: [], remove: [] };
const who = (
  subject: Partial<Subject>,
  credential: Partial<Credential> = {},
  changes: CatalogueChanges = NO_CHANGES,
) => managerOf(changes, aSubject(subject), aCredential(credential));

const PROXY = { labels: ['HideApp', 'WindowsAzureActiveDirectoryOnPremApp'] };

describe('the catalogue of managed products', () => {
  test.each<readonly [string, Partial<Subject>, Partial<Credential>, string | undefined]>([
    ['Connect Sync', { name: 'ConnectSyncProvisioning_SRV01_0123' }, {}, 'Microsoft Entra Connect Sync'],
    ['a name that only begins alike', { name: 'ConnectSync tool' }, {}, undefined],
    [
      "the application proxy's own secret",
      PROXY,
      { name: 'CWAP_AuthSecret' },
      'Microsoft Entra application proxy',
    ],
    ["a secret of a published application's owner", PROXY, { name: 'ci secret' }, undefined],
    ['a secret without a name of a published application', PROXY, { name: undefined }, undefined],
    ['a secret of that name elsewhere', {}, { name: 'CWAP_AuthSecret' }, undefined],
    ['a bot, by its tag', { labels: ['power-virtual-agents-0123'] }, {}, 'Microsoft Copilot Studio'],
    ['a bot, by its plain tag', { labels: ['power-virtual-agents'] }, {}, 'Microsoft Copilot Studio'],
    ['a tag that is another word', { labels: ['power-virtual-agentship'] }, {}, undefined],
    ['a bot, by its name', { name: 'HR bot (Power Virtual Agents)' }, {}, 'Microsoft Copilot Studio'],
    ['a name that says it in the middle', { name: '(Power Virtual Agents) audit' }, {}, undefined],
    ['the peer-to-peer server', { name: 'P2P Server' }, {}, 'Microsoft Entra peer-to-peer certificates'],
    ['a namesake with more to its name', { name: 'P2P Server 2' }, {}, undefined],
    ['a managed identity', { principalType: 'ManagedIdentity' }, {}, 'Azure managed identity'],
    ['an ordinary principal', { principalType: 'Application' }, {}, undefined],
    ["Microsoft's own", { ownerOrganization: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' }, {}, 'Microsoft'],
    [
      "Microsoft's own, of its other tenant",
      { ownerOrganization: '72F988BF-86F1-41AF-91AB-2D7CD011DB47' },
      {},
      'Microsoft',
    ],
    [
      'a principal of another vendor',
      { ownerOrganization: '0b7e0d52-6f0c-4f7a-8a1e-3c1d8a0e55f0' },
      {},
      undefined,
    ],
    ["people's own", {}, {}, undefined],
    ['what its source says is managed', {}, { managedBy: 'its certificate' }, 'its certificate'],
  ])('knows %s', (_what, subject, credential, product) => {
    expect(who(subject, credential)).toBe(product);
  });

  test('is versioned by day, and every product in it is known by something', () => {
    expect(CATALOGUE_VERSION).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const product of CATALOGUE) expect(Object.keys(product).length).toBeGreaterThan(1);
  });

  test('can be added to, and what is added comes first', () => {
    const add = [{ name: 'Our robot', subjectNames: ['robot-*'], credentialNames: ['rotated-*'] }];
    const changes = { add: [...add, { name: 'Ours', subjectNames: ['P2P Server'] }], remove: [] };
    expect(who({ name: 'robot-7' }, { name: 'rotated-1' }, changes)).toBe('Our robot');
    expect(who({ name: 'robot-7' }, { name: 'by hand' }, changes)).toBeUndefined();
    expect(who({ name: 'P2P Server' }, {}, changes)).toBe('Ours');
  });

  test('can have products taken out by name, and no others', () => {
    const remove = ['Microsoft Entra peer-to-peer certificates'];
    expect(who({ name: 'P2P Server' }, {}, { add: [], remove })).toBeUndefined();
    expect(who(PROXY, { name: 'CWAP_AuthSecret' }, { add: [], remove })).toBe(
      'Microsoft Entra application proxy',
    );
  });
});
