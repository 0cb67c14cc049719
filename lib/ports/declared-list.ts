import type { DeclaredItem } from '../domain/declared-item.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import type { Unread } from './scans.ts';

/** Something in a list that could not be taken. */
export interface ListUnread extends Unread {
  /** The id of the item, if that much can be told. */
  readonly id?: string | undefined;
}

export interface DeclaredListFailure {
  readonly code: 'UNAVAILABLE' | 'FORBIDDEN';
  readonly detail: string;
}

/** One place where people have written down what no API shows. */
export interface DeclaredList {
  /** What people call the place: the name of a setting, `api`. */
  readonly name: string;
  /** What it says of a tenant. What is faulty is named, and the rest is taken: nothing may be concluded absent then. */
  read(
    tenant: TenantId,
  ): Promise<
    Result<
      { readonly items: readonly DeclaredItem[]; readonly faults: readonly ListUnread[] },
      DeclaredListFailure
    >
  >;
}
