import { describe, expect, test } from '@jest/globals';
import { portalLink, PUBLIC_PORTAL } from '../../lib/domain/portal.ts';
import { aSubject } from '../support/builders.ts';

const subject = aSubject({ appId: 'a/b c' });
const inVault = (nativeId: string) => portalLink(PUBLIC_PORTAL, aSubject({ source: 'key-vault', nativeId }));

describe('the page of the portal', () => {
  test("is that of an application's credentials, of its cloud, with ids that are safe in an address", () => {
    expect(portalLink('https://portal.azure.us', subject)).toBe(
      `https://portal.azure.us/${subject.tenant}#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Credentials/appId/a%2Fb%20c`,
    );
    expect(PUBLIC_PORTAL).toBe('https://portal.azure.com');
  });

  test('is unknown for what has no application id', () => {
    expect(portalLink(PUBLIC_PORTAL, aSubject({ appId: undefined }))).toBeUndefined();
  });

  test.each([
    ['certificates', 'Certificate'],
    ['keys', 'Key'],
    ['secrets', 'Secret'],
  ])('is that of an item among the %s of a vault', (collection, kind) => {
    expect(inVault(`apps.vault.azure.net/${collection}/web tls`)).toBe(
      `https://portal.azure.com/#@${subject.tenant}/asset/Microsoft_Azure_KeyVault/${kind}/https://apps.vault.azure.net/${collection}/web%20tls`,
    );
  });

  test.each([
    'apps.vault.azure.net',
    'apps.vault.azure.net/certificates',
    'apps.vault.azure.net/others/x',
    '',
  ])('is unknown for %j in a vault', (nativeId) => {
    expect(inVault(nativeId)).toBeUndefined();
  });
});
