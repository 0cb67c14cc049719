import { dates, digest, guid } from './generated-applications.ts';

/** Of five service principals one signs SAML assertions; the others hold nothing. */
const SIGNS = 5;

/** How many of the first so many hold credentials. */
export const signersIn = (principals: number): number => Math.ceil(principals / SIGNS);

/** The `n`th service principal of a generated tenant: that of the `n`th application. */
export const generatedPrincipal = (n: number): object => {
  const signs = n % SIGNS === 0;
  return {
    id: guid(`principal ${n}`),
    appId: guid(`client ${n}`),
    displayName: `svc-payroll-connector-live-${n}`,
    servicePrincipalType: 'Application',
    appOwnerOrganizationId: guid('tenant'),
    accountEnabled: true,
    disabledByMicrosoftStatus: null,
    tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
    notes: null,
    preferredSingleSignOnMode: signs ? 'saml' : null,
    preferredTokenSigningKeyThumbprint: null,
    notificationEmailAddresses: signs ? ['sso@northwind.example'] : [],
    loginUrl: null,
    replyUrls: [`https://app-${n}.northwind.example/acs`],
    tokenEncryptionKeyId: null,
    ...(signs ? signing(n) : { passwordCredentials: [], keyCredentials: [] }),
  };
};

/** One certificate in three entries: its private half with a password, and its public one. */
const signing = (n: number) => {
  const common = {
    customKeyIdentifier: digest(`signing ${n}`).subarray(0, 20).toString('base64'),
    displayName: 'CN=Microsoft Azure Federated SSO Certificate',
    ...dates(n, 0),
  };
  const key = { ...common, key: null };
  const half = guid(`half ${n}`);
  return {
    passwordCredentials: [{ ...common, keyId: half, hint: null, secretText: null }],
    keyCredentials: [
      { ...key, keyId: half, type: 'X509CertAndPassword', usage: 'Sign' },
      { ...key, keyId: guid(`verify ${n}`), type: 'AsymmetricX509Cert', usage: 'Verify' },
    ],
  };
};
