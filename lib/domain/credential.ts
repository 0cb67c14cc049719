import type { CredentialId, SubjectId, TenantId } from './ids.ts';
import type { Instant } from './time.ts';

/** Where credentials are found. */
export const SOURCES = [
  'entra-applications',
  'entra-service-principals',
  /** Domains whose people sign in at an identity provider of their own. */
  'federated-domains',
  'key-vault',
  /** WS-Federation and SAML metadata of identity providers and relying parties. */
  'federation-metadata',
  /** OpenID providers outside the tenant. */
  'openid-providers',
  'tls-endpoints',
  /** What a device management keeps: push certificates, tokens, certificate profiles. */
  'devices',
  /** What no API shows, as people have written it down. */
  'declared',
] as const;
export type Source = (typeof SOURCES)[number];

/** The things that hold credentials. */
export const SUBJECT_KINDS = [
  'application',
  'service-principal',
  'federated-domain',
  /** What a tenant has decided for all that sign in there. */
  'tenant-policy',
  /** The jobs by which an enterprise application writes people into another system. */
  'provisioning',
  'key-vault-item',
  'federation-metadata',
  'openid-provider',
  'tls-endpoint',
  'device-profile',
  'declared-item',
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Every kind of credential that ends. */
export const CREDENTIAL_KINDS = [
  'client-secret',
  'client-certificate',
  /** A shared key among the key credentials of an application, of an age before client secrets. */
  'symmetric-key',
  /** With it the directory signs SAML assertions for one relying party. */
  'saml-signing-certificate',
  /** With it an identity provider signs for a federated domain. */
  'federation-signing-certificate',
  'token-signing-certificate',
  'token-signing-key',
  'token-encryption-certificate',
  'token-decryption-certificate',
  'service-identity-password',
  'service-identity-key',
  'service-identity-certificate',
  'management-service-password',
  'management-service-key',
  'management-service-certificate',
  'key-vault-certificate',
  'key-vault-secret',
  'key-vault-key',
  'device-certificate',
  /** With it a device management wakes the devices of one maker. */
  'push-certificate',
  'token',
  'tls-certificate',
  /** A leave that ends, such as to keep a secret where certificates are preferred. */
  'policy-exception',
] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** Which of several of one purpose it is. Signers have a primary and a secondary, their readers a current and a next. */
export const CREDENTIAL_ROLES = ['primary', 'secondary', 'current', 'next'] as const;
export type CredentialRole = (typeof CREDENTIAL_ROLES)[number];

/** Something that its source shows to be wrong with a credential, besides its end. */
export const CONCERNS = [
  /** Its vault was to make a new version, and could not. */
  'issuance-failed',
  /** It renews itself, and had to have done so by now. */
  'renewal-overdue',
  /** It is close to its end, and its successor is not in place yet. */
  'next-missing',
  /** The metadata shows another certificate than the one that is trusted. */
  'metadata-mismatch',
  /** Nobody is on the list of those whom the directory tells of its end. */
  'notification-list-empty',
  /** A provisioning job stands still, as it does when its token is refused. */
  'provisioning-quarantined',
  /** Tokens live longer or shorter than by default. */
  'token-lifetime-changed',
  /** The other side does not answer, or not with what was expected. */
  'unreachable',
  'issuer-mismatch',
  /** Devices begin to renew it later than the policy wants to hear of it. */
  'late-renewal-threshold',
  /** The connector that issues it has not been heard of. */
  'connector-inactive',
  /** Whoever wrote it down did not say when it ends. */
  'end-not-declared',
] as const;

export interface Concern {
  readonly what: (typeof CONCERNS)[number];
  /** For people: what exactly. May hold names from outside, so hostile text. Never a value. */
  readonly detail: string;
}

/** Whether it is something that a source shows, and may show no more the next time. */
export const isConcern = (what: string): what is Concern['what'] =>
  CONCERNS.some((concern) => concern === what);

/** Somebody or something that stops working with it. Hostile text. */
export interface KnownDependent {
  readonly name: string;
  /** `relying-party`, `key-vault-reference`, `same-certificate`, `system`, `provisioning`, or as its source says. */
  readonly what: string;
  /** What it accepts, where that is known. */
  readonly accepts?: readonly string[] | undefined;
}

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
  readonly role?: CredentialRole | undefined;
  /** Its source does not tell when it ends, so that nothing can be said of its end; never the same as "it never ends". */
  readonly expiryUnknown?: boolean | undefined;
  readonly concerns?: readonly Concern[] | undefined;
  /** Who is known to need it. */
  readonly dependents?: readonly KnownDependent[] | undefined;
}

/** What the source knows about who answers for a subject. All of it is hostile text. */
export interface OwnerHints {
  readonly serviceManagementReference: string | undefined;
  readonly ownerTag: string | undefined;
  /** The owner tags of the places that it lies in, from the nearest to the farthest. */
  readonly vaultOwnerTag?: string | undefined;
  readonly resourceGroupOwnerTag?: string | undefined;
  readonly subscriptionOwnerTag?: string | undefined;
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
