import { describe, expect, test } from '@jest/globals';
import { ownItems } from '../../lib/domain/own-credentials.ts';

const SENDGRID = { mailBy: 'sendgrid', signsInToSmtp: false } as const;
const ids = (...args: Parameters<typeof ownItems>) => ownItems(...args).map(({ id }) => id);

describe('the credentials that the monitor lives by', () => {
  test.each([
    ['SendGrid', SENDGRID, ['monitor.sendgrid-api-key']],
    ['a mail server with a password', { mailBy: 'smtp', signsInToSmtp: true }, ['monitor.smtp-password']],
    ['a mail server without one', { mailBy: 'smtp', signsInToSmtp: false }, []],
  ] as const)('follow from how it is set up: %s', (_, setup, mail) => {
    expect(ids({}, setup)).toEqual([
      'monitor.servicenow-client-secret',
      'monitor.servicenow-webhook-key',
      ...mail,
    ]);
  });

  test('have no known end until somebody says when, and say what stops then', () => {
    const items = ownItems({}, SENDGRID);
    expect(items.map(({ expires }) => expires)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(items.map(({ name, kind, dependents }) => [name, kind, dependents])).toEqual([
      [
        'Expiry Monitor: ServiceNow client secret',
        'client-secret',
        [{ name: 'requests at the service desk', what: 'monitor' }],
      ],
      [
        'Expiry Monitor: key of the ServiceNow webhook',
        'client-secret',
        [{ name: 'decisions that the service desk tells at once', what: 'monitor' }],
      ],
      ['Expiry Monitor: SendGrid API key', 'token', [{ name: 'all mail', what: 'monitor' }]],
    ]);
    expect(ownItems({}, { mailBy: 'smtp', signsInToSmtp: true }).at(-1)).toMatchObject({
      name: 'Expiry Monitor: password of the mail server',
      kind: 'client-secret',
      dependents: [{ name: 'all mail', what: 'monitor' }],
    });
  });

  test('have what was said of them, once, as items with a label of ours', () => {
    const said = {
      SENDGRID_API_KEY: { expires: '2027-03-01', starts: '2026-03-01', owner: 'olive@northwind.example' },
    };
    expect(ownItems(said, SENDGRID)).toHaveLength(3);
    expect(ownItems(said, SENDGRID).at(-1)).toEqual({
      id: 'monitor.sendgrid-api-key',
      revision: 1,
      kind: 'token',
      name: 'Expiry Monitor: SendGrid API key',
      starts: '2026-03-01',
      expires: '2027-03-01',
      owner: 'olive@northwind.example',
      dependents: [{ name: 'all mail', what: 'monitor' }],
      labels: ['expiry-monitor'],
    });
  });

  test('may be of another kind than we think, and others than we know', () => {
    const said = {
      SENDGRID_API_KEY: { expires: '2027-03-01', kind: 'symmetric-key' },
      PROXY_CLIENT_KEY: { expires: 'never' },
      VPN_CERTIFICATE: { expires: 'never', kind: 'client-certificate' },
    } as const;
    expect(ownItems(said, SENDGRID).slice(2)).toMatchObject([
      { id: 'monitor.sendgrid-api-key', kind: 'symmetric-key' },
      {
        id: 'monitor.proxy-client-key',
        kind: 'client-secret',
        name: 'Expiry Monitor: PROXY_CLIENT_KEY',
        dependents: [{ name: 'what the monitor does with it', what: 'monitor' }],
      },
      { id: 'monitor.vpn-certificate', kind: 'client-certificate' },
    ]);
  });
});
