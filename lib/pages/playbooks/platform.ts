import type { Playbook } from './playbook.ts';

/** What lies in vaults, on devices and behind addresses, and what is only a leave. */
export const KEY_VAULT_CERTIFICATE: Playbook = {
  title: 'Certificate in a Key Vault',
  breaks: 'The vault still hands it out, but whoever checks its dates refuses it.',
  symptoms: [{ by: 'whoever checks it', says: 'the certificate has expired or is not trusted' }],
  steps: [
    'With an issuer that the vault knows: ask for a new version, and see whether the last attempt failed. In vaults that it was named, the monitor asks after the approval.',
    'With another issuer: let the vault make a request, have it signed, and merge the answer. The private key stays in the vault.',
    'Let those who use it read the new version; who names a version has to be changed.',
  ],
  tell: 'Whoever reads it from the vault, and whoever holds a copy of it.',
};

export const KEY_VAULT_SECRET: Playbook = {
  title: 'Secret in a Key Vault',
  breaks:
    'By itself nothing: the date is a reminder, and the vault still hands the secret out. What it opens may end on the same day.',
  symptoms: [{ by: 'whatever it opens', says: 'access denied, if the secret has ended there too' }],
  steps: [
    'Renew it at the place that it opens, then store the new value as a new version with a new date. Where any random value will do, the tag expiry-monitor-generate with a number of characters has the monitor make it.',
    'Let those who use it read the new version.',
    'Disable the old version once nobody reads it.',
  ],
  tell: 'Whoever reads it from the vault.',
};

export const KEY_VAULT_KEY: Playbook = {
  title: 'Key in a Key Vault',
  breaks:
    'By itself the vault only warns, but services that check the date stop encrypting or signing with it.',
  symptoms: [{ by: 'services that use it', says: 'the key is expired or disabled' }],
  steps: [
    'Make a new version, or give it a rotation policy so that the vault does. In vaults that it was named, the monitor rotates it after the approval, unless the vault does in time.',
    'See that services which name a version move to the new one.',
    'Keep the old version as long as anything is encrypted with it.',
  ],
  tell: 'Whoever runs the services that use the key.',
};

export const DEVICE_CERTIFICATE: Playbook = {
  title: 'Device certificate',
  breaks:
    'The device is not trusted any more: no wireless network, no VPN, no sign-in that asks for a managed device.',
  symptoms: [
    { by: 'the network or the identity provider', says: 'the certificate of the device was refused' },
  ],
  steps: [
    'Distribute the certificate profile again, well before the end: 120 days before, or in the last fifth of the lifetime.',
    'Try again for every device that was not reached, until each has its new certificate.',
    'Look at the connector and the certification authority where none is issued at all.',
  ],
  tell: 'Whoever manages the devices.',
};

export const PUSH_CERTIFICATE: Playbook = {
  title: 'Apple push certificate',
  breaks:
    'No Apple device can be managed any more. After a new one in place of a renewed one every device has to be enrolled again.',
  symptoms: [
    { by: 'the device management', says: 'the push certificate has expired; devices do not check in' },
  ],
  steps: [
    'Renew, and never replace, the certificate in the portal of Apple, with the same Apple Account that made it.',
    'Upload the renewed certificate to the device management.',
  ],
  tell: 'Whoever manages the devices, and who holds the Apple Account.',
};

export const TOKEN: Playbook = {
  title: 'Token',
  breaks: 'What it connects stands still: provisioning of people, purchases of apps, enrolment of devices.',
  symptoms: [{ by: 'the job that uses it', says: 'unauthorised; a provisioning job goes into quarantine' }],
  steps: [
    'Make a new token at the side that issues it.',
    'Store it at the side that uses it, and start what stood still.',
    'Withdraw the old token.',
  ],
  tell: 'Whoever runs the two sides.',
};

export const TLS_CERTIFICATE: Playbook = {
  title: 'TLS certificate',
  breaks: 'Browsers and programs refuse to connect to this address.',
  symptoms: [
    { by: 'browsers and programs', says: 'the certificate has expired, or its chain can not be verified' },
  ],
  steps: [
    'See whether renewal is automatic and why it did not happen.',
    'Have the certificate issued again and put in place, with its whole chain.',
    'Connect once from outside.',
  ],
  tell: 'Whoever runs the endpoint.',
};

export const POLICY_EXCEPTION: Playbook = {
  title: 'Exception to the policy',
  breaks: 'From then on nothing allows what it allowed.',
  symptoms: [],
  steps: [
    'Put what the policy asks for in place before the exception ends.',
    'If that can not be done in time, ask for a new exception, with a reason and an end.',
  ],
  tell: 'Whoever asked for the exception, and who approved it.',
};
