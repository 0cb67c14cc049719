import { ACCESS_CONTROL, ENTRA, type Playbook } from './playbook.ts';

/** Keys and certificates of those who issue tokens and of those who read them, the Access Control Service among them. */
export const TOKEN_SIGNING_CERTIFICATE: Playbook = {
  title: 'Token-signing certificate',
  breaks: 'Relying parties refuse the tokens of this issuer, so nobody signs in to them.',
  symptoms: [
    {
      code: 'ACS50004',
      by: ACCESS_CONTROL,
      says: 'there is no valid primary certificate to sign SAML tokens with',
    },
    {
      code: 'ACS10001',
      by: ACCESS_CONTROL,
      says: 'the header of a message of this identity provider was refused',
    },
    {
      code: 'ACS20001',
      by: ACCESS_CONTROL,
      says: 'the WS-Federation sign-in response of this provider was refused',
    },
    { code: 'ACS50006', by: ACCESS_CONTROL, says: 'the signature of this identity provider was refused' },
    { code: 'AADSTS5000811', by: ENTRA, says: 'the token is signed with a key that is not known' },
  ],
  steps: [
    'Add the next certificate as the secondary one, so that the metadata shows both.',
    'Have every relying party read the metadata again, or send them the certificate. Reading it again replaces what they had.',
    'Make it the primary one on the agreed day, and try a sign-in.',
    'After a time of grace remove the old one.',
  ],
  tell: 'Every relying party of this issuer.',
};

export const TOKEN_SIGNING_KEY: Playbook = {
  title: 'Token-signing key',
  breaks: 'Relying parties refuse the tokens, since both sides have to hold the same key.',
  symptoms: [
    {
      code: 'ACS50003',
      by: ACCESS_CONTROL,
      says: 'there is no valid primary symmetric key to sign tokens with',
    },
  ],
  steps: [
    'Make a new key of 256 bits and add it as the secondary one.',
    'Hand it to each relying party by a safe way; they accept both.',
    'Make it the primary one, and try a sign-in.',
    'After a time of grace remove the old one.',
  ],
  tell: 'Every relying party that holds the key.',
};

export const TOKEN_ENCRYPTION_CERTIFICATE: Playbook = {
  title: 'Token-encryption certificate',
  breaks:
    'Tokens for the relying party can not be encrypted, or it can not read them, so its people do not get in.',
  symptoms: [
    {
      code: 'ACS50005',
      by: ACCESS_CONTROL,
      says: 'encryption is required and the relying party has no certificate',
    },
    { code: 'AADSTS50007', by: ENTRA, says: 'the certificate to encrypt for the partner is missing' },
  ],
  steps: [
    'Let the relying party make a new key pair, and able to decrypt with both.',
    'Put its public certificate in the place of the old one, and try a sign-in.',
    'The relying party forgets the old key when no old token is left.',
  ],
  tell: 'Whoever runs the relying party: only they hold the private key.',
};

export const TOKEN_DECRYPTION_CERTIFICATE: Playbook = {
  title: 'Token-decryption certificate',
  breaks: 'Encrypted tokens of the identity providers can not be read any more.',
  symptoms: [
    { code: 'ACS10001', by: ACCESS_CONTROL, says: 'the header of a message was refused' },
    { code: 'ACS20001', by: ACCESS_CONTROL, says: 'a WS-Federation sign-in response was refused' },
  ],
  steps: [
    'Add the new certificate with its private key as the secondary one.',
    'Give its public part to each identity provider that encrypts.',
    'Make it the primary one, and try a sign-in by each of them.',
    'Remove the old one when none encrypts for it any more.',
  ],
  tell: 'Every identity provider that encrypts its tokens.',
};

/** Whoever signs in with the credential of a service identity, or manages the service with one. */
const accessControlCredential = (
  title: string,
  breaks: string,
  what: 'password' | 'key' | 'certificate',
  tell: string,
): Playbook => ({
  title,
  breaks,
  symptoms: [
    what === 'certificate'
      ? { code: 'ACS50016', by: ACCESS_CONTROL, says: 'the certificate matches none that is configured' }
      : { code: 'ACS50006', by: ACCESS_CONTROL, says: 'the signature or password was refused' },
  ],
  steps: [
    `Add a new ${what} beside the old one.`,
    `Let its clients use the new ${what}, and watch a request succeed.`,
    'Remove the old one. Plan to leave the service: it has been retired for years.',
  ],
  tell,
});

const CLIENTS = 'The clients of the service identity can not get tokens any more.';
const MANAGEMENT = 'Whatever manages the namespace by its management service stops.';
const TELL_CLIENTS = 'Whoever runs the clients of this service identity.';
const TELL_MANAGEMENT = 'Whoever runs the tools that manage the namespace.';

export const SERVICE_IDENTITY_PASSWORD = accessControlCredential(
  'Password of a service identity',
  CLIENTS,
  'password',
  TELL_CLIENTS,
);
export const SERVICE_IDENTITY_KEY = accessControlCredential(
  'Symmetric key of a service identity',
  CLIENTS,
  'key',
  TELL_CLIENTS,
);
export const SERVICE_IDENTITY_CERTIFICATE = accessControlCredential(
  'Certificate of a service identity',
  CLIENTS,
  'certificate',
  TELL_CLIENTS,
);
export const MANAGEMENT_SERVICE_PASSWORD = accessControlCredential(
  'Password of a management service',
  MANAGEMENT,
  'password',
  TELL_MANAGEMENT,
);
export const MANAGEMENT_SERVICE_KEY = accessControlCredential(
  'Symmetric key of a management service',
  MANAGEMENT,
  'key',
  TELL_MANAGEMENT,
);
export const MANAGEMENT_SERVICE_CERTIFICATE = accessControlCredential(
  'Certificate of a management service',
  MANAGEMENT,
  'certificate',
  TELL_MANAGEMENT,
);
