import { describe, expect, test } from '@jest/globals';
import appRoles from '../../infra/graph/app-roles.json' with { type: 'json' };
import packages from '../../infra/graph/access-packages.json' with { type: 'json' };
import permissions from '../../infra/permissions.json' with { type: 'json' };
import { expandBicep } from '../../scripts/bicep/expand.ts';
import { deployPackages } from '../../scripts/graph/deploy-packages.ts';
import { dryRun } from '../../scripts/graph/graph-calls.ts';
import { applyLayer, type GraphLayer, removeLayer, verifyLayer } from '../../scripts/graph/layer.ts';
import { accessPackages } from '../../scripts/infra/access-packages.ts';
import { GRAPH_PARAMETERS } from '../../scripts/infra/graph-check.ts';
import { at, INFRA } from '../support/deployment.ts';
import { graphDirectory } from '../support/fakes/graph-directory.ts';

const IDS = { watch: 'id-watch', renew: 'id-renew', link: 'id-link' };
const layer = (over: Partial<GraphLayer> = {}): GraphLayer => ({
  environmentName: 'test',
  principalIds: IDS,
  linkBaseUrl: 'https://links.example.org',
  callersAudience: 'AzureADMyOrg',
  appRoles,
  permissions: Object.fromEntries(Object.entries(permissions).map(([role, { graph }]) => [role, graph])),
  trust: { issuer: 'https://login.example.org/t/v2.0' },
  ...over,
});
const quiet = () => undefined;

describe('the Graph layer by script', () => {
  test('gives each identity the permissions of the matrix, and registers who people sign in to', async () => {
    const directory = graphDirectory(Object.values(IDS));
    const clientIds = await applyLayer(directory.calls, layer(), quiet);
    for (const role of ['watch', 'renew', 'link'] as const) {
      expect(directory.held(IDS[role]).toSorted()).toEqual([...permissions[role].graph].toSorted());
    }
    const registrations = directory.all('/applications');
    expect(registrations.map(({ uniqueName }) => uniqueName)).toEqual([
      'expiry-monitor-watch-test',
      'expiry-monitor-link-test',
    ]);
    expect(registrations.map(({ appId }) => appId)).toEqual(Object.values(clientIds));
    for (const { appRoles: roles } of registrations) {
      expect((roles as { value: string }[]).map(({ value }) => value)).toEqual([
        'Reader',
        'Operator',
        'Approver',
        'Auditor',
      ]);
    }
    expect(await verifyLayer(directory.calls, layer())).toEqual([]);
  });

  test('what recipients sign in to is open to every tenant, tells when they signed in, and keeps no secret', async () => {
    const directory = graphDirectory(Object.values(IDS));
    await applyLayer(directory.calls, layer(), quiet);
    const [, link] = directory.all('/applications');
    expect(link).toMatchObject({
      signInAudience: 'AzureADMultipleOrgs',
      web: { redirectUris: ['https://links.example.org/auth/callback'] },
      optionalClaims: { idToken: [{ name: 'auth_time' }, { name: 'acct' }] },
    });
    const trusted = directory.all(`/applications/${link?.id ?? ''}/federatedIdentityCredentials`);
    expect(trusted).toMatchObject([{ subject: IDS.link, issuer: 'https://login.example.org/t/v2.0' }]);
  });

  test('what people call checks tokens, so it has no credential, and a scope that tells people from programs', async () => {
    const directory = graphDirectory(Object.values(IDS));
    await applyLayer(directory.calls, layer(), quiet);
    const [api] = directory.all('/applications');
    expect(api).toMatchObject({
      api: { requestedAccessTokenVersion: 2, oauth2PermissionScopes: [{ value: 'access_as_user' }] },
      optionalClaims: { accessToken: [{ name: 'auth_time' }] },
    });
    expect(api).not.toHaveProperty('web');
    expect(directory.all(`/applications/${api?.id ?? ''}/federatedIdentityCredentials`)).toEqual([]);
  });

  test('applied twice, it adds nothing', async () => {
    const directory = graphDirectory(Object.values(IDS));
    await applyLayer(directory.calls, layer(), quiet);
    directory.written.length = 0;
    await applyLayer(directory.calls, layer(), quiet);
    expect(directory.written.filter((line) => !line.startsWith('PATCH'))).toEqual([]);
  });

  test('takes away what the matrix does not name, as after a change from all applications to owned ones', async () => {
    const directory = graphDirectory(Object.values(IDS));
    const wide = {
      ...layer().permissions,
      renew: ['Application.ReadWrite.All', 'User.Read.All', 'GroupMember.Read.All'],
    };
    await applyLayer(directory.calls, layer({ permissions: wide }), quiet);
    expect(await verifyLayer(directory.calls, layer())).toEqual([
      'renew lacks Application.ReadWrite.OwnedBy',
      'renew has Application.ReadWrite.All, which it does not need',
    ]);
    await applyLayer(directory.calls, layer(), quiet);
    expect(directory.held(IDS.renew)).not.toContain('Application.ReadWrite.All');
  });

  test('told to try, it writes nothing and says what it would write', async () => {
    const directory = graphDirectory(Object.values(IDS));
    const said: string[] = [];
    await applyLayer(
      dryRun(directory.calls, (line) => said.push(line)),
      layer(),
      quiet,
    );
    expect(directory.written).toEqual([]);
    expect(
      said.filter((line) => line.startsWith('would POST /servicePrincipals/graph/appRoleAssignedTo')).length,
    ).toBe(Object.values(permissions).flatMap(({ graph }) => graph).length);
    expect(said.join('\n')).toMatch(/would POST \/applications .*expiry-monitor-link-test/);
  });

  test('is removed without a trace', async () => {
    const directory = graphDirectory(Object.values(IDS));
    await applyLayer(directory.calls, layer(), quiet);
    await removeLayer(directory.calls, layer(), quiet);
    expect(directory.all('/applications')).toEqual([]);
    expect(Object.values(IDS).flatMap(directory.held)).toEqual([]);
    await removeLayer(directory.calls, layer(), quiet);
  });

  test('a certificate takes the place of the identity where that is not trusted, and never with its private half', async () => {
    const directory = graphDirectory(Object.values(IDS));
    const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
    await applyLayer(directory.calls, layer({ trust: { certificate } }), quiet);
    const [, link] = directory.all('/applications');
    expect(link?.['keyCredentials']).toMatchObject([{ key: 'MIIB', usage: 'Verify' }]);
    expect(directory.all(`/applications/${link?.id ?? ''}/federatedIdentityCredentials`)).toEqual([]);
    const whole = `${certificate}\n-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----`;
    await expect(
      applyLayer(directory.calls, layer({ trust: { certificate: whole } }), quiet),
    ).rejects.toThrow('holds a private key');
  });

  test.each([
    [{ principalIds: { watch: 'gone' } }, 'There is no service principal gone: deploy the apps first.'],
    [{ permissions: { watch: ['Nothing.Read'] } }, 'Graph has no application permission Nothing.Read.'],
  ])('what can not be is said: %j', async (over, message) => {
    const directory = graphDirectory(Object.values(IDS));
    await expect(applyLayer(directory.calls, layer(over as Partial<GraphLayer>), quiet)).rejects.toThrow(
      message,
    );
  });
});

describe('the Graph layer by Bicep', () => {
  const { resources, faults } = expandBicep(`${INFRA}/graph/main.bicep`, GRAPH_PARAMETERS);

  test('grants exactly what the matrix says', () => {
    expect(faults).toEqual([]);
    const grants = resources.filter(({ type }) => type === 'Microsoft.Graph/appRoleAssignedTo');
    const ids = Object.entries(permissions).flatMap(([role, { graph }]) =>
      graph.map(() => GRAPH_PARAMETERS[`${role}PrincipalId`]),
    );
    expect(grants.map(({ body }) => body['principalId']).toSorted()).toEqual(ids.toSorted());
  });

  test('registers the same applications as the script', async () => {
    const directory = graphDirectory(Object.values(IDS));
    await applyLayer(directory.calls, layer({ environmentName: 'check' }), quiet);
    const byBicep = resources
      .filter(({ type }) => type === 'Microsoft.Graph/applications')
      .map(({ body }) => body);
    const byScript = directory.all('/applications').map(({ id: _, appId: __, ...body }) => body);
    expect(byScript).toEqual(byBicep);
  });

  test('trusts identities and keeps no secret', () => {
    const federations = resources.filter(({ type }) => type.endsWith('federatedIdentityCredentials'));
    expect(federations.map(({ body }) => [at(body, 'subject'), at(body, 'audiences')])).toEqual([
      [GRAPH_PARAMETERS['linkPrincipalId'], ['api://AzureADTokenExchange']],
    ]);
    expect(JSON.stringify(resources)).not.toMatch(/passwordCredentials|keyCredentials/);
  });
});

describe('access packages', () => {
  test('are made once for each role, with their approvers and reviews', async () => {
    const directory = graphDirectory(Object.values(IDS));
    await applyLayer(directory.calls, layer(), quiet);
    const given = accessPackages.parse(packages);
    const deploy = () =>
      deployPackages(directory.calls, given, 'test', appRoles, new Date('2026-12-01T00:00:00Z'), quiet);
    await deploy();
    const BASE = '/identityGovernance/entitlementManagement';
    expect(directory.all(`${BASE}/catalogs`)).toHaveLength(1);
    expect(directory.all(`${BASE}/accessPackages`)).toHaveLength(given.packages.length);
    const [policy] = directory.all(`${BASE}/assignmentPolicies`);
    expect(at(policy as never, 'requestApprovalSettings', 'stages', 0, 'primaryApprovers')).toHaveLength(3);
    expect(at(policy as never, 'reviewSettings', 'schedule', 'recurrence', 'pattern', 'interval')).toBe(6);
    await deploy();
    expect(directory.all(`${BASE}/accessPackages`)).toHaveLength(given.packages.length);
    expect(directory.all(`${BASE}/resourceRequests`)).toHaveLength(2);
  });

  test('wait for the registrations', async () => {
    const directory = graphDirectory(Object.values(IDS));
    const deploying = deployPackages(
      directory.calls,
      accessPackages.parse(packages),
      'test',
      appRoles,
      new Date(0),
      quiet,
    );
    await expect(deploying).rejects.toThrow('deploy the Graph layer first');
  });
});
