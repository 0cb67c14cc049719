import { createHash } from 'node:crypto';
import { sha256 } from '../../../lib/adapters/system/sha256.ts';
import type { Credential, CredentialKind, Subject } from '../../../lib/domain/credential.ts';
import { credentialId, subjectId } from '../../../lib/domain/ids.ts';
import type { Person } from '../../../lib/domain/person.ts';
import type { Tenant } from '../../../lib/domain/tenant.ts';
import type { Instant } from '../../../lib/domain/time.ts';

/** A credential that an application holds. Only secrets have a value. */
export interface FakeCredential {
  readonly kind: CredentialKind;
  readonly keyId: string;
  readonly name: string | undefined;
  readonly startsAt: Instant | undefined;
  readonly expiresAt: Instant | undefined;
  readonly value: string | undefined;
  /** Of a certificate that was handed in. */
  readonly thumbprint?: string | undefined;
}

export interface FakeApplication {
  readonly nativeId: string;
  readonly appId: string;
  readonly name: string;
  readonly labels: readonly string[];
  readonly ownerTag: string | undefined;
  readonly serviceManagementReference: string | undefined;
  readonly enabled: boolean;
  readonly managedBy: string | undefined;
  readonly owners: readonly Person[];
  readonly principalOwners: readonly Person[];
  readonly credentials: readonly FakeCredential[];
}

/** A GUID that follows from its name: the same directory in every run. */
export const guidOf = (...name: readonly (string | number)[]): string => {
  const hex = createHash('sha256').update(JSON.stringify(name)).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};

/** The subject as a scan tells it. */
export const subjectOf = (application: FakeApplication, tenant: Tenant): Subject => {
  const { nativeId, appId, name, labels, ownerTag, serviceManagementReference, enabled } = application;
  const source = 'entra-applications';
  const id = subjectId(sha256, { tenant: tenant.id, source, nativeId });
  return {
    id,
    tenant: tenant.id,
    environment: tenant.environment,
    source,
    kind: 'application',
    nativeId,
    appId,
    name,
    labels,
    ownerHints: { ownerTag, serviceManagementReference },
    enabled,
    credentials: application.credentials
      .map((credential) => ({
        ...told(credential),
        id: credentialId(sha256, id, credential.kind, credential.keyId),
        managedBy: application.managedBy,
      }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
};

/** Of a certificate of which nothing more is said. */
export const thumbprintOfKey = (keyId: string): string =>
  createHash('sha1').update(keyId).digest('hex').toUpperCase();

/** What a directory tells of a credential: never its value. */
const told = ({
  kind,
  keyId,
  name,
  startsAt,
  expiresAt,
  value,
  thumbprint,
}: FakeCredential): Omit<Credential, 'id' | 'managedBy'> => ({
  kind,
  keyId,
  name,
  startsAt,
  expiresAt,
  thumbprint: kind === 'client-certificate' ? (thumbprint ?? thumbprintOfKey(keyId)) : undefined,
  hint: value?.slice(0, 3),
  enabled: true,
  renewsItself: false,
});
