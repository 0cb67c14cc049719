import { describe, expect, test } from '@jest/globals';
import type * as z from 'zod';
import appSettings from '../../infra/app-settings.json' with { type: 'json' };
import { loadConfig, SETTINGS } from '../../lib/config.ts';
import {
  at,
  deployed,
  DEPLOYMENTS,
  type RoleName,
  ROLES,
  settingsOf,
  siteOf,
} from '../support/deployment.ts';
import { filledSettings } from '../support/example-settings.ts';

/** What the Functions host and the platform read, and the app does not. */
const PLATFORM = [
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'AzureWebJobsStorage__blobServiceUri',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsStorage__credential',
  'AzureWebJobsStorage__tableServiceUri',
  'SERVICE_BUS__clientId',
  'SERVICE_BUS__credential',
];

/** What Flex Consumption forbids, or passes over in silence. */
const FORBIDDEN =
  /^(?:FUNCTIONS_WORKER_RUNTIME|FUNCTIONS_EXTENSION_VERSION|WEBSITE_RUN_FROM_PACKAGE|SCM_DO_BUILD_DURING_DEPLOYMENT|ENABLE_ORYX_BUILD|WEBSITE_CONTENT.*|WEBSITE_NODE_DEFAULT_VERSION|WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT|WEBSITE_VNET_ROUTE_ALL|FUNCTIONS_MAX_HTTP_CONCURRENCY|FUNCTIONS_WORKER_PROCESS_COUNT|WEBSITE_TIME_ZONE|TZ|WEBSITE_LOAD_CERTIFICATES)$/;

const needed = (role: RoleName): readonly string[] =>
  Object.entries(SETTINGS[role] as Readonly<Record<string, z.ZodType>>)
    .filter(([, schema]) => !schema.safeParse(undefined).success)
    .map(([name]) => name);

/** Secrets are known by what they are called; the key of links is named, not held. */
const isSecret = (name: string): boolean =>
  /(?:SECRET|PASSWORD|TOKEN|API_KEY|WEBHOOK_KEY|CONNECTION_STRING)$/.test(name) && !PLATFORM.includes(name);

const everywhere = DEPLOYMENTS.flatMap((name) => ROLES.map((role) => [name, role] as const));

describe('every app is told what it needs, and nothing that it does not know', () => {
  test.each(everywhere)('%s: nothing that %s needs is missing', (name, role) => {
    const missing = needed(role).filter((setting) => !(setting in settingsOf(deployed(name), role)));
    expect(
      missing.map(
        (setting) => `${setting}: set it in infra/app.bicep, infra/app-settings.json or the parameter file`,
      ),
    ).toEqual([]);
  });

  test.each(everywhere)('%s: %s knows all that it is told', (name, role) => {
    const unknown = Object.keys(settingsOf(deployed(name), role)).filter(
      (setting) => !(setting in SETTINGS[role]) && !PLATFORM.includes(setting),
    );
    expect(unknown).toEqual([]);
  });

  test('everything else that an app can be told has a default, and an operator sets it by the parameter settings', () => {
    const more = { watch: { STORM_CAP: '7' }, renew: { OVERLAP: 'P3D' }, link: { REQUEST_TIMEOUT: 'PT9S' } };
    const expansion = deployed('dev', { settings: more });
    expect(settingsOf(expansion, 'watch')).toMatchObject(more.watch);
    expect(settingsOf(expansion, 'renew')).toMatchObject(more.renew);
    expect(settingsOf(expansion, 'link')).toMatchObject(more.link);
  });

  test('before the registrations are made, nobody is said to sign in', () => {
    const before = deployed('dev', { signIns: { watch: '', link: '' } });
    expect(before.faults).toEqual([]);
    expect(Object.keys(settingsOf(before, 'watch'))).not.toContain('API_AUDIENCE');
    expect(settingsOf(deployed('dev'), 'watch')).toMatchObject({
      API_AUDIENCE: expect.stringMatching(/^5{8}-/),
    });
  });

  test('what the template says can not be changed by the parameter settings', () => {
    const expansion = deployed('dev', {
      settings: { link: { APP_ROLE: 'all', AZURE_CLIENT_ID: 'x', SERVICENOW_WEBHOOK_KEY: 'in plain' } },
    });
    expect(settingsOf(expansion, 'link')).toMatchObject({
      APP_ROLE: 'link',
      SERVICENOW_WEBHOOK_KEY: expect.stringContaining('@Microsoft.KeyVault'),
    });
  });

  test.each(everywhere)('%s: %s starts with what it is told', (name, role) => {
    const told = settingsOf(deployed(name, { host: undefined as never }), role);
    const example = filledSettings();
    const filled = Object.entries(told).map(([setting, value]) => [
      setting,
      value.startsWith('@Microsoft.KeyVault')
        ? example[setting] === ''
          ? 'a secret'
          : example[setting]
        : asOnAzure(value),
    ]);
    const settings = { ...Object.fromEntries(filled), LINK_BASE_URL: 'https://link.localhost' } as Readonly<
      Record<string, string>
    >;
    expect(loadConfig(settings).role).toBe(role);
  });
});

/** What is known only on Azure, as it looks there. */
const asOnAzure = (value: string): string =>
  value.replace(/⟦([^⟧]*)⟧/g, (_, from: string) => {
    const endpoint = /primaryEndpoints\.(\w+)$/.exec(from)?.[1];
    if (endpoint !== undefined) return `https://account.${endpoint}.core.windows.net/`;
    if (from.endsWith('.serviceBusEndpoint')) return 'monitor.servicebus.windows.net';
    return '10000000-0000-4000-8000-00000000000c';
  });

describe('secrets', () => {
  const mail = (how: 'sendgrid' | 'smtp', role: RoleName) =>
    role === 'link' ? [] : appSettings.mailSecrets[how];
  const desk = (by: 'servicenow' | 'webhook', role: RoleName) =>
    role === 'renew' ? appSettings.deskSecrets[by] : [];

  test.each([
    ['prod-public', 'sendgrid'],
    ['prod-private', 'smtp'],
  ] as const)('%s: are references to the vault of their own app, and those are all', (name, how) => {
    for (const role of ROLES) {
      const referred = Object.entries(settingsOf(deployed(name), role)).filter(([, value]) =>
        value.startsWith('@Microsoft.KeyVault('),
      );
      const wanted = [...mail(how, role), ...desk('servicenow', role), ...appSettings.secrets[role]];
      expect(referred.map(([setting]) => setting).toSorted()).toEqual(wanted.toSorted());
      const inOwnVault = new RegExp(
        `^@Microsoft\\.KeyVault\\(SecretUri=https://kv-${role}-[a-z]+\\.vault\\.azure\\.net/secrets/[a-z-]+\\)$`,
      );
      for (const [, value] of referred) expect(value).toMatch(inOwnVault);
    }
  });

  test.each(ROLES)('of %s: whatever is called a secret is one', (role) => {
    const known = [
      ...mail('sendgrid', role),
      ...mail('smtp', role),
      ...desk('servicenow', role),
      ...desk('webhook', role),
      ...appSettings.secrets[role],
    ];
    expect(Object.keys(SETTINGS[role]).filter(isSecret).toSorted()).toEqual(known.toSorted());
  });

  test('another desk has its own, and none of ServiceNow', () => {
    const other = deployed('dev', { desk: { by: 'webhook', webhookUrl: 'https://desk.northwind.example/' } });
    expect(other.faults).toEqual([]);
    const told = settingsOf(other, 'renew');
    expect(told).toMatchObject({ DESK: 'webhook', DESK_WEBHOOK_URL: 'https://desk.northwind.example/' });
    expect(told['DESK_WEBHOOK_SECRET']).toMatch(/^@Microsoft\.KeyVault\(/);
    expect(told['SERVICENOW_CLIENT_SECRET']).toBeUndefined();
  });

  test('a mail server that asks nobody to sign in has none', () => {
    const mailing = {
      from: 'a@example.org',
      teamAddress: 'a@example.org',
      by: 'smtp',
      smtpHost: 'smtp.example.org',
    };
    expect(Object.keys(settingsOf(deployed('dev', { mailing }), 'watch')).filter(isSecret)).toEqual([]);
  });

  test.each(ROLES)('of %s are fetched with its own identity', (role) => {
    expect(at(siteOf(deployed('dev'), role).body, 'properties', 'keyVaultReferenceIdentity')).toMatch(
      new RegExp(`/id-${role}-`),
    );
  });

  test('are told to the operator who writes them', () => {
    const { outputs } = deployed('dev');
    expect(
      (outputs.get('SECRETS_TO_WRITE') as string[]).map((place) => place.replace(/-[a-z]{13}/, '')),
    ).toEqual(
      ROLES.flatMap((role) =>
        [...mail('sendgrid', role), ...desk('servicenow', role), ...appSettings.secrets[role]].map(
          (name) => `kv-${role}/${name.toLowerCase().replaceAll('_', '-')}`,
        ),
      ),
    );
  });
});

describe('what the platform is told', () => {
  test.each(everywhere)('%s: nothing that Flex Consumption forbids (%s)', (name, role) => {
    expect(
      Object.keys(settingsOf(deployed(name), role)).filter((setting) => FORBIDDEN.test(setting)),
    ).toEqual([]);
  });

  test.each(ROLES)('%s signs in with its own identity everywhere', (role) => {
    const told = settingsOf(deployed('dev'), role);
    const clients = Object.entries(told).filter(
      ([name]) => /clientId$|CLIENT_ID$|AUTHENTICATION_STRING$/.test(name) && !name.startsWith('SERVICENOW'),
    );
    expect(clients.length).toBeGreaterThanOrEqual(4);
    for (const [, value] of clients.filter(([, v]) => v.includes('⟦')))
      expect(value).toContain(`id-${role}-`);
  });

  test('a reserved name for a whole connection is never set, since it would win over the identity', () => {
    for (const [name, role] of everywhere) {
      const told = settingsOf(deployed(name), role);
      expect(Object.keys(told)).not.toContain('SERVICE_BUS');
      expect(Object.keys(told)).not.toContain('AzureWebJobsStorage');
    }
  });
});
