import type { X509Certificate } from 'node:crypto';
import type { Credential, Subject } from '../../domain/credential.ts';
import { credentialId, type Digest, subjectId } from '../../domain/ids.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { type Instant, instantOfMs } from '../../domain/time.ts';
import { endpointId, type TlsEndpoint } from '../../domain/tls-endpoint.ts';

export const TLS_ENDPOINTS = 'tls-endpoints';
const KIND = 'tls-certificate';
const LONGEST_NAME = 300;
/** By RFC 5280 a certificate that ends then has no end that anybody knows. */
const NO_END = Date.UTC(9999, 11, 31, 23, 59, 59);

/** The subject that an endpoint is: its own certificate first, then those that vouch for it, as far as it shows them. */
export const tlsSubject = (
  endpoint: TlsEndpoint,
  chain: readonly X509Certificate[],
  { tenant, digest }: { readonly tenant: Tenant; readonly digest: Digest },
): Subject => {
  const nativeId = endpointId(endpoint);
  const id = subjectId(digest, { tenant: tenant.id, source: TLS_ENDPOINTS, nativeId });
  return {
    id,
    tenant: tenant.id,
    environment: tenant.environment,
    source: TLS_ENDPOINTS,
    kind: 'tls-endpoint',
    nativeId,
    appId: undefined,
    name: nativeId,
    labels: endpoint.labels.toSorted(),
    ownerHints: { serviceManagementReference: undefined, ownerTag: endpoint.owner },
    enabled: true,
    credentials: chain.map((certificate): Credential => {
      const thumbprint = certificate.fingerprint.replaceAll(':', '');
      return {
        id: credentialId(digest, id, KIND, thumbprint),
        kind: KIND,
        keyId: thumbprint,
        name: nameOf(certificate) ?? nativeId,
        startsAt: instantOf(certificate.validFrom),
        expiresAt: endOf(certificate.validTo),
        thumbprint,
        hint: undefined,
        enabled: true,
        renewsItself: false,
        managedBy: undefined,
        ...(endOf(certificate.validTo) === undefined && !isWithoutEnd(certificate.validTo)
          ? { expiryUnknown: true }
          : {}),
      };
    }),
  };
};

/** The common name, or the first name of a host. Whoever made the certificate chose it, so it is hostile text. */
const nameOf = ({ subject, subjectAltName }: X509Certificate): string | undefined => {
  const name = /^CN=(.+)$/m.exec(subject)?.[1] ?? /DNS:([^,]+)/.exec(subjectAltName ?? '')?.[1];
  return name?.slice(0, LONGEST_NAME);
};

const instantOf = (date: string): Instant | undefined => {
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? undefined : instantOfMs(ms);
};

const isWithoutEnd = (date: string): boolean => Date.parse(date) >= NO_END;

const endOf = (date: string): Instant | undefined => (isWithoutEnd(date) ? undefined : instantOf(date));
