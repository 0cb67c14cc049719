import { fail, ok } from '../../domain/result.ts';
import type { CredentialSource, SourceFailure } from '../../ports/credential-source.ts';

/** Several places of one source of one tenant, read one after the other. One that is closed to us is said to be, and passed over. */
export const joinedSources = (
  sources: readonly [CredentialSource, ...CredentialSource[]],
): CredentialSource => {
  const [{ tenant, source }] = sources;
  const after = (index: number): string | undefined => (index < sources.length ? `${index}:` : undefined);
  return {
    tenant,
    source,
    watches: (nativeId) => sources.some((each) => each.watches(nativeId)),
    page: async (cursor = '0:') => {
      const [, at = '0', inner = ''] = /^(\d+):([\s\S]*)$/.exec(cursor) ?? [];
      const index = Number(at);
      const read = await sources[index]?.page(inner === '' ? undefined : inner);
      if (read === undefined) return ok({ subjects: [], unread: [], next: undefined });
      if (read.ok)
        return ok({
          ...read.value,
          next: read.value.next === undefined ? after(index + 1) : `${index}:${read.value.next}`,
        });
      if (read.failure.code !== 'FORBIDDEN') return read;
      const unread = [{ what: `${source}, place ${index + 1}`, reason: read.failure.detail }];
      return ok({ subjects: [], unread, next: after(index + 1) });
    },
    look: async (nativeId) => {
      const failures: SourceFailure[] = [];
      for (const each of sources.filter((one) => one.watches(nativeId))) {
        const looked = await each.look(nativeId);
        if (!looked.ok) failures.push(looked.failure);
        else if (looked.value !== undefined) return looked;
      }
      const [failure] = failures;
      return failure === undefined ? ok(undefined) : fail(failure);
    },
  };
};
