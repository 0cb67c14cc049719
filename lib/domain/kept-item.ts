import type { DeclaredItem } from './declared-item.ts';
import type { TenantId } from './ids.ts';
import type { PersonKey } from './person.ts';
import { fail, ok, type Result } from './result.ts';
import type { Instant } from './time.ts';

/** A declared item that was told over the API, with who said so last. What was removed is kept, so that its revisions go on. */
export interface KeptItem {
  readonly tenant: TenantId;
  readonly item: DeclaredItem;
  readonly changedAt: Instant;
  readonly changedBy: PersonKey;
  readonly isRemoved: boolean;
}

/** What someone wants to become of an item. `of` is the revision that they have seen; undefined: they say that there is none. */
export type ItemCommand =
  | { readonly kind: 'put'; readonly item: Omit<DeclaredItem, 'revision'>; readonly of: number | undefined }
  | { readonly kind: 'remove'; readonly of: number };

export type ItemRefusal =
  | { readonly code: 'UNKNOWN_ITEM' }
  /** Someone else was first; this revision is there now. */
  | { readonly code: 'OTHER_REVISION'; readonly revision: number };

export type ItemChange = 'added' | 'changed' | 'removed';

interface Said {
  readonly tenant: TenantId;
  readonly by: PersonKey;
  readonly now: Instant;
}

/** What one word makes of an item. Invariant: a revision is counted upwards and never given twice, not even after a removal. */
export const advanceItem = (
  kept: KeptItem | undefined,
  command: ItemCommand,
  { tenant, by, now }: Said,
): Result<{ readonly kept: KeptItem; readonly change: ItemChange }, ItemRefusal> => {
  const there = kept?.isRemoved === false ? kept : undefined;
  if (there === undefined && command.of !== undefined) return fail({ code: 'UNKNOWN_ITEM' });
  if (there !== undefined && command.of !== there.item.revision)
    return fail({ code: 'OTHER_REVISION', revision: there.item.revision });
  const revision = (kept?.item.revision ?? 0) + 1;
  const changed = { tenant, changedAt: now, changedBy: { tenant: by.tenant, objectId: by.objectId } };
  if (command.kind === 'put')
    return ok({
      kept: { ...changed, item: { ...command.item, revision }, isRemoved: false },
      change: there === undefined ? 'added' : 'changed',
    });
  // There it is, since a removal names a revision.
  if (kept === undefined) return fail({ code: 'UNKNOWN_ITEM' });
  return ok({
    kept: { ...changed, item: { ...kept.item, revision }, isRemoved: true },
    change: 'removed',
  });
};
