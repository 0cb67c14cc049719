import type { Subject } from './credential.ts';

/** Where the public cloud is managed; others have a portal of their own. */
export const PUBLIC_PORTAL = 'https://portal.azure.com';

/** The page of the portal where the credentials of a subject are managed. Ids go in as they are safe in an address. */
export const portalLink = (
  portal: string,
  subject: Pick<Subject, 'source' | 'appId' | 'nativeId' | 'tenant'>,
): string | undefined => {
  if (subject.source === 'key-vault') return vaultLink(portal, subject);
  if (subject.appId === undefined) return undefined;
  const app = encodeURIComponent(subject.appId);
  return `${portal}/${subject.tenant}#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Credentials/appId/${app}`;
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
