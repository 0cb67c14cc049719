import { describe, expect, test } from '@jest/globals';
import { portalLink, PUBLIC_PORTAL } from '../../lib/domain/portal.ts';
import { aCredential, aSubject } from '../support/builders.ts';

const subject = aSubject({ appId: 'a/b c' });
const inVault = (nativeId: string) => portalLink(PUBLIC_PORTAL, aSubject({ source: 'key-vault', nativeId }));

describe('the page of the portal', () => {
  test("is that of an application's credentials, of its cloud, with ids that are safe in an address", () => {
    expect(portalLink('https://portal.azure.us', subject)).toBe(
      `https://portal.azure.us/${subject.tenant}#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Credentials/appId/a%2Fb%20c`,
    );
    expect(PUBLIC_PORTAL).toBe('https://portal.azure.com');
  });

  test('is that of single sign-on for who signs SAML with it, else the overview of the enterprise application', () => {
    const at = (kind: 'saml-signing-certificate' | 'client-secret') =>
      portalLink(PUBLIC_PORTAL, {
        ...subject,
        source: 'entra-service-principals',
        nativeId: 'x/y',
        credentials: [aCredential({ kind })],
      });
    const base = `https://portal.azure.com/${subject.tenant}#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~`;
    expect(at('saml-signing-certificate')).toBe(`${base}/SignOn/objectId/x%2Fy/appId/a%2Fb%20c`);
    expect(at('client-secret')).toBe(`${base}/Overview/objectId/x%2Fy/appId/a%2Fb%20c`);
    const both = [aCredential(), aCredential({ kind: 'saml-signing-certificate' })];
    const principal = { ...subject, source: 'entra-service-principals', nativeId: 'x' } as const;
    expect(portalLink(PUBLIC_PORTAL, { ...principal, credentials: both })).toContain('/SignOn/');
    expect(portalLink(PUBLIC_PORTAL, { ...principal, appId: undefined })).toBeUndefined();
  });

  test('is that of the domains for a domain', () => {
    expect(
      portalLink(PUBLIC_PORTAL, { ...subject, source: 'federated-domains', nativeId: 'domains/a.example' }),
    ).toBe(
      `https://portal.azure.com/${subject.tenant}#view/Microsoft_AAD_IAM/ActiveDirectoryMenuBlade/~/Domains`,
    );
  });

  test('is unknown for what the tenant has decided of all domains', () => {
    const decided = { ...subject, source: 'federated-domains', nativeId: 'policies/x' } as const;
    expect(portalLink(PUBLIC_PORTAL, decided)).toBeUndefined();
  });

  test.each(['federation-metadata', 'openid-providers', 'devices', 'declared'] as const)(
    'is unknown for %s',
    (source) => {
      expect(portalLink(PUBLIC_PORTAL, { ...subject, source })).toBeUndefined();
    },
  );

  test('is unknown for what lies elsewhere', () => {
    expect(portalLink(PUBLIC_PORTAL, { ...subject, source: 'tls-endpoints' })).toBeUndefined();
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
