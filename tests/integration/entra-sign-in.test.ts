import { createPublicKey, verify } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
} from '@azure/identity';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Claims } from '../../local/entra/tokens.ts';
import { indexesByTrap, type TrapName } from '../../local/entra/tenant/traps.ts';
import { rsaCertificate } from './entra-rsa-certificate.ts';
import { type RunningEntra, runEntra } from './entra-running.ts';

let running: RunningEntra;
const options = () => ({ authorityHost: running.entra.loginUrl, disableInstanceDiscovery: true });

beforeAll(async () => {
  running = await runEntra();
});
beforeEach(() => {
  running.clock.ms = Date.now();
});
afterAll(() => running.stop());

const claimsOf = (token: string): Claims =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8')) as Claims;

const trapped = (trap: TrapName) => {
  const { tenant } = running.entra;
  const specs = Array.from({ length: tenant.apps }, (_, index) => tenant.specAt(index));
  const index = indexesByTrap(specs).get(trap)![0]!;
  const application = tenant.applicationAt(index);
  const secrets = application.passwordCredentials.map(({ keyId }) => tenant.secretAt(index, keyId)!);
  return { index, application, secrets };
};

const signIn = (clientId: string, secret: string) =>
  new ClientSecretCredential(running.entra.tenantId, clientId, secret, options()).getToken(
    `${running.entra.graphUrl}/.default`,
  );

/** The number that the login refused with. */
const refusal = async (attempt: Promise<unknown>): Promise<number | undefined> => {
  try {
    await attempt;
  } catch (error) {
    return Number(/AADSTS(\d+)/.exec(String(error))?.[1]);
  }
  return undefined;
};

describe('an application with a secret', () => {
  test('signs in with a generated secret and gets its roles for Graph only', async () => {
    const { application, secrets } = trapped('self-watch');
    const { token, expiresOnTimestamp } = await signIn(application.appId, secrets[0]!);
    const claims = claimsOf(token);
    expect(claims).toMatchObject({
      aud: running.entra.graphUrl,
      iss: `https://sts.windows.net/${running.entra.tenantId}/`,
      tid: running.entra.tenantId,
      appid: application.appId,
      roles: ['Application.Read.All', 'User.Read.All'],
    });
    expect(Math.abs(expiresOnTimestamp - (running.clock.ms + 3_600_000))).toBeLessThan(5_000);

    const other = new ClientSecretCredential(
      running.entra.tenantId,
      application.appId,
      secrets[0]!,
      options(),
    );
    const forStorage = await other.getToken('https://storage.azure.com/.default');
    expect(claimsOf(forStorage.token).aud).toBe('https://storage.azure.com');
    expect(claimsOf(forStorage.token).roles).toBeUndefined();
  });

  test.each<[string, () => [string, string], number]>([
    [
      'an expired secret',
      () => [trapped('long-expired').application.appId, trapped('long-expired').secrets[0]!],
      7000222,
    ],
    ['a wrong secret', () => [trapped('self-watch').application.appId, 'wrong'], 7000215],
    [
      'the key id instead of the value',
      () => {
        const { application } = trapped('self-watch');
        return [application.appId, application.passwordCredentials[0]!.keyId];
      },
      7000215,
    ],
    [
      "another application's secret",
      () => [trapped('self-watch').application.appId, trapped('long-expired').secrets[0]!],
      7000215,
    ],
    [
      'a secret that is not yet valid',
      () => {
        const { application, secrets } = trapped('not-yet-effective');
        const at = application.passwordCredentials.findIndex(
          ({ startDateTime }) => Date.parse(startDateTime ?? '') > running.clock.ms,
        );
        return [application.appId, secrets[at]!];
      },
      7000215,
    ],
    ['an unknown application', () => ['00000000-0000-4000-8000-000000000000', 'x'], 700016],
    [
      'the object id instead of the application id',
      () => [trapped('self-watch').application.id, trapped('self-watch').secrets[0]!],
      700016,
    ],
    [
      'a disabled application',
      () => [trapped('disabled').application.appId, trapped('disabled').secrets[0]!],
      7000112,
    ],
  ])('is refused with %s', async (_, credentials, code) => {
    expect(await refusal(signIn(...credentials()))).toBe(code);
  });

  test('a refusal has the documented body', async () => {
    const response = await fetch(`${running.entra.loginUrl}/${running.entra.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: trapped('self-watch').application.appId,
        client_secret: 'wrong',
        scope: `${running.entra.graphUrl}/.default`,
      }),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: 'invalid_client',
      error_description: expect.stringMatching(
        /^AADSTS7000215: .* Trace ID: \S+ Correlation ID: \S+ Timestamp: /,
      ),
      error_codes: [7000215],
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
      trace_id: expect.any(String),
      correlation_id: expect.any(String),
      error_uri: `${running.entra.loginUrl}/error?code=7000215`,
    });
  });

  test('is refused in a tenant that is not there', async () => {
    const { application, secrets } = trapped('self-watch');
    const elsewhere = new ClientSecretCredential(
      '11111111-1111-4111-8111-111111111111',
      application.appId,
      secrets[0]!,
      options(),
    );
    await expect(elsewhere.getToken('https://storage.azure.com/.default')).rejects.toThrow();
  });

  test('asks for a resource that is not there, and for a scope that is no default', async () => {
    const { application, secrets } = trapped('self-watch');
    const credential = new ClientSecretCredential(
      running.entra.tenantId,
      application.appId,
      secrets[0]!,
      options(),
    );
    expect(await refusal(credential.getToken('https://nobody.example/.default'))).toBe(500011);
    expect(await refusal(credential.getToken(`${running.entra.graphUrl}/Mail.Read`))).toBe(1002012);
  });
});

describe('a managed identity', () => {
  const clientId = (name: string) =>
    running.entra.identities.find((identity) => identity.name === name)!.principal.appId;

  test.each([
    [
      'watch',
      [
        'Application.Read.All',
        'User.Read.All',
        'GroupMember.Read.All',
        'Domain.Read.All',
        'Domain-InternalFederation.Read.All',
        'Policy.Read.All',
        // What a tenant with a device management grants besides.
        'DeviceManagementConfiguration.Read.All',
        'DeviceManagementServiceConfig.Read.All',
        // What a tenant grants whose provisioning and last sign-ins are looked at.
        'Synchronization.Read.All',
        'AuditLog.Read.All',
      ],
    ],
    ['renew', ['Application.ReadWrite.All', 'User.Read.All', 'GroupMember.Read.All', 'AuditLog.Read.All']],
    ['link', undefined],
  ])('%s gets a token with its roles from the identity endpoint', async (name, roles) => {
    const credential = new ManagedIdentityCredential({ clientId: clientId(name) });
    const { token } = await credential.getToken(`${running.entra.graphUrl}/.default`);
    expect(claimsOf(token)).toMatchObject({ aud: running.entra.graphUrl, appid: clientId(name) });
    expect(claimsOf(token).roles).toEqual(roles);
  });

  test('its token is signed with a key of the published set', async () => {
    const token = await running.token('watch');
    const [head = '', claims = '', signature = ''] = token.split('.');
    const { jwks_uri: keysAt } = (await (
      await fetch(`${running.entra.loginUrl}/${running.entra.tenantId}/v2.0/.well-known/openid-configuration`)
    ).json()) as { jwks_uri: string };
    const { keys } = (await (await fetch(keysAt)).json()) as { keys: { kid: string }[] };
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString('utf8')) as { kid: string };
    const key = createPublicKey({ key: keys.find((one) => one.kid === kid)!, format: 'jwk' });
    const data = Buffer.from(`${head}.${claims}`);
    expect(verify('sha256', data, key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  test('is unknown when nobody made it, and nothing is given without the header', async () => {
    const stranger = new ManagedIdentityCredential({ clientId: '22222222-2222-4222-8222-222222222222' });
    await expect(stranger.getToken(`${running.entra.graphUrl}/.default`)).rejects.toThrow(
      /No User Assigned or Delegated Managed Identity found/,
    );
    const query = `api-version=2019-08-01&resource=${running.entra.graphUrl}`;
    const bare = await fetch(`${running.entra.identityEndpoint}?${query}`);
    expect(bare.status).toBe(401);
  });

  test('signs in as the application that trusts it, and as no other', async () => {
    const identity = new ManagedIdentityCredential({ clientId: clientId('renew') });
    const assertion = async () => (await identity.getToken('api://AzureADTokenExchange/.default')).token;
    const as = (appId: string) =>
      new ClientAssertionCredential(running.entra.tenantId, appId, assertion, options()).getToken(
        `${running.entra.graphUrl}/.default`,
      );

    const { appId } = trapped('self-watch').application;
    expect(claimsOf((await as(appId)).token).appid).toBe(appId);
    expect(await refusal(as(trapped('no-end').application.appId))).toBe(70021);
  });
});

describe('an application with a certificate', () => {
  test('signs in once the certificate is on it, and no longer when it is taken off', async () => {
    const { der, pem } = await rsaCertificate();
    const file = join(running.dir, 'client.pem');
    await writeFile(file, pem);
    const { application } = trapped('no-credentials');
    const key = der.toString('base64');
    const put = (keyCredentials: object[]) =>
      running.call('renew', `/applications/${application.id}`, { method: 'PATCH', json: { keyCredentials } });
    const attempt = () =>
      new ClientCertificateCredential(running.entra.tenantId, application.appId, file, options()).getToken(
        'https://storage.azure.com/.default',
      );

    expect(await refusal(attempt())).toBe(700027);
    expect((await put([{ type: 'AsymmetricX509Cert', usage: 'Verify', key }])).status).toBe(204);
    expect(claimsOf((await attempt()).token).appid).toBe(application.appId);
    expect((await put([])).status).toBe(204);
    expect(await refusal(attempt())).toBe(700027);
  });
});

describe('a token', () => {
  test('is refused by Graph from the second in which it expires', async () => {
    const authorization = `Bearer ${await running.token('watch')}`;
    const { exp } = claimsOf(authorization);
    const read = () => running.call('watch', '/applications?$top=1', { headers: { authorization } });

    running.clock.ms = exp * 1000 - 1;
    expect((await read()).status).toBe(200);
    running.clock.ms = exp * 1000;
    const refused = await read();
    expect(refused.status).toBe(401);
    expect(refused.body.error.code).toBe('InvalidAuthenticationToken');
  });

  test('for another resource, or signed by someone else, is refused by Graph', async () => {
    const foreign = await running.token('watch', 'https://storage.azure.com');
    const [head = '', claims = ''] = (await running.token('watch')).split('.');
    for (const token of [foreign, `${head}.${claims}.AAAA`, 'nonsense']) {
      const { status, body } = await running.call('watch', '/applications', {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(status).toBe(401);
      expect(body.error.code).toBe('InvalidAuthenticationToken');
    }
  });
});
