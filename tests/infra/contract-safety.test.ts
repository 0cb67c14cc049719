import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Fields } from '../../scripts/bicep/values.ts';
import { at, deployed, DEPLOYMENTS, INFRA, ofType, ROLES, siteOf } from '../support/deployment.ts';

/** What is said of each resource of a type, in every deployment. */
const everywhere = (type: string): readonly (readonly [string, Fields])[] =>
  DEPLOYMENTS.flatMap((name) =>
    ofType(deployed(name), type).map(({ name: resource, body }) => [`${name} ${resource}`, body] as const),
  );

describe('nothing is reached with a key', () => {
  test.each([
    [
      'Microsoft.Storage/storageAccounts',
      {
        allowSharedKeyAccess: false,
        allowBlobPublicAccess: false,
        minimumTlsVersion: 'TLS1_2',
        supportsHttpsTrafficOnly: true,
      },
    ],
    ['Microsoft.ServiceBus/namespaces', { disableLocalAuth: true, minimumTlsVersion: '1.2' }],
    ['Microsoft.Insights/components', { DisableLocalAuth: true }],
    [
      'Microsoft.KeyVault/vaults',
      { enableRbacAuthorization: true, enablePurgeProtection: true, enableSoftDelete: true },
    ],
    ['Microsoft.Web/sites', { httpsOnly: true }],
  ])('%s', (type, properties) => {
    const all = everywhere(type);
    expect(all.length).toBeGreaterThan(0);
    for (const [name, body] of all)
      expect([name, at(body, 'properties')]).toEqual([name, expect.objectContaining(properties)]);
  });

  test('sites take TLS 1.2 and newer, and no FTP', () => {
    for (const [, body] of everywhere('Microsoft.Web/sites')) {
      expect(at(body, 'properties', 'siteConfig')).toMatchObject({
        minTlsVersion: '1.2',
        scmMinTlsVersion: '1.2',
        ftpsState: 'Disabled',
      });
    }
  });

  test('a workspace that is made takes no key either', () => {
    for (const [, body] of everywhere('Microsoft.OperationalInsights/workspaces')) {
      expect(at(body, 'properties', 'features')).toMatchObject({ disableLocalAuth: true });
    }
  });

  test('no file holds a key, a secret or a way to ask for one', () => {
    const files = readdirSync(INFRA, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:bicep|json|kql)$/.test(name),
    );
    expect(files.length).toBeGreaterThan(30);
    const found = files.filter((name) =>
      /listKeys|listConnectionStrings|AccountKey=|SharedAccessKey|SharedAccessSignature|InstrumentationKey=|PRIVATE KEY|SG\.[\w-]{20}|getSecret\(/.test(
        readFileSync(join(INFRA, name), 'utf8'),
      ),
    );
    expect(found).toEqual([]);
  });

  test('no publishing by password is switched on', () => {
    expect(everywhere('Microsoft.Web/sites/basicPublishingCredentialsPolicies')).toEqual([]);
  });

  test('each app has an identity, a plan, a host account and a vault that no other has', () => {
    for (const name of DEPLOYMENTS) {
      const sites = ROLES.map((role) => siteOf(deployed(name), role).body);
      const distinct = (of: (body: Fields) => unknown) =>
        new Set(sites.map((body) => JSON.stringify(of(body)))).size;
      expect(distinct((body) => at(body, 'identity'))).toBe(3);
      expect(distinct((body) => at(body, 'properties', 'serverFarmId'))).toBe(3);
      expect(
        distinct((body) => at(body, 'properties', 'functionAppConfig', 'deployment', 'storage', 'value')),
      ).toBe(3);
    }
  });
});

describe('who is reached from where', () => {
  test('renew answers nobody but its deployment', () => {
    expect(siteOf(deployed('prod-public'), 'renew').body).toMatchObject({
      properties: { siteConfig: { ipSecurityRestrictionsDefaultAction: 'Deny' } },
    });
    expect(siteOf(deployed('prod-public'), 'link').body).toMatchObject({
      properties: { siteConfig: { ipSecurityRestrictionsDefaultAction: 'Allow' } },
    });
  });

  test('with private networking, nothing answers outside it but a link app that is said to', () => {
    const closed = deployed('prod-private');
    for (const type of [
      'Microsoft.Storage/storageAccounts',
      'Microsoft.ServiceBus/namespaces',
      'Microsoft.KeyVault/vaults',
      'Microsoft.Web/sites',
    ]) {
      for (const { body } of ofType(closed, type))
        expect(at(body, 'properties', 'publicNetworkAccess')).toBe('Disabled');
    }
    const open = deployed('prod-private', { linkIsPublic: true });
    expect(siteOf(open, 'link').body).toMatchObject({ properties: { publicNetworkAccess: 'Enabled' } });
    expect(siteOf(open, 'watch').body).toMatchObject({ properties: { publicNetworkAccess: 'Disabled' } });
  });

  test('with private networking, everything that is closed has an endpoint and a name', () => {
    const closed = deployed('prod-private');
    const reached = new Set(
      ofType(closed, 'Microsoft.Network/privateEndpoints').map(({ body }) =>
        at(body, 'properties', 'privateLinkServiceConnections', 0, 'properties', 'privateLinkServiceId'),
      ),
    );
    const need = [
      'Microsoft.Storage/storageAccounts',
      'Microsoft.ServiceBus/namespaces',
      'Microsoft.KeyVault/vaults',
      'Microsoft.Web/sites',
    ].flatMap((type) => ofType(closed, type));
    expect(need.filter(({ id }) => !reached.has(id)).map(({ name }) => name)).toEqual([]);
    expect(ofType(closed, 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups').length).toBe(
      ofType(closed, 'Microsoft.Network/privateEndpoints').length,
    );
    expect(ofType(closed, 'Microsoft.ServiceBus/namespaces')[0]?.body).toMatchObject({
      sku: { name: 'Premium' },
    });
  });

  test('apps and endpoints are in subnets of their own', () => {
    const [network] = ofType(deployed('prod-private'), 'Microsoft.Network/virtualNetworks');
    const subnets = at(network?.body, 'properties', 'subnets') as readonly {
      name: string;
      properties: { delegations: unknown[] };
    }[];
    expect(subnets.map(({ name, properties }) => [name, properties.delegations.length])).toEqual([
      ['watch', 1],
      ['renew', 1],
      ['link', 1],
      ['endpoints', 0],
    ]);
  });

  test('without it, there is no network', () => {
    expect(ofType(deployed('prod-public'), 'Microsoft.Network/virtualNetworks')).toEqual([]);
  });
});

describe('what can not be is refused with a message that says what to do', () => {
  const network = {
    watchSubnetId: 'a',
    renewSubnetId: 'b',
    linkSubnetId: 'c',
    endpointSubnetId: 'd',
    networkId: 'e',
  };
  test.each([
    [
      'a network without private networking',
      { network },
      /network is given, but privateNetworking is off: switch it on/,
    ],
    [
      'zones with one instance',
      { zoneRedundant: true, alwaysReady: 1 },
      /zoneRedundant needs alwaysReady of 0, or of 2/,
    ],
    ['a link app that nobody reaches', { linkIsPublic: false }, /nobody could open a link/],
    ['events of no vault', { keyVaultEvents: true }, /watchedVaults names no vault/],
    ['a budget that nobody hears of', { monthlyBudget: 10 }, /monthlyBudget needs alertEmails/],
    [
      'a team that takes a name of ours',
      { opsSubscriptions: [{ name: 'raise-request', filter: '1=1', principalId: 'x' }] },
      /a subscription of the app itself: choose another name/,
    ],
    [
      'a mail server without a name',
      { mailing: { from: 'a@example.org', teamAddress: 'a@example.org', by: 'smtp' } },
      /mailing\.smtpHost names no mail server/,
    ],
    ['no tenant', { tenants: [] }, /tenants is \[\]; minLength is 1/],
    [
      'a misspelt field',
      { desk: { url: 'x', clientId: 'y', catalogueItem: 'z' } },
      /desk has no catalogueItem/,
    ],
    ['a mode that does not exist', { mode: 'shout' }, /mode is "shout"; allowed are act, observe/],
    ['too many instances', { maximumInstanceCount: 2000 }, /maxValue is 1000/],
  ])('%s', (_what, otherwise, expected) => {
    expect(
      deployed('dev', otherwise)
        .faults.map(({ message }) => message)
        .join('\n'),
    ).toMatch(expected);
  });

  test('what can be is not', () => {
    for (const name of DEPLOYMENTS) expect(deployed(name).faults).toEqual([]);
  });
});

describe('parameter files', () => {
  test('azd starts from the one for development', () => {
    const read = (name: string) => readFileSync(join(INFRA, name), 'utf8');
    expect(read('main.parameters.json')).toBe(read('env/dev.parameters.json'));
  });

  test('an existing workspace and existing vaults are taken and not made again', () => {
    const own = deployed('prod-private');
    expect(ofType(own, 'Microsoft.OperationalInsights/workspaces')).toEqual([]);
    expect(
      ofType(own, 'Microsoft.KeyVault/vaults').map(({ name }) => name.replace(/-[a-z]{13}$/, '')),
    ).toEqual(['kv-watch', 'kv-renew', 'kv-link']);
    expect(ofType(own, 'Microsoft.KeyVault/vaults/keys').map(({ id }) => id.includes('/rg-keys/'))).toEqual([
      true,
      true,
    ]);
  });

  test('deployed twice, everything has the same name', () => {
    const ids = (values: Fields) => deployed('prod-public', values).resources.map(({ id }) => id);
    expect(ids({})).toEqual(ids({ mode: 'act' }));
  });
});
