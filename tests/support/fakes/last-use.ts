import { fail, ok, type Result } from '../../../lib/domain/result.ts';
import type { Instant } from '../../../lib/domain/time.ts';
import type { LastUse, LastUseFailure } from '../../../lib/ports/last-use.ts';
import type { DirectoryState } from './directory-state.ts';

/** The report of sign-ins of a directory in memory, and how to fill it. */
export interface FakeLastUse {
  readonly lastUse: LastUse;
  readonly noteUse: (nativeId: string, keyId: string, at: Instant) => void;
  /** Nobody asked for it, or the tenant does not have it; undefined: it is there again. */
  readonly withholdUse: (code: 'OFF' | 'NOT_OFFERED' | undefined) => void;
}

export const lastUseOf = ({ tenant, pageSize, trouble }: DirectoryState): FakeLastUse => {
  const used = new Map<string, Instant>();
  let withheld: 'OFF' | 'NOT_OFFERED' | undefined;
  const away = (): Result<never, LastUseFailure> | undefined => {
    if (withheld !== undefined) return fail({ code: withheld, detail: 'There is no report.' });
    if (trouble.outage === undefined) return undefined;
    const code = trouble.outage === 'FORBIDDEN' ? 'NOT_OFFERED' : 'UNAVAILABLE';
    return fail({ code, detail: `The directory is ${trouble.outage}.` });
  };
  return {
    lastUse: {
      of: (holder, keyId) =>
        Promise.resolve(
          away() ??
            ok(
              holder.tenant === tenant.id ? used.get(`${holder.nativeId}/${keyId.toLowerCase()}`) : undefined,
            ),
        ),
      page: (_tenant, cursor) => {
        const from = Number(cursor ?? 0);
        const all = [...used].map(([name, at]) => {
          const [nativeId = '', keyId = ''] = name.split('/');
          return { nativeId, keyId, at };
        });
        const next = from + pageSize < all.length ? String(from + pageSize) : undefined;
        return Promise.resolve(away() ?? ok({ used: all.slice(from, from + pageSize), next }));
      },
    },
    noteUse: (nativeId, keyId, at) => void used.set(`${nativeId}/${keyId}`, at),
    withholdUse: (code) => {
      withheld = code;
    },
  };
};
