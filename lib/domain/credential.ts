import type { CredentialId, SubjectId, TenantId } from './ids.ts';
import type { Instant } from './time.ts';

export type Source = 'entra-applications' | 'key-vault';
export type SubjectKind = 'application' | 'key-vault-item';
export type CredentialKind =
  | 'client-secret'
  | 'client-certificate'
  /** A shared key among the key credentials of an application, of an age before client secrets. */
  | 'symmetric-key'
  | 'key-vault-certificate';

/** One secret, certificate or key that ends. */
export interface Credential {
  readonly id: CredentialId;
  readonly kind: CredentialKind;
  /** What the source calls it: a Graph keyId; for a Key Vault certificate its thumbprint, since lists tell no version. */
  readonly keyId: string;
  /** From a directory, so hostile text. */
  readonly name: string | undefined;
  readonly startsAt: Instant | undefined;
  /** Undefined: it never ends, which is a finding. */
  readonly expiresAt: Instant | undefined;
  /** Upper-case hex SHA-1 of a certificate. */
  readonly thumbprint: string | undefined;
  /** The first characters of a secret, as Graph tells them. */
  readonly hint: string | undefined;
  readonly enabled: boolean;
  /** A certificate that its vault renews by itself (issuer and lifetime action say so). */
  readonly renewsItself: boolean;
  /** The product that rotates it, if its source says so itself. What else is known of products: system-managed.ts. */
  readonly managedBy: string | undefined;
  /** When its vault is to make the next version, if it renews itself and says when. */
  readonly renewsAt?: Instant | undefined;
  /** The last sign-in with it that is known of; undefined: nothing is known, which does not say that nobody uses it. */
  readonly lastUsedAt?: Instant | undefined;
}

/** What the source knows about who answers for a subject. All of it is hostile text. */
export interface OwnerHints {
  readonly serviceManagementReference: string | undefined;
  readonly ownerTag: string | undefined;
}

/** The thing that holds credentials. */
export interface Subject {
  readonly id: SubjectId;
  readonly tenant: TenantId;
  readonly environment: string;
  readonly source: Source;
  readonly kind: SubjectKind;
  /** Object id in the directory, or `vault host/item`. */
  readonly nativeId: string;
  /** Application (client) id, where there is one. */
  readonly appId: string | undefined;
  /** From a directory, so hostile text. */
  readonly name: string;
  readonly labels: readonly string[];
  readonly ownerHints: OwnerHints;
  readonly enabled: boolean;
  /** Holds rights over the tenant itself; undefined: not known. */
  readonly privileged?: boolean | undefined;
  /** What a directory calls the type of a principal, such as `ManagedIdentity`. */
  readonly principalType?: string | undefined;
  /** The tenant that the application of a principal belongs to. */
  readonly ownerOrganization?: string | undefined;
  readonly credentials: readonly Credential[];
}

export const credentialOf = (subject: Subject, id: CredentialId): Credential | undefined =>
  subject.credentials.find((credential) => credential.id === id);
