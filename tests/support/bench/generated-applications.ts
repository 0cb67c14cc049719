import { createHash } from 'node:crypto';

/** Of five, four have two credentials and one has three. */
const credentialsOf = (n: number): number => (n % 5 === 4 ? 3 : 2);

/** How many credentials the first so many applications have. */
export const credentialsIn = (applications: number): number =>
  Array.from({ length: applications }, (_, n) => credentialsOf(n)).reduce((sum, count) => sum + count, 0);

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

/** The `n`th application of a generated tenant, as Graph lists it with the properties that a scan selects. */
export const generatedApplication = (n: number): object => {
  const credentials = Array.from({ length: credentialsOf(n) }, (_, nth) => nth);
  const isCertificate = (nth: number) => (n + nth) % 4 === 3;
  return {
    id: guid(`application ${n}`),
    appId: guid(`client ${n}`),
    displayName: `svc-payroll-connector-live-${n}`,
    tags: [`env:live`, `team:${n % 200}`],
    notes: null,
    serviceManagementReference: `CI${n}`,
    isDisabled: null,
    disabledByMicrosoftStatus: null,
    tokenEncryptionKeyId: null,
    passwordCredentials: credentials
      .filter((nth) => !isCertificate(nth))
      .map((nth) => ({
        customKeyIdentifier: null,
        ...common(n, nth),
        hint: 'aB3',
        secretText: null,
      })),
    keyCredentials: credentials.filter(isCertificate).map((nth) => ({
      customKeyIdentifier: digest(`certificate ${n}/${nth}`).subarray(0, 20).toString('base64'),
      ...common(n, nth),
      key: null,
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
    })),
  };
};

const common = (n: number, nth: number) => ({
  displayName: `credential ${nth} of ${n}`,
  keyId: guid(`key ${n}/${nth}`),
  ...dates(n, nth),
});

export const dates = (n: number, nth: number) => ({
  endDateTime: new Date(START + (400 + ((n * 7 + nth) % 700)) * DAY).toISOString(),
  startDateTime: new Date(START + ((n * 3 + nth) % 300) * DAY).toISOString(),
});

export const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export const guid = (text: string): string =>
  digest(text)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
