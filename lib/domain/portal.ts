import type { Subject } from './credential.ts';

/** Where the public cloud is managed; others have a portal of their own. */
export const PUBLIC_PORTAL = 'https://portal.azure.com';

/** The page of the portal where the credentials of a subject are managed. Ids go in as they are safe in an address. */
export const portalLink = (
  portal: string,
  subject: Pick<Subject, 'source' | 'appId' | 'nativeId' | 'tenant' | 'credentials'>,
): string | undefined => {
  switch (subject.source) {
    case 'entra-applications':
      return applicationLink(portal, subject);
    case 'entra-service-principals':
      return principalLink(portal, subject);
    case 'federated-domains':
      return subject.nativeId.startsWith('domains/')
        ? `${portal}/${subject.tenant}#view/Microsoft_AAD_IAM/ActiveDirectoryMenuBlade/~/Domains`
        : undefined;
    case 'key-vault':
      return vaultLink(portal, subject);
    case 'federation-metadata':
    case 'openid-providers':
    case 'tls-endpoints':
    case 'devices':
    case 'declared':
      return undefined;
  }
};

const applicationLink = (
  portal: string,
  { appId, tenant }: Pick<Subject, 'appId' | 'tenant'>,
): string | undefined =>
  appId === undefined
    ? undefined
    : `${portal}/${tenant}#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Credentials/appId/${encodeURIComponent(appId)}`;

/** SAML signing certificates are managed where single sign-on is set up; other credentials only by programs. */
const principalLink = (
  portal: string,
  { appId, nativeId, tenant, credentials }: Pick<Subject, 'appId' | 'nativeId' | 'tenant' | 'credentials'>,
): string | undefined => {
  if (appId === undefined) return undefined;
  const page = credentials.some(({ kind }) => kind === 'saml-signing-certificate') ? 'SignOn' : 'Overview';
  return `${portal}/${tenant}#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/${page}/objectId/${encodeURIComponent(nativeId)}/appId/${encodeURIComponent(appId)}`;
};

/** A vault item is found by its address: `host/certificates/name`. */
const vaultLink = (
  portal: string,
  { nativeId, tenant }: Pick<Subject, 'nativeId' | 'tenant'>,
): string | undefined => {
  const [host, collection, name] = nativeId.split('/').map(encodeURIComponent);
  const kind = collection === undefined ? undefined : KINDS[collection];
  if (host === undefined || name === undefined || kind === undefined) return undefined;
  return `${portal}/#@${tenant}/asset/Microsoft_Azure_KeyVault/${kind}/https://${host}/${collection}/${name}`;
};

const KINDS: Readonly<Record<string, string>> = {
  certificates: 'Certificate',
  keys: 'Key',
  secrets: 'Secret',
};
