/** What is odd among the service principals, and why: each was met in a real product. */
export const PRINCIPAL_TRAPS = {
  'saml-primary': 'One signing certificate, three entries, one thing to renew.',
  'saml-newer-not-preferred':
    'A newer certificate lies ready and nobody has chosen it: the old one still signs.',
  'saml-older-not-preferred': 'The old certificate ends, and nobody needs it: another one is chosen.',
  'saml-without-mode': 'An old application: no single sign-on mode is given, and it is SAML all the same.',
  'saml-identifier-sha256': 'The identifier is the SHA-256 of the thumbprint as text.',
  'saml-identifier-text': 'The identifier is the thumbprint as text.',
  'saml-without-identifier': 'No identifier: the halves are told by name and end.',
  'nobody-notified': 'Nobody is on the list of those whom the directory mails.',
  'oidc-signing-key': 'With this certificate the directory signs tokens, not assertions.',
  'foreign-principal': 'The application belongs to a tenant elsewhere; what stands on the principal is ours.',
  'foreign-without-credentials': 'The application belongs to a tenant elsewhere, and so do its secrets.',
  'microsoft-principal': 'One of the platform itself: it renews its certificates.',
  'managed-identity': 'The platform renews its certificate: never to be announced.',
  'disabled-principal': 'Nobody can sign in to it.',
  'malformed-principal-entry':
    'An end that is no date, on the private half: its password must not become a secret.',
  'principal-token-encryption': 'Tokens are encrypted with it; the principal names which.',
  'privileged-principal': 'Whoever has its secret may change everything in the directory.',
  'provisioning-quarantined': 'The other side no longer takes the token of its provisioning.',
  'hostile-principal-name': 'A name that tries to be something else.',
} as const;

export type PrincipalTrap = keyof typeof PRINCIPAL_TRAPS;
