import type { DepositedVersion, DepositPlace } from '../domain/deposit.ts';
import type { RenewalId, TenantId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';

export interface DepositFailure {
  /** `REFUSED`: nothing was put there, nor will be until a person acts. `UNAVAILABLE`: it may be there or not. */
  readonly code: 'REFUSED' | 'UNAVAILABLE';
  readonly detail: string;
}

/** Vaults of the organisation that may be written, and whose values we can't read. */
export interface Depository {
  /** The value becomes the newest version of that secret. Putting it twice makes two versions. */
  put(
    tenant: TenantId,
    place: DepositPlace,
    value: string,
    says: Omit<DepositedVersion, 'version'>,
  ): Promise<Result<{ readonly version: string }, DepositFailure>>;
  /** The newest version that was put there for this renewal; undefined: there is none. Values are not asked for. */
  find(
    tenant: TenantId,
    place: DepositPlace,
    renewalId: RenewalId,
  ): Promise<Result<DepositedVersion | undefined, DepositFailure>>;
}
