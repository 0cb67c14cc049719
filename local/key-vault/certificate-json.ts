import { createHash } from 'node:crypto';
import type { CertificateRequests } from './certificate-requests.ts';
import { type Attributes, type Certificate, type CertificateVersion, commonName } from './certificates.ts';

/** Every vault of ours keeps what was deleted for ninety days. */
export const attributesJson = (attributes: Attributes): object => ({
  ...attributes,
  recoveryLevel: 'Recoverable+Purgeable',
  recoverableDays: 90,
});

/** The line of a list: the current version's data under an id without a version. */
export const certificateItem = (vaultUrl: string, certificate: Certificate): object => {
  const current = certificate.versions.at(-1);
  return {
    id: `${vaultUrl}/certificates/${certificate.name}`,
    ...(current === undefined ? {} : { x5t: thumbprint(current) }),
    subject: '',
    attributes: attributesJson(current?.attributes ?? neverIssued(certificate)),
    tags: certificate.template.tags ?? {},
  };
};

/** The line of a list of versions. */
export const certificateVersionItem = (
  vaultUrl: string,
  certificate: Certificate,
  version: CertificateVersion,
): object => ({
  id: `${vaultUrl}/certificates/${certificate.name}/${version.version}`,
  x5t: thumbprint(version),
  subject: '',
  attributes: attributesJson(version.attributes),
  tags: certificate.template.tags ?? {},
});

/** All about one version; a certificate that was never issued has neither body nor thumbprint, only its request. */
export const certificateBundle = (
  vaultUrl: string,
  certificate: Certificate,
  version: CertificateVersion | undefined,
): object => {
  const id = `${certificate.name}/${version?.version ?? certificate.pendingVersion}`;
  return {
    id: `${vaultUrl}/certificates/${id}`,
    kid: `${vaultUrl}/keys/${id}`,
    sid: `${vaultUrl}/secrets/${id}`,
    ...(version === undefined ? {} : { x5t: thumbprint(version), cer: version.der.toString('base64') }),
    attributes: attributesJson(version?.attributes ?? neverIssued(certificate)),
    policy: certificatePolicy(vaultUrl, certificate),
    tags: certificate.template.tags ?? {},
    ...(hasRequest(certificate)
      ? { pending: { id: `${vaultUrl}/certificates/${certificate.name}/pending` } }
      : {}),
  };
};

/** Whether there is a request for a version, open or failed. */
export const hasRequest = ({ template }: Certificate): boolean =>
  template.requestOpen === true || template.requestFailed !== undefined;

const triggerOf = ({ action, actionDaysBefore }: Certificate['template']): object =>
  actionDaysBefore === undefined && action === 'AutoRenew'
    ? { lifetime_percentage: 80 }
    : { days_before_expiry: actionDaysBefore ?? 30 };

/** How the next version would be made, and who makes it. One policy serves all versions. */
export const certificatePolicy = (vaultUrl: string, { name, template, updated }: Certificate): object => ({
  id: `${vaultUrl}/certificates/${name}/policy`,
  key_props: { exportable: true, kty: 'EC', crv: 'P-256', key_size: 256, reuse_key: false },
  secret_props: { contentType: 'application/x-pkcs12' },
  x509_props: {
    subject: `CN=${commonName(name)}`,
    sans: { dns_names: [commonName(name)], emails: [], upns: [] },
    ekus: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
    key_usage: ['digitalSignature'],
    validity_months: Math.max(1, Math.round((template.lifetimeDays ?? 365) / 30.4)),
  },
  lifetime_actions: [
    {
      trigger: triggerOf(template),
      action: { action_type: template.action ?? 'EmailContacts' },
    },
  ],
  issuer: { name: template.issuer ?? 'Unknown', cty: null, cert_transparency: null },
  attributes: { enabled: true, created: updated, updated },
});

/** The last request of a certificate, as it was made while the vaults ran. */
export const requestOperation = (
  vaultUrl: string,
  { name, template }: Certificate,
  { requestId, csr, status, error, version }: NonNullable<ReturnType<CertificateRequests['of']>>,
): object => ({
  id: `${vaultUrl}/certificates/${name}/pending`,
  issuer: { name: template.issuer ?? 'Unknown' },
  csr,
  cancellation_requested: status === 'cancelled',
  status,
  ...(status === 'inProgress'
    ? { status_details: 'Pending certificate created. Please Perform Merge to complete the request.' }
    : {}),
  ...(status === 'completed' ? { target: `${vaultUrl}/certificates/${name}/${version}` } : {}),
  ...(error === undefined ? {} : { status_details: 'The issuer refused.', error }),
  request_id: requestId,
});

/** The same of one that was there from the start: open, until someone merges its answer, or come to nothing. */
export const pendingOperation = (
  vaultUrl: string,
  { name, template, pendingVersion }: Certificate,
): object => ({
  id: `${vaultUrl}/certificates/${name}/pending`,
  issuer: { name: template.issuer ?? 'Unknown' },
  cancellation_requested: false,
  ...(template.requestFailed === undefined
    ? { status: 'inProgress', status_details: 'The request waits until its answer is merged.' }
    : {
        status: 'failed',
        status_details: 'The issuer refused.',
        error: { code: 'IssuerRefused', message: template.requestFailed },
      }),
  request_id: pendingVersion,
});

const thumbprint = ({ der }: CertificateVersion): string =>
  createHash('sha1').update(der).digest('base64url');

const neverIssued = ({ updated }: Certificate): Attributes => ({ enabled: false, created: updated, updated });
