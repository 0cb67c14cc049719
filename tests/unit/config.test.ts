import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { loadConfig, type Role, SETTINGS } from '../../lib/config.ts';
import { days, hours, minutes, seconds } from '../../lib/domain/time.ts';
import { exampleSettings, filledSettings } from '../support/example-settings.ts';

const ROLES = ['watch', 'renew', 'link', 'all'] as const;
const good = (role: Role = 'all', said: Record<string, string | undefined> = {}) => ({
  ...Object.fromEntries(Object.entries(filledSettings()).filter(([name]) => name in SETTINGS[role])),
  APP_ROLE: role,
  ...said,
});
const faultsOf = (env: Record<string, string | undefined>): string => {
  try {
    loadConfig(env);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no fault';
};
const linesOf = (text: string): string[] => text.split('\n').slice(1);

describe('the example of the settings', () => {
  test('names exactly the settings that there are', () => {
    expect(Object.keys(exampleSettings().Values).toSorted()).toEqual(Object.keys(SETTINGS.all).toSorted());
  });

  test('is good once its placeholders are filled, and not before', () => {
    expect(loadConfig(filledSettings()).role).toBe('all');
    expect(faultsOf(exampleSettings().Values)).not.toBe('no fault');
  });

  test('is no file that claims to be encrypted, and holds only text, as the host wants it', () => {
    const { IsEncrypted, Values } = exampleSettings();
    expect(IsEncrypted).toBe(false);
    expect(Object.values(Values).every((value) => typeof value === 'string')).toBe(true);
  });

  test.each(['SENDGRID_API_KEY', 'SERVICENOW_CLIENT_SECRET', 'SERVICENOW_WEBHOOK_KEY'])(
    'holds no %s',
    (name) => {
      expect(exampleSettings().Values[name]).toMatch(/^<.+>$/);
    },
  );
});

/** Not needed by themselves, but by the way of mail and the service desk that hold when nothing is said. */
const BY_DEFAULT = [
  'SENDGRID_API_KEY',
  'SERVICENOW_URL',
  'SERVICENOW_CLIENT_ID',
  'SERVICENOW_CLIENT_SECRET',
  'SERVICENOW_CATALOG_ITEM',
];

describe('a role', () => {
  test.each(ROLES)('%s starts with its own settings alone, and has only its own part', (role) => {
    const config = loadConfig(good(role));
    const parts = { watch: config.watch, renew: config.renew, link: config.link };
    const has = Object.entries(parts).flatMap(([name, part]) => (part === undefined ? [] : [name]));
    expect(has).toEqual(role === 'all' ? ['watch', 'renew', 'link'] : [role]);
    expect(config.role).toBe(role);
  });

  test.each(ROLES)('%s names every setting that has no default and is not there, and no other', (role) => {
    const needed = Object.entries(SETTINGS[role]).flatMap(([name, schema]) =>
      name === 'APP_ROLE' || (!BY_DEFAULT.includes(name) && schema.safeParse(undefined).success)
        ? []
        : [`  ${name}: is not set`],
    );
    const lines = linesOf(faultsOf({ APP_ROLE: role }));
    expect(lines.filter((line) => !line.startsWith('  SERVICE_BUS:')).toSorted()).toEqual(needed.toSorted());
    expect(lines).toHaveLength(needed.length + 1);
  });

  test('that faces the network needs no secret but that of its webhooks, and no other role needs that', () => {
    const secrets = ['SENDGRID_API_KEY', 'SERVICENOW_CLIENT_SECRET', 'SERVICENOW_WEBHOOK_KEY'];
    const of = (role: Role) => secrets.filter((name) => name in SETTINGS[role]);
    expect(of('link')).toEqual(['SERVICENOW_WEBHOOK_KEY']);
    expect(of('watch')).toEqual(['SENDGRID_API_KEY']);
    expect(of('renew')).toEqual(['SENDGRID_API_KEY', 'SERVICENOW_CLIENT_SECRET']);
  });

  test.each([undefined, '', 'WATCH', 'everything'])('%j is none', (role) => {
    expect(faultsOf({ ...good(), APP_ROLE: role })).toBe(
      'Invalid settings:\n  APP_ROLE: must be watch, renew, link or all',
    );
  });
});

describe('what is not set', () => {
  test.each([
    ['is left away', undefined],
    ['is left empty', ''],
  ])('and %s has its default', (_what, unset) => {
    const names = [
      'MODE',
      'ARM',
      'STORM_CAP',
      'POLICY',
      'POLICY_FILE',
      'POLICY_URL',
      'POLICY_REFRESH',
      'STEP_LEASE',
      'FIRST_RETRY',
      'REQUEST_TIMEOUT',
    ];
    const more = ['OVERLAP', 'SECRET_LIFETIME', 'SENDGRID_URL', 'TEAM_MAILBOX', 'AZURE_CLIENT_ID'];
    const config = loadConfig(
      good('all', Object.fromEntries([...names, ...more].map((name) => [name, unset]))),
    );
    expect(config.watch).toMatchObject({
      MODE: 'observe',
      ARM: [],
      STORM_CAP: 50,
      POLICY_REFRESH: minutes(5),
      STEP_LEASE: minutes(5),
      FIRST_RETRY: seconds(30),
      REQUEST_TIMEOUT: seconds(30),
    });
    expect([config.common.POLICY, config.common.POLICY_FILE, config.common.POLICY_URL]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(config.renew).toMatchObject({ OVERLAP: days(14), SECRET_LIFETIME: days(180) });
    expect(config.renew?.SENDGRID_URL.href).toBe('https://api.sendgrid.com/');
    expect([config.watch?.TEAM_MAILBOX, config.common.AZURE_CLIENT_ID]).toEqual([undefined, undefined]);
  });

  test('of a tenant has its default: the public cloud, our own identity, testing only in development', () => {
    const tenants = [
      { id: '7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11', name: 'Northwind', environment: 'DEVL' },
      { id: '7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b12', name: 'Northwind', environment: 'LIVE' },
    ];
    const { TENANTS } = loadConfig(good('watch', { TENANTS: JSON.stringify(tenants) })).common;
    expect(TENANTS.map(({ automatedTesting }) => automatedTesting)).toEqual([true, false]);
    expect(TENANTS[0]).toMatchObject({
      graph: new URL('https://graph.microsoft.com'),
      authority: new URL('https://login.microsoftonline.com'),
      signIn: { kind: 'managed-identity' },
      vaults: [],
    });
  });
});

describe('what is set is what is meant', () => {
  test('durations are lengths of time, numbers are numbers', () => {
    const config = loadConfig(good('all', { STEP_LEASE: 'PT10S', OVERLAP: 'P1DT1H', STORM_CAP: '7' }));
    expect([config.common.STEP_LEASE, config.renew?.OVERLAP, config.watch?.STORM_CAP]).toEqual([
      seconds(10),
      days(1) + hours(1),
      7,
    ]);
  });
});

/** A value that no message may show, and how each setting is wrong with it. */
const CANARY = 'canary-8d1f';
const WRONG: Readonly<Record<string, string>> = {
  TENANTS: `[{"id":"${CANARY}","name":"","environment":"","graph":"http://${CANARY}.example","signIn":{"kind":"${CANARY}"},"vaults":["${CANARY}"]}]`,
  TABLES_URL: `http://${CANARY}.example`,
  AZURE_CLIENT_ID: CANARY,
  STEP_LEASE: CANARY,
  FIRST_RETRY: CANARY,
  REQUEST_TIMEOUT: CANARY,
  POLICY: `{"fallback":{"stages":[{"name":"${CANARY}!","before":"${CANARY}","actions":["${CANARY}"]}],"onExpired":"${CANARY}"}}`,
  POLICY_FILE: CANARY,
  POLICY_URL: CANARY,
  POLICY_REFRESH: CANARY,
  MODE: CANARY,
  ARM: `[{"tenant":"${CANARY}","source":"${CANARY}"}]`,
  STORM_CAP: CANARY,
  SENDGRID_URL: `ftp://${CANARY}.example`,
  SENDGRID_EVENT_KEY: CANARY,
  MAIL_BY: CANARY,
  SMTP_HOST: `${CANARY}/`,
  SMTP_PORT: CANARY,
  SMTP_USER: CANARY,
  MAIL_TIME_ZONE: CANARY,
  MAIL_FROM: CANARY,
  TEAM_MAILBOX: CANARY,
  SECURITY_CONTACT: CANARY,
  SERVICENOW_URL: CANARY,
  SERVICENOW_CATALOG_ITEM: CANARY,
  SERVICENOW_WEBHOOK_KEY: CANARY,
  WRAP_KEY_ID: CANARY,
  LINK_BASE_URL: `http://${CANARY}.example`,
  SIGN_IN_CLIENT_ID: CANARY,
  SIGN_IN_AUTHORITY: `http://${CANARY}.example`,
  SIGN_IN_GUESTS: CANARY,
  REVEAL_REAUTHENTICATION: CANARY,
  TEAM_ADDRESS: CANARY,
  OVERLAP: CANARY,
  SECRET_LIFETIME: CANARY,
};

describe('a fault', () => {
  test('does not hide another: all are named at once, and no value is shown', () => {
    const text = faultsOf(good('all', { ...WRONG, SERVICE_BUS: `Endpoint=${CANARY}` }));
    const named = new Set(linesOf(text).map((line) => line.trim().split(/[.:]/)[0]));
    expect([...named].toSorted()).toEqual([...Object.keys(WRONG), 'SERVICE_BUS'].toSorted());
    expect(text).not.toContain(CANARY);
  });

  test('is still all that there is when JSON is not even JSON', () => {
    const text = faultsOf(good('all', { TENANTS: `{${CANARY}`, ARM: `[${CANARY}`, POLICY: `{${CANARY}` }));
    expect(linesOf(text)).toEqual([
      '  TENANTS: must be JSON',
      '  POLICY: must be JSON or YAML: line 1, column 13 can not be read',
      '  ARM: must be JSON',
    ]);
  });

  test('has no cause that would show the value', () => {
    try {
      loadConfig(good('all', WRONG));
      throw new Error('It was taken.');
    } catch (error) {
      expect((error as Error).message).toContain('Invalid settings');
      expect((error as Error).cause).toBeUndefined();
    }
  });

  test.each([
    ['both are set', { SERVICE_BUS: 'Endpoint=sb://x' }],
    ['neither is set', { SERVICE_BUS__fullyQualifiedNamespace: '' }],
  ])('is a Service Bus of which %s', (_what, said) => {
    for (const role of ROLES)
      expect(linesOf(faultsOf(good(role, said)))).toEqual([
        expect.stringContaining('  SERVICE_BUS: set either'),
      ]);
  });

  test.each([
    ['link', 'https://links.northwind.example', false],
    ['all', 'https://links.northwind.example', false],
    ['link', 'http://links.northwind.example', true],
    ['all', 'http://localhost.northwind.example', true],
    ['all', 'ftp://localhost', true],
    ['renew', 'https://links.northwind.example', false],
    ['link', 'http://localhost:7071', false],
    ['all', 'https://links.localhost', false],
  ] as const)('of %s is LINK_BASE_URL %s: %s', (role, url, isFault) => {
    expect(linesOf(faultsOf(good(role, { LINK_BASE_URL: url }))).length).toBe(isFault ? 1 : 0);
  });

  test.each([
    ['PT5M', minutes(5)],
    ['PT60M', hours(1)],
    ['PT12H', hours(12)],
    ['session', 'session'],
    ['every-time', 'every-time'],
    [undefined, 'session'],
  ])('is not REVEAL_REAUTHENTICATION %s', (text, meant) => {
    const config = loadConfig(good('link', { REVEAL_REAUTHENTICATION: text }));
    expect(config.link?.REVEAL_REAUTHENTICATION).toBe(meant);
  });

  test.each(['PT1M', 'PT7M', 'PT13H', 'P1D', 'never', '5'])('is REVEAL_REAUTHENTICATION %s', (text) => {
    expect(linesOf(faultsOf(good('link', { REVEAL_REAUTHENTICATION: text })))).toEqual([
      expect.stringContaining('  REVEAL_REAUTHENTICATION: must be session'),
    ]);
  });

  test.each([
    ['PT5M', minutes(5)],
    ['PT12H', hours(12)],
    ['every-time', 'every-time'],
    [undefined, 'session'],
  ])('is not APPROVE_REAUTHENTICATION %s', (text, meant) => {
    const config = loadConfig(good('watch', { APPROVE_REAUTHENTICATION: text }));
    expect(config.watch?.APPROVE_REAUTHENTICATION).toBe(meant);
  });

  test('is APPROVE_REAUTHENTICATION P1D', () => {
    expect(linesOf(faultsOf(good('watch', { APPROVE_REAUTHENTICATION: 'P1D' })))).toEqual([
      expect.stringContaining('  APPROVE_REAUTHENTICATION: must be session'),
    ]);
  });

  test('is to allow guests where there is more than one tenant', () => {
    const tenant = { name: 'n', environment: 'LIVE' };
    const ids = ['7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11', '7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b12'];
    const TENANTS = JSON.stringify(ids.map((id) => ({ ...tenant, id })));
    for (const role of ['renew', 'link', 'all'] as const) {
      expect(linesOf(faultsOf(good(role, { TENANTS, SIGN_IN_GUESTS: 'allow', ARM: '' })))).toEqual([
        '  SIGN_IN_GUESTS: guests can be allowed only where TENANTS has one tenant',
      ]);
      expect(faultsOf(good(role, { SIGN_IN_GUESTS: 'allow' }))).toBe('no fault');
    }
  });

  test.each([
    ['[]', 'TENANTS'],
    ['{}', 'TENANTS'],
    ['"Northwind"', 'TENANTS'],
    ['[{"name":"n","environment":"LIVE"}]', 'TENANTS.0.id'],
    ['[{"id":"1","name":"n","environment":"LIVE"}]', 'TENANTS.0.id'],
    [
      '[{"id":"7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11","name":"n","environment":"L","vaults":["https://a.example","http://b.example"]}]',
      'TENANTS.0.vaults.1',
    ],
    [
      '[{"id":"7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11","name":"n","environment":"L","signIn":{"kind":"federated"}}]',
      'TENANTS.0.signIn.clientId',
    ],
  ])('is TENANTS=%s: %s', (TENANTS, path) => {
    expect(linesOf(faultsOf(good('watch', { TENANTS })))).toEqual([expect.stringMatching(`^  ${path}: `)]);
  });
});

describe('mail', () => {
  const SMTP = { MAIL_BY: 'smtp', SENDGRID_API_KEY: '', SMTP_HOST: 'mail.northwind.example' };

  test.each([
    [{ SENDGRID_API_KEY: '' }, ['  SENDGRID_API_KEY: is not set']],
    [{ ...SMTP, SMTP_HOST: '' }, ['  SMTP_HOST: is not set']],
    [{ ...SMTP, SMTP_USER: 'monitor' }, ['  SMTP_USER: comes with SMTP_PASSWORD: set both or none']],
    [{ ...SMTP, SMTP_PASSWORD: 'x' }, ['  SMTP_USER: comes with SMTP_PASSWORD: set both or none']],
    [{ ...SMTP, SMTP_USER: 'monitor', SMTP_PASSWORD: 'x' }, []],
    [{ ...SMTP, SMTP_PORT: '465' }, []],
    [SMTP, []],
  ])('with %j has these faults: %j', (said, faults) => {
    for (const role of ['watch', 'renew', 'all'] as const)
      expect(linesOf(faultsOf(good(role, said)))).toEqual(faults);
  });

  test('says times in a zone that there is, or that its tenant has', () => {
    const TENANTS = JSON.stringify([
      { id: '7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11', name: 'n', environment: 'LIVE', timeZone: 'Asia/Tokyo' },
    ]);
    const config = loadConfig(good('renew', { MAIL_TIME_ZONE: 'Europe/Berlin', TENANTS }));
    expect(config.renew?.MAIL_TIME_ZONE).toBe('Europe/Berlin');
    expect(config.common.TENANTS[0]?.timeZone).toBe('Asia/Tokyo');
    expect(linesOf(faultsOf(good('renew', { MAIL_TIME_ZONE: 'Europe/Atlantis' })))).toEqual([
      '  MAIL_TIME_ZONE: must be the IANA name of a time zone, such as Europe/Berlin',
    ]);
  });

  test('that came back is heard with a key that SendGrid can have given, and with no other', () => {
    const keyOf = (namedCurve: string) =>
      generateKeyPairSync('ec', { namedCurve })
        .publicKey.export({ format: 'der', type: 'spki' })
        .toString('base64');
    expect(faultsOf(good('link', { SENDGRID_EVENT_KEY: keyOf('P-256') }))).toBe('no fault');
    for (const wrong of [keyOf('P-384'), 'AAAA', `${keyOf('P-256')}\n`])
      expect(faultsOf(good('link', { SENDGRID_EVENT_KEY: wrong }))).toContain(
        '  SENDGRID_EVENT_KEY: must be',
      );
  });
});

describe('what does not fit together', () => {
  const id = '7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11';
  const northwind = { id, name: 'Northwind', environment: 'DEVL' };
  const faultOf = (said: Record<string, string>): string => {
    try {
      loadConfig(good('watch', said));
    } catch (error) {
      return (error as Error).message;
    }
    return 'no fault';
  };

  test.each([
    ['a tenant twice', { TENANTS: JSON.stringify([northwind, northwind]) }, 'TENANTS'],
    [
      'arming of a tenant that is not watched',
      { ARM: JSON.stringify([{ tenant: '11111111-52a6-4b53-9e07-0f2a7f1d9b11', source: 'key-vault' }]) },
      'ARM',
    ],
    [
      'a word that is not known in a tenant',
      { TENANTS: JSON.stringify([{ ...northwind, vault: [] }]) },
      'TENANTS.0',
    ],
  ])('%s is refused, and named', (_what, said, name) => {
    expect(faultOf(said)).toContain(`\n  ${name}: `);
  });

  test('a role that is none does not hide what else is wrong', () => {
    expect(faultOf({ APP_ROLE: 'everything', STEP_LEASE: 'soon' })).toMatch(/APP_ROLE: .*\n {2}STEP_LEASE: /);
  });

  test('links without TLS never leave this machine', () => {
    const renew = (LINK_BASE_URL: string) => () => loadConfig(good('renew', { LINK_BASE_URL }));
    expect(renew('http://links.example.com')).toThrow(
      'LINK_BASE_URL: must be an https address, or on localhost',
    );
    expect(renew('https://links.example.com')).not.toThrow();
  });
});
