/** A certificate as it is described before it exists; days count from the epoch. */
export interface CertificateTemplate {
  readonly name: string;
  /** When the current version ends; absent while the very first one is still waiting for its issuer. */
  readonly endsIn?: number;
  /** A year, unless said otherwise. */
  readonly lifetimeDays?: number;
  /** `Self` and integrated authorities can renew by themselves; `Unknown`, the default, never does. */
  readonly issuer?: 'DigiCert' | 'Self' | 'Unknown';
  /** What the vault does towards the end: write to the contacts, unless said otherwise. */
  readonly action?: 'AutoRenew' | 'EmailContacts';
  /** When it does so: this many days before the end, instead of after four fifths of the life. */
  readonly actionDaysBefore?: number;
  readonly enabled?: false;
  readonly olderVersions?: number;
  /** A signing request is open: the next version waits for someone to merge the answer. */
  readonly requestOpen?: true;
  /** The last request for a version came to nothing, and this is what the issuer said. */
  readonly requestFailed?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A key that no certificate brought along. */
export interface KeyTemplate {
  readonly name: string;
  readonly kind: 'EC' | 'RSA';
  readonly operations: readonly string[];
  readonly endsIn?: number;
  readonly enabled?: false;
  readonly tags?: Readonly<Record<string, string>>;
  /** When the current version was made; 200 days ago, unless said otherwise. */
  readonly madeDaysAgo?: number;
  readonly rotates?: KeyRotation;
}

/** When the vault makes the next version of a key by itself, as `P30D` or `P1Y`. */
export type KeyRotation = { readonly beforeEnd: string } | { readonly afterMade: string };

/** A secret of which only the metadata exists: no value is ever stored or returned. */
export interface SecretTemplate {
  readonly name: string;
  /** `text/plain`, unless said otherwise. */
  readonly contentType?: string;
  /** When the current version was made; 200 days ago, unless said otherwise. */
  readonly madeDaysAgo?: number;
  readonly endsIn?: number;
  readonly enabled?: false;
  readonly tags?: Readonly<Record<string, string>>;
}

/** One vault; `closed` ones stand behind a private connection that we don't have. */
export interface VaultTemplate {
  readonly name: string;
  /** Where it lies, as the Resource Graph tells; without a subscription nobody finds it. */
  readonly subscription?: string;
  readonly resourceGroup?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** The tenant that it belongs to, if it is another one. */
  readonly ofTenant?: string;
  readonly closed?: true;
  readonly certificates: readonly CertificateTemplate[];
  readonly keys: readonly KeyTemplate[];
  readonly secrets: readonly SecretTemplate[];
}

/** A subscription with the tags of its resource groups. */
export interface SubscriptionTemplate {
  readonly id: string;
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly resourceGroups?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
