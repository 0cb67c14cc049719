import type { Concern, Credential, CredentialRole, Subject } from '../../domain/credential.ts';
import {
  type FederationMetadata,
  isTrusted,
  type ShownCertificate,
  type Trusted,
} from '../../domain/federation-metadata.ts';
import { credentialId, type Digest, subjectId } from '../../domain/ids.ts';
import type { KeptMetadata } from '../../domain/kept-metadata.ts';
import { inUseOf } from '../../domain/metadata-import.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { days, type Instant, plus } from '../../domain/time.ts';

export const FEDERATION_METADATA = 'federation-metadata';

/** AD FS by itself adds the next certificate twenty days before the end; who has none by then has forgotten it. */
const NEXT_WANTED = days(20);

/** The subject that watched metadata is, with each certificate that it shows as a credential. */
export const metadataSubject = (
  kept: KeptMetadata,
  trusted: Trusted,
  { tenant, digest, now }: { readonly tenant: Tenant; readonly digest: Digest; readonly now: Instant },
): Subject => {
  const id = subjectId(digest, { tenant: tenant.id, source: FEDERATION_METADATA, nativeId: kept.id });
  const metadata = kept.read?.metadata;
  const credentials = (metadata?.certificates ?? []).map((certificate): Credential => {
    const kind = certificate.use === 'signing' ? 'token-signing-certificate' : 'token-encryption-certificate';
    return {
      id: credentialId(digest, id, kind, certificate.thumbprint),
      kind,
      keyId: certificate.thumbprint,
      name: certificate.name,
      startsAt: certificate.startsAt,
      expiresAt: certificate.expiresAt,
      thumbprint: certificate.thumbprint,
      hint: undefined,
      enabled: true,
      renewsItself: false,
      managedBy: undefined,
      role: roleOf(certificate, metadata, trusted),
      concerns: concernsOf(certificate, kept, trusted, now),
      dependents: dependentsOf(kept),
    };
  });
  return {
    id,
    tenant: tenant.id,
    environment: tenant.environment,
    source: FEDERATION_METADATA,
    kind: 'federation-metadata',
    nativeId: kept.id,
    appId: undefined,
    name: kept.name,
    labels: (metadata?.sides ?? []).toSorted(),
    ownerHints: { serviceManagementReference: undefined, ownerTag: undefined },
    enabled: true,
    credentials: credentials.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
};

/** The one in use is the primary, if it is shown; else the first of its use. */
const roleOf = (
  certificate: ShownCertificate,
  metadata: FederationMetadata | undefined,
  trusted: Trusted,
): CredentialRole => {
  const all = metadata?.certificates ?? [];
  const { use } = certificate;
  const primary = inUseOf(all, use, trusted) ?? all.find((one) => one.use === use);
  return primary === certificate ? 'primary' : 'secondary';
};

const concernsOf = (
  certificate: ShownCertificate,
  kept: KeptMetadata,
  trusted: Trusted,
  now: Instant,
): readonly Concern[] | undefined => {
  const metadata = kept.read?.metadata;
  const isPrimary = roleOf(certificate, metadata, trusted) === 'primary';
  const found = [
    mismatchOf(certificate, kept, trusted),
    metadata && nextMissing(certificate, metadata, now),
    isPrimary ? unreachableOf(kept) : undefined,
  ].filter((concern) => concern !== undefined);
  return found.length === 0 ? undefined : found;
};

/** Either the tenant does not trust what is shown, or what was fetched last no longer shows what is in use. */
const mismatchOf = (
  certificate: ShownCertificate,
  { refused }: KeptMetadata,
  trusted: Trusted,
): Concern | undefined => {
  const { use, thumbprint, sha256 } = certificate;
  if (isTrusted(certificate, trusted) === false)
    return {
      what: 'metadata-mismatch',
      detail: `The metadata shows the ${use} certificate ${thumbprint}, which the tenant does not trust. It trusts ${listed(trusted[use] ?? [])}.`,
    };
  if (refused?.difference.inUse.some((one) => one.use === use && one.sha256 === sha256) !== true)
    return undefined;
  const added = refused.difference.added.filter((one) => one.use === use);
  return {
    what: 'metadata-mismatch',
    detail: `The metadata no longer shows the ${use} certificate ${thumbprint}, which is in use. New in it: ${listed(added.map((one) => one.thumbprint))}.`,
  };
};

/** Nothing signs any more when this one ends, and its provider has to have shown the next one by now. */
const nextMissing = (
  certificate: ShownCertificate,
  { sides, certificates }: FederationMetadata,
  now: Instant,
): Concern | undefined => {
  if (certificate.use !== 'signing' || !sides.includes('identity-provider')) return undefined;
  if (certificate.expiresAt > plus(now, NEXT_WANTED)) return undefined;
  const outlasts = (one: ShownCertificate) =>
    one.use === 'signing' && one.expiresAt > certificate.expiresAt && one.expiresAt > now;
  return certificates.some(outlasts)
    ? undefined
    : {
        what: 'next-missing',
        detail: 'The provider shows no signing certificate that lasts longer than this one.',
      };
};

const unreachableOf = ({ unreachable }: KeptMetadata): Concern | undefined =>
  unreachable && { what: 'unreachable', detail: unreachable.detail };

const dependentsOf = ({ trust, usedBy }: KeptMetadata): Credential['dependents'] => {
  const all = [
    ...(trust.kind === 'domain' ? [{ name: trust.domain, what: 'federated-domain' }] : []),
    ...usedBy.map((name) => ({ name, what: 'relying-party' })),
  ];
  return all.length === 0 ? undefined : all;
};

const listed = (thumbprints: readonly string[]): string =>
  thumbprints.length === 0 ? 'none' : thumbprints.join(', ');
