import {
  type DeclaredItem,
  isDeclared,
  momentOf,
  nativeIdOf,
  subjectOfItem,
} from '../../domain/declared-item.ts';
import type { Digest } from '../../domain/ids.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { CredentialSource, SourceFailure } from '../../ports/credential-source.ts';
import type { DeclaredList, ListUnread } from '../../ports/declared-list.ts';

interface Options {
  readonly tenant: Tenant;
  readonly lists: readonly DeclaredList[];
  readonly digest: Digest;
  readonly pageSize?: number;
}

interface Read {
  /** By id, in its order. */
  readonly items: readonly DeclaredItem[];
  readonly unread: readonly ListUnread[];
  /** Lists that we may not read. */
  readonly forbidden: readonly SourceFailure[];
}

/**
 * What people have declared, from all places where they do. A cursor is the id after which it goes on: lists are short, and
 * read anew for every page, so that a change in between costs nothing but a second look.
 */
export const declaredItems = ({ tenant, lists, digest, pageSize = 500 }: Options): CredentialSource => {
  const read = async (): Promise<Result<Read, SourceFailure>> => {
    const all = await Promise.all(lists.map(async (list) => ({ list, said: await list.read(tenant.id) })));
    const away = all.find(({ said }) => !said.ok && said.failure.code === 'UNAVAILABLE');
    if (away?.said.ok === false) return fail({ ...away.said.failure, code: 'UNAVAILABLE' });
    const forbidden = all.flatMap(({ list, said }) => (said.ok ? [] : [{ list, failure: said.failure }]));
    const found = all.flatMap(({ list, said }) =>
      said.ok ? said.value.items.map((item) => ({ item, list: list.name })) : [],
    );
    const { items, repeated } = once(found);
    return ok({
      items,
      unread: [
        ...all.flatMap(({ said }) => (said.ok ? said.value.faults : [])),
        ...repeated,
        ...forbidden.map(({ list, failure }) => ({ what: `declared/${list.name}`, reason: failure.detail })),
      ],
      forbidden: forbidden.map(({ failure: { detail } }) => ({ code: 'FORBIDDEN', detail })),
    });
  };

  return {
    tenant: tenant.id,
    source: 'declared',
    watches: isDeclared,
    page: async (cursor) => {
      const all = await read();
      if (!all.ok) return all;
      const rest = all.value.items.filter(({ id }) => cursor === undefined || id > cursor);
      const items = rest.slice(0, pageSize);
      return ok({
        subjects: items.map((item) => subjectOfItem(digest, tenant, item)),
        // Once a scan: the lists are the same for every page.
        unread: cursor === undefined ? all.value.unread.map(({ what, reason }) => ({ what, reason })) : [],
        next: rest.length > pageSize ? items.at(-1)?.id : undefined,
      });
    },
    look: async (nativeId) => {
      if (!isDeclared(nativeId)) return ok(undefined);
      const all = await read();
      if (!all.ok) return all;
      const item = all.value.items.find((one) => nativeIdOf(one) === nativeId);
      if (item !== undefined) return ok(subjectOfItem(digest, tenant, item));
      // It may stand where we may not look, or be what could not be understood.
      const [forbidden] = all.value.forbidden;
      if (forbidden !== undefined) return fail(forbidden);
      const mayBe = all.value.unread.some(({ id }) => id === undefined || nativeIdOf({ id }) === nativeId);
      return !mayBe
        ? ok(undefined)
        : fail({
            code: 'UNAVAILABLE',
            detail: 'Something that is declared can not be understood, and may be it.',
          });
    },
  };
};

interface Found {
  readonly item: DeclaredItem;
  readonly list: string;
}

/** Of two with one id the one that ends first is kept, so that nothing is said too late, and the other is said to be unread. */
const once = (
  found: readonly Found[],
): { readonly items: readonly DeclaredItem[]; readonly repeated: readonly ListUnread[] } => {
  const kept = new Map<string, Found>();
  const repeated: ListUnread[] = [];
  for (const one of found.toSorted((a, b) => endOf(a) - endOf(b))) {
    const first = kept.get(one.item.id);
    if (first === undefined) kept.set(one.item.id, one);
    else
      repeated.push({
        what: nativeIdOf(one.item),
        id: one.item.id,
        reason: `It is declared in ${first.list} and in ${one.list}; the one that ends first was taken.`,
      });
  }
  const items = [...kept.values()].map(({ item }) => item).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { items, repeated };
};

const endOf = ({ item }: Found): number => momentOf(item.expires) ?? Number.MAX_SAFE_INTEGER;
