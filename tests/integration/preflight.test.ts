import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import permissions from '../../infra/permissions.json' with { type: 'json' };
import type { PortName } from '../../local/start/ports.ts';
import { KNOWN_OPERATIONS } from '../../scripts/preflight/vault-needs.ts';
import { hasWords } from '../../scripts/preflight/without.ts';
import { runCommand, settingsOf } from '../support/whole/command.ts';
import { busOf } from '../support/whole/role-hosts.ts';
import { endWholes, startWhole, type Whole } from '../support/whole/whole.ts';

type RoleName = keyof typeof permissions;
const ROLES = Object.keys(permissions) as RoleName[];

interface Report {
  readonly granted: readonly string[];
  readonly missing: readonly { readonly right: string; readonly without: string }[];
  readonly unknown: readonly { readonly right: string; readonly why: string }[];
}

/** One grant of the matrix: how it is taken away here, and how preflight must call it. */
interface Grant {
  readonly role: RoleName;
  readonly port: PortName;
  readonly identity: (whole: Whole) => string;
  readonly right: string;
  readonly named: RegExp;
}

const clientIdOf = (role: string) => (whole: Whole) => whole.surroundings.entra.identities[role] ?? '';
const LOCALLY: Readonly<Record<string, string>> = {
  'Application.ReadWrite.OwnedBy': 'Application.ReadWrite.All',
};

/** Which vault of the stand-ins is tried. New versions are made in another one than secrets are put into: both set secrets. */
const PLACES: Readonly<Record<string, string>> = { product: 'product', version: 'apps-nle' };

const grantsOf = (role: RoleName): readonly Grant[] => {
  const { tables, send, receive, graph, vaults } = permissions[role];
  const exactly = (text: string) => new RegExp(`^${text.replaceAll(/[.*/]/g, '\\$&')}$`);
  const inVault = (vault: string, operations: readonly string[]): readonly Grant[] =>
    operations.map((operation) => {
      const name = PLACES[vault] ?? 'apps-live';
      return {
        role,
        port: 'key-vault-faults',
        identity: clientIdOf(role),
        right: `${operation}@${name}`,
        named: exactly(`${operation} in the ${vault} vault ${name}.vault.localhost`),
      };
    });
  return [
    ...(graph as readonly string[]).map((permission): Grant => ({
      role,
      port: 'graph-faults',
      identity: () => role,
      right: LOCALLY[permission] ?? permission,
      named: exactly(`Graph application permission ${permission}`),
    })),
    ...Object.entries(vaults as Readonly<Record<string, readonly string[]>>).flatMap(([vault, operations]) =>
      inVault(vault, operations),
    ),
    ...Object.entries(tables).map(([table, level]): Grant => ({
      role,
      port: 'tables-faults',
      identity: clientIdOf(role),
      right: `${level} ${table}`,
      named: exactly(`${level} in table ${table}`),
    })),
    ...[
      ...send.map((to) => ['send', 'sending to', to]),
      ...(receive as readonly string[]).map((from) => ['receive', 'receiving from', from]),
    ].map(([verb = '', words = '', place = '']): Grant => ({
      role,
      port: 'service-bus-control',
      identity: () => role,
      right: `${verb} ${place}`,
      named: exactly(`${words} ${place}`),
    })),
  ];
};

const GRANTS = ROLES.flatMap(grantsOf);

/**
 * What each round takes away: the grants whose number has that round's bit. No two grants of a role are taken away in the
 * same rounds, and each is in one, so a name that answers to the wrong grant is found in a few rounds instead of one for each.
 */
const ROUNDS = ROLES.flatMap((role) => {
  const grants = grantsOf(role);
  const rounds = Math.ceil(Math.log2(grants.length + 1));
  return Array.from(
    { length: rounds },
    (_, bit) => [role, bit + 1, grants.filter((__, index) => ((index + 1) >> bit) & 1)] as const,
  );
});

describe('preflight', () => {
  let whole: Whole;

  beforeAll(async () => {
    // The stand-ins alone; no host has to run for its rights to be looked at.
    whole = await startWhole({ hosts: () => ({}) });
  }, 120_000);
  afterAll(endWholes);

  const control = (port: PortName, path: 'revocations' | 'faults') =>
    `http://127.0.0.1:${whole.ports[port]}/${path}`;

  const settingsFor = (
    role: RoleName,
    changes: Readonly<Record<string, string>> = {},
  ): Record<string, string> => ({
    ...settingsOf(whole),
    APP_ROLE: role,
    AZURE_CLIENT_ID: whole.surroundings.entra.identities[role] ?? '',
    SERVICE_BUS: busOf(role, whole.surroundings),
    // Only who puts new secrets into a vault needs a right there.
    DEPOSITS: JSON.stringify([
      { label: 'deposit', vault: whole.surroundings.vaults['apps-live'], secret: 'app-{appId}' },
    ]),
    VERSION_VAULTS: JSON.stringify([whole.surroundings.vaults['apps-nle']]),
    ...changes,
  });

  const preflight = async (
    settings: Readonly<Record<string, string>>,
  ): Promise<{ status: number; report: Report; said: string }> => {
    const { status, stdout, stderr } = await runCommand(whole, 'preflight.ts', ['--json'], settings);
    const nothing: Report = { granted: [], missing: [], unknown: [] };
    return { status, report: stdout === '' ? nothing : (JSON.parse(stdout) as Report), said: stderr };
  };

  test.each(ROLES)(
    'finds nothing missing for %s when everything is granted',
    async (role) => {
      const { report, said } = await preflight(settingsFor(role));
      expect(report.missing).toEqual([]);
      // One of the watched vaults is behind a firewall, which is no missing right, and is said.
      expect(report.unknown.filter(({ right }) => !right.includes('behind-firewall'))).toEqual([]);
      expect(said).toContain(`Role ${role}:`);
      expect(report.granted.length).toBeGreaterThanOrEqual(grantsOf(role).length);
    },
    60_000,
  );

  test.each(ROUNDS)(
    'names exactly what is taken away from %s in round %i',
    async (role, _, taken) => {
      for (const { port, identity, right } of taken)
        await fetch(control(port, 'revocations'), {
          method: 'POST',
          body: JSON.stringify({ identity: identity(whole), right }),
        });
      try {
        const { status, report } = await preflight(settingsFor(role));
        const named = report.missing.map(({ right }) => right);
        expect(taken.filter(({ named: name }) => !named.some((right) => name.test(right)))).toEqual([]);
        expect(named.filter((right) => !taken.some(({ named: name }) => name.test(right)))).toEqual([]);
        expect(status).toBe(1);
      } finally {
        for (const port of new Set(taken.map((grant) => grant.port)))
          await fetch(control(port, 'revocations'), { method: 'DELETE' });
      }
    },
    60_000,
  );

  test.each([
    ['/oauth_token\\.do', 401, 'ServiceNow: sign-in of the OAuth client'],
    ['/table/sys_user', 403, 'ServiceNow: read sys_user'],
    ['/table/sysapproval_approver', 403, 'ServiceNow: read sysapproval_approver'],
    ['/servicecatalog/items/', 400, 'ServiceNow: the catalogue item of the renewal form'],
    ['/table/sc_req_item/', 403, 'ServiceNow: write sc_req_item'],
  ])(
    'names the right at the service desk behind %s',
    async (path, status, right) => {
      await fetch(control('desk-faults', 'faults'), {
        method: 'POST',
        body: JSON.stringify({ path, status, body: {} }),
      });
      try {
        const { report } = await preflight(settingsFor('renew'));
        expect(report.missing.map((one) => one.right)).toEqual([right]);
      } finally {
        await fetch(control('desk-faults', 'faults'), { method: 'DELETE' });
      }
    },
    60_000,
  );

  test('names the scope of a mail key that may not send', async () => {
    await fetch(control('mail-faults', 'faults'), {
      method: 'POST',
      body: JSON.stringify({ path: '/v3/scopes', status: 200, body: { scopes: ['stats.read'] } }),
    });
    const { report } = await preflight(settingsFor('renew'));
    await fetch(control('mail-faults', 'faults'), { method: 'DELETE' });
    expect(report.missing.map(({ right }) => right)).toEqual(['SendGrid: scope mail.send of the API key']);
  }, 60_000);

  test('names every setting that is missing, and no value', async () => {
    const { status, said } = await preflight(
      settingsFor('renew', { SERVICENOW_URL: '', MAIL_FROM: 'not an address' }),
    );
    expect(status).toBe(2);
    expect(said).toMatch(/SERVICENOW_URL: is not set/);
    expect(said).toMatch(/MAIL_FROM/);
    expect(said).not.toContain('not an address');
  }, 60_000);

  test('tells what is away from what is not allowed', async () => {
    await fetch(control('desk-faults', 'faults'), {
      method: 'POST',
      body: JSON.stringify({ path: '/table/sys_user', status: 503 }),
    });
    const { status, report } = await preflight(settingsFor('renew'));
    await fetch(control('desk-faults', 'faults'), { method: 'DELETE' });
    expect(report.missing).toEqual([]);
    expect(report.unknown.map(({ right }) => right)).toEqual(['ServiceNow: read sys_user']);
    expect(status).toBe(3);
  }, 60_000);
});

describe('every right of the matrix', () => {
  test.each(GRANTS.map((grant) => [grant.role, grant.right] as const))(
    'of %s, %s, has words for what is without it',
    (role, right) => {
      const { vaults, graph, tables } = permissions[role];
      const name = (graph as readonly string[]).includes(right)
        ? `graph ${right}`
        : right.includes('@')
          ? `${Object.entries(vaults).find(([, all]) => (all as readonly string[]).includes(right.split('@')[0] ?? ''))?.[0] ?? ''} ${right.split('@')[0] ?? ''}`
          : Object.entries(tables).some(([table, level]) => right === `${level} ${table}`)
            ? `table ${right.split(' ')[1] ?? ''}`
            : right === 'Application.ReadWrite.All'
              ? 'graph Application.ReadWrite.OwnedBy'
              : right;
      expect({ name, has: hasWords(name) }).toEqual({ name, has: true });
    },
  );

  test('in a vault is one that preflight knows how to look for', () => {
    const operations = ROLES.flatMap((role) => Object.values(permissions[role].vaults).flat());
    expect(operations.filter((operation) => !KNOWN_OPERATIONS.includes(operation))).toEqual([]);
  });
});
