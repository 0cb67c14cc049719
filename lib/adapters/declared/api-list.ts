import type { DeclaredItem } from '../../domain/declared-item.ts';
import { ok } from '../../domain/result.ts';
import type { DeclaredItems } from '../../ports/declared-items.ts';
import type { DeclaredList, ListUnread } from '../../ports/declared-list.ts';

/** What was declared over the API, as one more list. */
export const apiList = (kept: Pick<DeclaredItems, 'list'>): DeclaredList => ({
  name: 'api',
  read: async (tenant) => {
    const faults: ListUnread[] = [];
    const items: DeclaredItem[] = [];
    const unreadable = (row: string) => {
      faults.push({ what: `declared/api, ${row}`, reason: 'What we know of it can not be read.' });
    };
    for await (const { item, isRemoved } of kept.list(tenant, unreadable)) if (!isRemoved) items.push(item);
    return ok({ items, faults });
  },
});
