import type { OwnerHints } from '../domain/credential.ts';
import type { Result } from '../domain/result.ts';
import type { SourceFailure } from './credential-source.ts';
import type { Unread } from './scans.ts';

/** Whom the tags of a vault and of what it lies in name as owners. */
export type PlaceOwners = Pick<
  OwnerHints,
  'vaultOwnerTag' | 'resourceGroupOwnerTag' | 'subscriptionOwnerTag'
>;

export interface FoundVault {
  readonly url: URL;
  readonly owners: PlaceOwners;
}

export interface FoundVaults {
  readonly vaults: readonly FoundVault[];
  /** Places where vaults may be that nobody showed us. */
  readonly unread: readonly Unread[];
}

/** Which vaults a tenant has. */
export interface Vaults {
  /** The answer may be some minutes old. */
  find(): Promise<Result<FoundVaults, SourceFailure>>;
}
