import { describe, expect, test } from '@jest/globals';
import permissions from '../../infra/permissions.json' with { type: 'json' };
import vaultRights from '../../infra/vault-rights.json' with { type: 'json' };
import topology from '../../infra/topology.json' with { type: 'json' };
import { inText, type Value } from '../../scripts/bicep/values.ts';
import {
  at,
  deployed,
  DEPLOYMENTS,
  ofType,
  type RoleName,
  ROLES,
  settingsOf,
} from '../support/deployment.ts';

/** What Azure calls its built-in roles, from its own table and not from ours. */
const BUILT_IN: Readonly<Record<string, string>> = {
  '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0': 'Azure Service Bus Data Receiver',
  '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39': 'Azure Service Bus Data Sender',
  '12338af0-0e69-4776-bea7-57ae8d297424': 'Key Vault Crypto User',
  '14b46e9e-c2b7-41b4-b07b-48a6ebf60603': 'Key Vault Crypto Officer',
  '21090545-7ca7-4776-b22c-e363652d74d2': 'Key Vault Reader',
  '4633458b-17de-408a-b874-0445c86b69e6': 'Key Vault Secrets User',
  'a4417e6f-fecd-4de8-b567-7b0420556985': 'Key Vault Certificates Officer',
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7': 'Key Vault Secrets Officer',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe': 'Storage Blob Data Contributor',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1': 'Storage Blob Data Reader',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor',
  '76199698-9eea-4c19-bc75-cec21354c6b6': 'Storage Table Data Reader',
};

interface Role {
  readonly tables: Readonly<Record<string, 'read' | 'append' | 'write'>>;
  readonly blobs?: Readonly<Record<string, 'read' | 'append'>>;
  readonly send: readonly string[];
  readonly receive: readonly string[];
  readonly vaults: Readonly<Record<string, readonly string[]>>;
}
const matrix = permissions as Readonly<Record<RoleName, Role>>;

/** The roles of our own, by id: what they allow. */
const ownRolesIn = (name: string): ReadonlyMap<string, string> =>
  new Map(
    ofType(deployed(name), 'Microsoft.Authorization/roleDefinitions').map(({ name: id, body }) => [
      id,
      (at(body, 'properties', 'permissions', 0, 'dataActions') as string[]).toSorted().join(' + '),
    ]),
  );

/** Every assignment as `who: role on what`. Whoever it is, is told by the identity that the principal is of. */
const grantedIn = (name: string): readonly string[] => {
  const own = ownRolesIn(name);
  return ofType(deployed(name), 'Microsoft.Authorization/roleAssignments').map(({ id, body }) => {
    const principal = inText(at(body, 'properties', 'principalId') as Value);
    const who = /identities\/id-(\w+)-/i.exec(principal)?.[1] ?? principal;
    const roleId =
      String(at(body, 'properties', 'roleDefinitionId'))
        .split('/')
        .at(-1) ?? '';
    const role = BUILT_IN[roleId] ?? own.get(roleId) ?? `unknown role ${roleId}`;
    return `${who}: ${role} on ${placeOf(id)}`;
  });
};

/** `tables/Audit`, `topics/renewal-work/subscriptions/open-request`, `vaults/kv-link`: without what makes names unique. */
const placeOf = (id: string): string =>
  (id.split('/providers/').at(-2) ?? '')
    .replace(/^Microsoft\.\w+\//, '')
    .replace(/storageAccounts\/st(\w+?)[a-z]{13}(?=\/|$)/, 'storage/$1')
    .replace(/(-?)[a-z]{13}$/, '')
    .replace(/^namespaces\/sb-[a-z]{13}\//, '')
    .replace(/^storage\/data\/tableServices\/default\//, '')
    .replace(/^(vaults|components)\/(\w+?)-(\w+)?$/, '$1/$2-$3')
    .replace(/-$/, '');

const TABLE_ROLE = {
  read: 'Storage Table Data Reader',
  write: 'Storage Table Data Contributor',
  append:
    'Microsoft.Storage/storageAccounts/tableServices/tables/entities/add/action + Microsoft.Storage/storageAccounts/tableServices/tables/entities/read + Microsoft.Storage/storageAccounts/tableServices/tables/entities/update/action',
};

const BLOB_ROLE = {
  read: 'Storage Blob Data Reader',
  append: 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action',
};

const topicNames = topology.topics.map(({ name }) => name);
const sendPlace = (place: string): string =>
  topicNames.includes(place) ? `topics/${place}` : `queues/${place}`;
const receivePlace = (place: string): string => {
  const [topic = '', subscription] = place.split('/');
  return subscription === undefined ? `queues/${topic}` : `topics/${topic}/subscriptions/${subscription}`;
};
const right = (name: string): { action: string; role: string } => {
  const known = (vaultRights as Record<string, { action: string; role: string }>)[name];
  if (known === undefined)
    throw new Error(`infra/vault-rights.json does not say what ${name} takes on Azure`);
  return known;
};

/** What the matrix says that a role has, in the same words. */
const wantedFor = (
  role: RoleName,
  watched: readonly string[],
  productVault: string,
  deposits: readonly string[] = [],
  versions: readonly string[] = [],
): readonly string[] => {
  const { tables, blobs = {}, send, receive, vaults } = matrix[role];
  const keys = [...new Set((vaults['product'] ?? []).map((name) => right(name).action))]
    .toSorted()
    .join(' + ');
  return [
    ...Object.entries(tables).map(([table, may]) => `${role}: ${TABLE_ROLE[may]} on tables/${table}`),
    ...Object.entries(blobs).map(
      ([container, may]) =>
        `${role}: ${BLOB_ROLE[may]} on storage/data/blobServices/default/containers/${container}`,
    ),
    ...send.map((place) => `${role}: Azure Service Bus Data Sender on ${sendPlace(place)}`),
    ...receive.map((place) => `${role}: Azure Service Bus Data Receiver on ${receivePlace(place)}`),
    ...(keys === '' ? [] : [`${role}: ${keys} on vaults/${productVault}`]),
    ...watched.flatMap((vault) =>
      [...new Set((vaults['watched'] ?? []).map((name) => right(name).role))].map(
        (name) => `${role}: ${name} on vaults/${vault}`,
      ),
    ),
    ...deposits.flatMap((vault) => {
      const actions = (vaults['deposit'] ?? []).map((name) => right(name).action).toSorted();
      return actions.length === 0 ? [] : [`${role}: ${actions.join(' + ')} on vaults/${vault}`];
    }),
    ...versions.flatMap((vault) => {
      const actions = [...new Set((vaults['version'] ?? []).map((name) => right(name).action))].toSorted();
      return actions.length === 0 ? [] : [`${role}: ${actions.join(' + ')} on vaults/${vault}`];
    }),
    // What every app has, of its own: its host's storage, its secrets, its telemetry.
    `${role}: Storage Blob Data Owner on storage/${role}`,
    `${role}: Storage Table Data Contributor on storage/${role}`,
    `${role}: Key Vault Secrets User on vaults/kv-${role}`,
    `${role}: Monitoring Metrics Publisher on components/appi`,
  ];
};

describe('on Azure each role may do what the matrix of permissions says, and nothing else', () => {
  test.each([
    ['dev', [], 'kv-product', [], []],
    ['prod-public', ['kv-example-payments'], 'kv-product', ['kv-example-secrets'], ['kv-example-payments']],
    ['prod-private', ['kv-example-payments'], 'kv-example-keys', [], []],
  ])('%s', (name, watched, productVault, deposits, versions) => {
    const granted = grantedIn(name).filter((line) => ROLES.some((role) => line.startsWith(`${role}: `)));
    const wanted = ROLES.flatMap((role) => wantedFor(role, watched, productVault, deposits, versions));
    expect(granted.toSorted()).toEqual(wanted.toSorted());
  });

  test('every assignment is of an identity that is known here', () => {
    for (const name of DEPLOYMENTS) {
      for (const line of grantedIn(name))
        expect(line).toMatch(/^(?:watch|renew|link|events|[0-9a-f-]{36}): (?!unknown)/);
    }
  });

  test('what delivers events may send to its one topic and write its one container', () => {
    expect(
      grantedIn('prod-public')
        .filter((line) => line.startsWith('events: '))
        .toSorted(),
    ).toEqual([
      'events: Azure Service Bus Data Sender on topics/key-vault-events',
      'events: Storage Blob Data Contributor on storage/data/blobServices/default/containers/undelivered-events',
    ]);
  });

  test('a team that listens receives from its own subscription, with its own filter', () => {
    const expansion = deployed('prod-public');
    const ops = grantedIn('prod-public').filter((line) => /^[0-9a-f-]{36}: /.test(line));
    expect(ops).toEqual([
      '33333333-4444-4555-8666-777777777777: Azure Service Bus Data Receiver on topics/credential-events/subscriptions/payments',
      '44444444-5555-4666-8777-888888888888: Azure Service Bus Data Receiver on topics/renewal-events/subscriptions/audit-archive',
    ]);
    const rule = ofType(expansion, 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules').find(
      ({ name }) => name.includes('/payments/'),
    );
    expect(rule?.body).toMatchObject({
      properties: { sqlFilter: { sqlExpression: "environment = 'LIVE' AND daysRemaining <= 14" } },
    });
  });

  test('nobody reads a value that renew puts into a vault, itself not either', () => {
    const there = grantedIn('prod-public').filter((line) => line.endsWith('vaults/kv-example-secrets'));
    expect(there).toHaveLength(1);
    expect(there[0]).not.toMatch(/getSecret|Officer|User/);
  });

  test('nobody who makes new versions in a vault reads a value, removes anything or changes a policy', () => {
    const there = grantedIn('prod-public').filter(
      (line) => line.startsWith('renew: ') && line.endsWith('vaults/kv-example-payments'),
    );
    expect(there).toHaveLength(1);
    expect(there[0]).toContain('keys/rotate/action');
    expect(there[0]).not.toMatch(/getSecret|delete|purge|update|write|import|Officer|User/);
  });

  test('without roles of our own, appending takes the right to write, and wrapping the right to unwrap', () => {
    const granted = grantedIn('built-in roles only');
    expect(granted).toContain('link: Storage Table Data Contributor on tables/Audit');
    expect(granted).toContain('renew: Key Vault Crypto User on vaults/kv-product');
    expect(ofType(deployed('built-in roles only'), 'Microsoft.Authorization/roleDefinitions')).toEqual([]);
  });

  test('nobody may unwrap what renew wraps but link', () => {
    const unwraps = (name: string) => grantedIn(name).filter((line) => line.includes('keys/unwrap'));
    expect(unwraps('dev').every((line) => line.startsWith('link: '))).toBe(true);
    expect(unwraps('dev')).not.toEqual([]);
  });

  test('a checkpoint is put where it can not be changed for a time', () => {
    const [policy] = ofType(
      deployed('dev'),
      'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies',
    );
    expect(policy?.id).toMatch(/containers\/checkpoints\/immutabilityPolicies\/default$/);
    expect(settingsOf(deployed('dev'), 'renew')['AUDIT_ARCHIVE_URL']).toMatch(
      /^⟦storageAccounts\/stdata.*blob⟧checkpoints$/,
    );
    expect(matrix.renew.blobs).toMatchObject({ checkpoints: 'append' });
  });

  test('roles say nothing about managing Azure itself', () => {
    for (const { body } of ofType(deployed('dev'), 'Microsoft.Authorization/roleDefinitions')) {
      expect(at(body, 'properties', 'permissions', 0, 'actions')).toEqual([]);
    }
  });
});
