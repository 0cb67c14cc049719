import { ENTRA, type Playbook } from './playbook.ts';

/** What particular systems make of a credential that ends: in addition to the playbook of its kind. */
export const SYSTEM_PLAYBOOKS = {
  'saml-relying-party': {
    title: 'SAML relying party',
    breaks:
      'Some check the dates of the signing certificate, some only the key; some know one certificate at a time.',
    symptoms: [
      { by: 'the relying party', says: 'the signature did not validate, or the certificates do not match' },
    ],
    steps: [
      'Ask whether it can hold two certificates. If not, both sides change in the same minute.',
      'Send the new certificate before it signs anything.',
    ],
    tell: 'The administrators of the relying party.',
  },
  'ws-federation-provider': {
    title: 'WS-Federation provider',
    breaks: 'Sign-ins by this provider fail as soon as it signs with a certificate that is not known here.',
    symptoms: [
      { code: 'AADSTS20001', by: ENTRA, says: 'the WS-Federation sign-in response was refused' },
      { code: 'AADSTS50006', by: ENTRA, says: 'the signature is not valid' },
    ],
    steps: [
      'Import its metadata again. That replaces the certificates that were known: look at the difference first.',
      'Import again after it has changed over.',
    ],
    tell: 'Whoever runs the provider.',
  },
  okta: {
    title: 'Okta',
    breaks:
      'As the reader of assertions, Okta goes on with an expired certificate of a provider, knows one at a time, and refuses a changed one. Device certificates that it issues by SCEP are never renewed, only issued anew.',
    symptoms: [
      { by: 'Okta', says: 'Unable to validate incoming SAML Assertion' },
      { by: 'the device', says: 'no management attestation, so that sign-in is refused' },
    ],
    steps: [
      'For a provider: put the new certificate in at the moment of the change.',
      'For devices: distribute the SCEP profile again 120 days before the end, and try again until each device has its new certificate.',
    ],
    tell: 'The administrators of Okta and of the device management.',
  },
  intune: {
    title: 'Intune certificate profile',
    breaks:
      'Devices ask for a new certificate only in the last part of its life: the renewal threshold of the profile.',
    symptoms: [{ by: 'Intune', says: 'the profile is in error, or the certificate connector is inactive' }],
    steps: [
      'See that the threshold, in days, leaves room for devices that are off: 20 percent of a year are 73 days.',
      'See that the connector has been heard of, then let a device check in.',
    ],
    tell: 'Whoever manages the devices.',
  },
  'ztna-console': {
    title: 'Console of a zero trust network access',
    breaks:
      'The console can not read people and groups from Microsoft Entra any more, and later nobody connects.',
    symptoms: [
      { code: 'AADSTS7000222', by: ENTRA, says: 'the client secret that the console holds has expired' },
    ],
    steps: [
      'Store the new secret in the console on the day it is handed over: no other place shows when it ends.',
      'Better: let the console sign people in by SAML and receive them by SCIM, so that it holds no secret of ours.',
    ],
    tell: 'Whoever runs the network access.',
  },
  'openid-provider': {
    title: 'External OpenID provider',
    breaks:
      'People who come by this provider can not sign in: our secret at it has ended, or its keys have changed.',
    symptoms: [
      { by: 'the provider', says: 'invalid_client, when the secret has ended' },
      {
        by: 'our side',
        says: 'the signature of the ID token can not be verified, when its keys have changed',
      },
    ],
    steps: [
      'Make the new secret at the provider, store it here, and try a sign-in.',
      'See that its discovery document answers and names the issuer that is configured.',
    ],
    tell: 'Whoever runs the provider, and those whose people come by it.',
  },
} as const satisfies Readonly<Record<string, Playbook>>;

export type KnownSystem = keyof typeof SYSTEM_PLAYBOOKS;
