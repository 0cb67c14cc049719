import { ENTRA, type Playbook, type Symptom } from './playbook.ts';

const UNKNOWN_CERTIFICATE: Symptom = {
  code: 'AADSTS700027',
  by: ENTRA,
  says: 'the certificate is not registered on the application, or has expired; the reason stands behind it',
};

/** Credentials of applications and enterprise applications in Microsoft Entra. */
export const CLIENT_SECRET: Playbook = {
  title: 'Client secret of an application',
  breaks:
    'The application can not sign in any more, and whatever runs on its tokens stops when the last one ends.',
  symptoms: [
    { code: 'AADSTS7000222', by: ENTRA, says: 'the client secret has expired' },
    {
      code: 'AADSTS7000215',
      by: ENTRA,
      says: 'the client secret is wrong: often its ID was stored in place of its value, or it is only minutes old',
    },
    { code: 'AADSTS7000218', by: ENTRA, says: 'no client secret was sent at all' },
  ],
  steps: [
    'Find everything that signs in with it: the sign-in log of the service principal names the key ID.',
    'Have a new one made beside the old one. Both are valid until the old one is removed.',
    'Store the new value where the application reads it, and restart or refresh the application.',
    'Watch a sign-in with the new key ID succeed, then have the old one removed.',
  ],
  tell: 'Whoever runs the application, and each place that holds a copy of the value.',
};

export const CLIENT_CERTIFICATE: Playbook = {
  title: 'Certificate of an application',
  breaks: 'The application can not prove who it is any more, so it gets no tokens.',
  symptoms: [
    UNKNOWN_CERTIFICATE,
    {
      code: 'AADSTS700024',
      by: ENTRA,
      says: 'the signed statement is not within its time: a clock that is wrong, and not a certificate that has ended',
    },
    { code: 'AADSTS50012', by: ENTRA, says: 'the signature, the chain or the certificate was not accepted' },
  ],
  steps: [
    'Make a new key pair where the application runs, or let its Key Vault make one. The private key stays there.',
    'Have the public certificate added to the application, beside the old one.',
    'Let the application use the new key, and watch a sign-in succeed.',
    'Have the old certificate removed.',
  ],
  tell: 'Whoever runs the application.',
};

export const SYMMETRIC_KEY: Playbook = {
  title: 'Symmetric key of an application',
  breaks:
    'What the application proves with this key is refused. Keys of this kind are older than client secrets.',
  symptoms: [{ code: 'AADSTS7000222', by: ENTRA, says: 'the key has expired' }],
  steps: [
    'Have a client secret, or better a certificate, made in its place: keys of this kind are made no more.',
    'Move whoever uses it over, then have the key removed.',
  ],
  tell: 'Whoever runs the application.',
};

export const SAML_SIGNING_CERTIFICATE: Playbook = {
  title: 'SAML signing certificate of an enterprise application',
  breaks:
    'People can not sign in to this application any more if it looks at the dates. Many look only at the key: for them the outage comes when the certificate is changed and they were not told.',
  symptoms: [
    { code: 'AADSTS50003', by: ENTRA, says: 'the application has no signing key' },
    {
      by: 'the application',
      says: 'the signature of the SAML response is not valid, or its certificate is not known',
    },
  ],
  steps: [
    'Make a new signing certificate beside the active one. It signs nothing yet.',
    'Give it, or the address of the federation metadata, to whoever runs the application, and agree on a day.',
    'On that day make it the active one, and let somebody sign in.',
    'After a time of grace remove the old one.',
  ],
  tell: 'Whoever runs the application at the other side, and the notification addresses of the enterprise application.',
};

export const FEDERATION_SIGNING_CERTIFICATE: Playbook = {
  title: 'Signing certificate of a federated domain',
  breaks: 'Nobody of this domain can sign in to Microsoft Entra any more, to no application at all.',
  symptoms: [
    {
      code: 'AADSTS5000811',
      by: ENTRA,
      says: 'the token is signed with a key that is not known: the identity provider has changed its certificate',
    },
    { code: 'AADSTS50008', by: ENTRA, says: 'the SAML token is not valid' },
    {
      code: 'AADSTS500089',
      by: ENTRA,
      says: 'the SAML token is not valid: the certificate has ended, or a clock is wrong',
    },
    { code: 'AADSTS20012', by: ENTRA, says: 'the WS-Federation message is not valid' },
  ],
  steps: [
    'Let the identity provider make its next certificate, as the secondary one.',
    'Bring it into the federation settings of the domain as the next certificate. Microsoft Entra fetches it by itself only if it reaches the metadata.',
    'Make it the primary one at the identity provider, and let somebody of the domain sign in.',
    'After a time of grace remove the old one at both sides.',
  ],
  tell: 'Whoever runs the identity provider, and every other relying party of it: all of them have to know the next certificate.',
};
