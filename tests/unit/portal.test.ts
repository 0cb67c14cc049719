import { describe, expect, test } from '@jest/globals';
import { portalLink, PUBLIC_PORTAL } from '../../lib/domain/portal.ts';
import { tenantSetting } from '../../lib/settings/tenant.ts';
import { aSubject } from '../support/builders.ts';

const GUID = '7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11';

describe('the page of the portal', () => {
  test('of an application shows its credentials', () => {
    const { appId } = aSubject();
    expect(portalLink(PUBLIC_PORTAL, aSubject())).toBe(
      `https://portal.azure.com/${GUID}#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Credentials/appId/${appId}`,
    );
    expect(portalLink(PUBLIC_PORTAL, aSubject({ appId: undefined }))).toBeUndefined();
  });

  test.each([
    ['certificates', 'Certificate'],
    ['keys', 'Key'],
    ['secrets', 'Secret'],
  ])('of one of the %s of a vault shows it', (collection, kind) => {
    const nativeId = `kv1.vault.azure.net/${collection}/web-tls`;
    expect(portalLink('https://portal.azure.us', aSubject({ source: 'key-vault', nativeId }))).toBe(
      `https://portal.azure.us/#@${GUID}/asset/Microsoft_Azure_KeyVault/${kind}/https://kv1.vault.azure.net/${collection}/web-tls`,
    );
  });

  test.each(['kv1.vault.azure.net', 'kv1.vault.azure.net/things/x', 'kv1.vault.azure.net/keys'])(
    'is none for what is no item of a vault: %s',
    (nativeId) => {
      expect(portalLink(PUBLIC_PORTAL, aSubject({ source: 'key-vault', nativeId }))).toBeUndefined();
    },
  );

  test('takes no more from a hostile id than its text', () => {
    const link = portalLink(PUBLIC_PORTAL, aSubject({ appId: '"><script>/../x' }));
    expect(link).toMatch(/appId\/%22%3E%3Cscript%3E%2F..%2Fx$/);
  });

  test.each([
    ['https://graph.microsoft.com', 'https://portal.azure.com'],
    ['https://graph.microsoft.us', 'https://portal.azure.us'],
    ['https://dod-graph.microsoft.us', 'https://portal.azure.us'],
    ['https://microsoftgraph.chinacloudapi.cn', 'https://portal.azure.cn'],
    ['https://graph.localhost:1', 'https://portal.azure.com'],
  ])('is that of the cloud: %s has %s', (graph, portal) => {
    const tenant = tenantSetting.parse({ id: GUID, name: 'Northwind', environment: 'LIVE', graph });
    expect(tenant.portal).toBe(portal);
  });
});
