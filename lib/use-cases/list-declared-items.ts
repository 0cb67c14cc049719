import type { DeclaredItem } from '../domain/declared-item.ts';
import type { TenantId } from '../domain/ids.ts';
import type { KeptItem } from '../domain/kept-item.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { DeclaredItems } from '../ports/declared-items.ts';
import type { DeclaredList } from '../ports/declared-list.ts';

interface Deps {
  readonly declared: Pick<DeclaredItems, 'list'>;
  readonly writtenLists: readonly DeclaredList[];
  readonly tenants: readonly Tenant[];
}

export interface ListedDeclaration {
  readonly tenant: TenantId;
  /** The list that it stands in; `api`: it was told over the API. */
  readonly origin: string;
  readonly item: DeclaredItem;
  /** Of what was told over the API. */
  readonly kept: KeptItem | undefined;
}

/** Something in a list that is not taken. */
export interface ListedFault {
  readonly what: string;
  readonly reason: string;
}

/** All that is declared, wherever that was, and what is wrong there. */
export const listDeclaredItems =
  ({ declared, writtenLists, tenants }: Deps) =>
  async (): Promise<{
    readonly items: readonly ListedDeclaration[];
    readonly faults: readonly ListedFault[];
  }> => {
    const items: ListedDeclaration[] = [];
    // What is wrong with a list is told for every tenant, and is one fault.
    const faults = new Map<string, ListedFault>();
    const unread = (what: string, reason: string) => {
      faults.set(`${what}: ${reason}`, { what, reason });
    };
    for (const { id: tenant } of tenants) {
      for (const list of writtenLists) {
        const read = await list.read(tenant);
        if (!read.ok) unread(`declared/${list.name}`, read.failure.detail);
        else {
          items.push(
            ...read.value.items.map((item) => ({ tenant, origin: list.name, item, kept: undefined })),
          );
          for (const { what, reason } of read.value.faults) unread(what, reason);
        }
      }
      const unreadable = (row: string) => {
        unread(`declared/api, ${row}`, 'What we know of it can not be read.');
      };
      for await (const kept of declared.list(tenant, unreadable))
        if (!kept.isRemoved) items.push({ tenant, origin: 'api', item: kept.item, kept });
    }
    return {
      items: items.toSorted((a, b) => (a.item.id < b.item.id ? -1 : 1)),
      faults: [...faults.values()],
    };
  };
