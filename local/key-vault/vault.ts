import type { Context } from 'hono';
import type { Caller } from './bearer.ts';
import type { CertificateRequests } from './certificate-requests.ts';
import type { Attributes, Certificate } from './certificates.ts';
import type { Collection } from './collections.ts';
import type { CurrentVersion } from './events.ts';
import type { Operation } from './grants.ts';
import type { KeyStore } from './key-store.ts';
import type { KeyRotation } from './templates.ts';
import type { SecretStore } from './secret-store.ts';

/** A secret's metadata; there is no value behind it. */
export interface Secret {
  readonly name: string;
  readonly contentType: string;
  /** The oldest first, and at least one. */
  readonly versions: readonly { readonly version: string; readonly attributes: Attributes }[];
  readonly tags: Readonly<Record<string, string>>;
}

/** One vault with what is in it; keys are created while it runs and therefore live in a store of their own. */
export interface Vault {
  readonly name: string;
  readonly closed: boolean;
  /** By name; a certificate that gets a new version is another one. */
  readonly certificates: Map<string, Certificate>;
  /** By name, as with certificates. */
  readonly secrets: Map<string, Secret>;
  readonly deposits: SecretStore;
  readonly keys: KeyStore;
  readonly requests: CertificateRequests;
  /** Tells whoever listens of a new version. */
  readonly told: (current: CurrentVersion) => void;
  /** Rotation policies of keys, by name. */
  readonly rotations: ReadonlyMap<string, KeyRotation>;
  /** What was deleted softly and can be recovered, as `certificates/name`. */
  readonly deleted: Set<string>;
}

/** Whether something is deleted. What a certificate brought along is deleted with it. */
export const isDeleted = ({ deleted, certificates }: Vault, collection: Collection, name: string): boolean =>
  deleted.has(`${collection}/${name}`) || (certificates.has(name) && deleted.has(`certificates/${name}`));

/** A request whose vault is found and whose caller is known. */
export interface Visit {
  readonly vault: Vault;
  /** Without a slash at the end; ids begin with it. */
  readonly vaultUrl: string;
  readonly url: URL;
  readonly caller: Caller;
  /** Refuses with 403 unless the caller may do this here. */
  readonly permit: (operation: Operation) => void;
}

/** What our routes find in the context. */
export interface VaultEnv {
  Variables: { visit: Visit };
}

/** The context of a route. */
export type VaultContext = Context<VaultEnv>;
