import { describe, expect, test } from '@jest/globals';
import { faultsOf } from '../../lib/config.ts';
import { CLOUDS } from '../../lib/domain/cloud.ts';
import { tenantSetting } from '../../lib/settings/tenant.ts';

const BASE = { id: '7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11', name: 'Northwind', environment: 'LIVE' };
const CLIENT = '5a1e0c1e-2f6b-4c1d-9a57-3c5d8e7f6a33';
const read = (said: object = {}) => tenantSetting.parse({ ...BASE, ...said });
const addresses = ({ graph, authority, portal, vaults }: ReturnType<typeof read>) =>
  [graph, authority, portal, ...vaults].map((url) => new URL(url).hostname);
const faults = (said: object): string[] => {
  const parsed = tenantSetting.safeParse({ ...BASE, ...said });
  return parsed.success ? [] : faultsOf(parsed.error);
};

describe('the cloud of a tenant', () => {
  test.each([
    [
      undefined,
      ['graph.microsoft.com', 'login.microsoftonline.com', 'portal.azure.com', 'payroll.vault.azure.net'],
    ],
    [
      'us-gov',
      [
        'graph.microsoft.us',
        'login.microsoftonline.us',
        'portal.azure.us',
        'payroll.vault.usgovcloudapi.net',
      ],
    ],
    [
      'us-gov-dod',
      [
        'dod-graph.microsoft.us',
        'login.microsoftonline.us',
        'portal.azure.us',
        'payroll.vault.usgovcloudapi.net',
      ],
    ],
    [
      'china',
      [
        'microsoftgraph.chinacloudapi.cn',
        'login.chinacloudapi.cn',
        'portal.azure.cn',
        'payroll.vault.azure.cn',
      ],
    ],
  ])('%s says where everything is', (cloud, expected) => {
    expect(addresses(read({ cloud, vaults: ['payroll'] }))).toEqual(expected);
  });

  test('is told by its Graph where only that is named, as before there was a word for it', () => {
    expect(read({ graph: 'https://graph.microsoft.us' })).toMatchObject({
      portal: 'https://portal.azure.us',
      authority: new URL('https://login.microsoftonline.us'),
    });
    expect(read({ graph: 'https://graph.localhost:8443' })).toMatchObject({
      portal: 'https://portal.azure.com',
    });
  });

  test('gives way to addresses that are named', () => {
    const named = {
      cloud: 'china',
      graph: 'https://graph.localhost',
      authority: 'https://login.localhost',
      vaults: ['https://payroll.vault.localhost'],
    };
    expect(addresses(read(named))).toEqual([
      'graph.localhost',
      'login.localhost',
      'portal.azure.cn',
      'payroll.vault.localhost',
    ]);
  });

  test('is one of those that there are', () => {
    expect(faults({ cloud: 'moon' })[0]).toContain('cloud: ');
    for (const cloud of CLOUDS) expect(faults({ cloud })).toEqual([]);
  });

  test.each(['-payroll', 'pay_roll', 'a', 'payroll.vault', 'http://payroll.vault.azure.net'])(
    'has no vault %j',
    (name) => {
      expect(faults({ vaults: [name] })).toEqual([
        'vaults.0: must be the name of a vault or an https address',
      ]);
    },
  );
});

describe('how a tenant is signed in to', () => {
  test('by a certificate or a secret, each by its address in a vault', () => {
    const certificate = 'https://ours.vault.azure.net/certificates/sign-in';
    expect(read({ signIn: { kind: 'certificate', clientId: CLIENT, certificate } }).signIn).toEqual({
      kind: 'certificate',
      clientId: CLIENT,
      certificate: new URL(certificate),
    });
    const secret = 'https://ours.vault.azure.net/secrets/sign-in';
    expect(faults({ signIn: { kind: 'client-secret', clientId: CLIENT, secret } })).toEqual([]);
  });

  test.each([
    ['a secret itself', { kind: 'client-secret', secret: 'hunter2~hunter2' }, 'signIn.secret'],
    [
      'a certificate of one version',
      { kind: 'certificate', certificate: 'https://ours.vault.azure.net/certificates/sign-in/0a1b' },
      'signIn.certificate',
    ],
    [
      'a secret where a certificate is meant',
      { kind: 'certificate', certificate: 'https://ours.vault.azure.net/secrets/sign-in' },
      'signIn.certificate',
    ],
  ])('never by %s', (_what, how, at) => {
    const said = faults({ signIn: { clientId: CLIENT, ...how } });
    expect(said.join('\n')).toContain(at);
    expect(said.join('\n')).not.toContain('hunter2');
  });
});
