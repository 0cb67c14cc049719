import type { DeclaredItem } from '../../domain/declared-item.ts';
import type { TenantId } from '../../domain/ids.ts';
import { fail, ok } from '../../domain/result.ts';
import type { DeclaredList } from '../../ports/declared-list.ts';
import type { WrittenText } from '../../ports/written-text.ts';

interface Listed extends DeclaredItem {
  readonly tenant: TenantId | undefined;
}

interface ReadText {
  readonly items: readonly Listed[];
  readonly faults: readonly {
    readonly at: string;
    readonly message: string;
    readonly id?: string | undefined;
  }[];
}

interface Known {
  /** All that are watched; what names none belongs to the first of them. */
  readonly tenants: readonly TenantId[];
}

/** A list that does not change while the app runs. */
export const settledList = (name: string, items: readonly Listed[], { tenants }: Known): DeclaredList => ({
  name,
  read: (tenant) =>
    Promise.resolve(ok({ items: items.filter((item) => tenantOf(item, tenants) === tenant), faults: [] })),
});

/**
 * A list that is kept elsewhere and read whenever it is asked. What is wrong with it is told for every tenant, since nobody
 * knows whose it would have been.
 */
export const keptList = (
  name: string,
  text: WrittenText,
  parse: (text: string) => ReadText,
  { tenants }: Known,
): DeclaredList => ({
  name,
  read: async (tenant) => {
    const read = await text.read(undefined);
    if (!read.ok) {
      const { code, detail } = read.failure;
      return fail({ code: code === 'UNAVAILABLE' ? 'UNAVAILABLE' : 'FORBIDDEN', detail });
    }
    // Without a tag to compare with, there is always a text.
    const { items, faults } = read.value === 'unchanged' ? NOTHING : parse(read.value.text);
    const strangers = items.filter((item) => item.tenant !== undefined && !tenants.includes(item.tenant));
    return ok({
      items: items.filter((item) => tenantOf(item, tenants) === tenant),
      faults: [
        ...faults.map(({ at, message, id }) => ({ what: `declared/${name}, ${at}`, reason: message, id })),
        ...strangers.map(({ id }) => ({
          what: `declared/${id}`,
          id,
          reason: 'It names a tenant that is not in TENANTS.',
        })),
      ],
    });
  },
});

const NOTHING: ReadText = { items: [], faults: [] };

const tenantOf = ({ tenant }: Listed, [first]: readonly TenantId[]): TenantId | undefined => tenant ?? first;
