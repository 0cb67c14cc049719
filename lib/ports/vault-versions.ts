import type { RenewalId, TenantId } from '../domain/ids.ts';
import type { ItemPlace } from '../domain/item-place.ts';
import type { CurrentVersion, VaultView } from '../domain/next-version.ts';
import type { Result } from '../domain/result.ts';

export interface VersionFailure {
  /**
   * `REFUSED`: nothing was made, and asking again changes nothing until a person acts. `CLOSED`: the vault does not let us.
   * `UNAVAILABLE`: it may have been made or not; `look` tells.
   */
  readonly code: 'NOT_FOUND' | 'REFUSED' | 'CLOSED' | 'UNAVAILABLE';
  readonly detail: string;
}

type Answer<T = undefined> = Promise<Result<T, VersionFailure>>;

/** The next versions of what vaults hold. No value and no private key is ever read. */
export interface VaultVersions {
  look(tenant: TenantId, item: ItemPlace): Answer<VaultView>;
  /** Has the vault ask for a certificate by its own policy. While a request is open, another is refused. */
  ask(tenant: TenantId, item: ItemPlace): Answer;
  /** Each call makes one more version of a key, by its rotation policy. */
  rotate(tenant: TenantId, item: ItemPlace): Answer<CurrentVersion>;
  /** Each call makes one more version of a secret; what was said of the one before is said of it too. */
  set(tenant: TenantId, item: ItemPlace, value: NewValue): Answer<CurrentVersion>;
  /** Joins the open request with what was signed, the chain behind the certificate itself: DER as base64. */
  merge(tenant: TenantId, item: ItemPlace, chain: readonly string[]): Answer;
}

/** A value that nobody is to see. */
export interface NewValue {
  readonly value: string;
  readonly expiresAt: CurrentVersion['expiresAt'];
  readonly renewalId: RenewalId;
}
