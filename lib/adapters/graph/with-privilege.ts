import type { Subject } from '../../domain/credential.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { CredentialSource, SourceFailure } from '../../ports/credential-source.ts';
import type { Privileged } from './privileged-principals.ts';

type Holders = () => Promise<Result<Privileged, SourceFailure>>;

/**
 * The same source, which says of each subject whether it has rights over the tenant. Where that can't be read, nothing is:
 * it takes no other right than the list does, and facts that come and go would be written again and again.
 */
export const withPrivilege = <S extends Pick<CredentialSource, 'page' | 'look' | 'changes'>>(
  source: S,
  holders: Holders,
): S => {
  const { changes } = source;
  return {
    ...source,
    page: async (cursor, part) => {
      const page = await source.page(cursor, part);
      return page.ok ? toldOf(holders, page.value) : page;
    },
    look: async (nativeId) => {
      const looked = await source.look(nativeId);
      if (!looked.ok || looked.value === undefined) return looked;
      const told = await toldOf(holders, { subjects: [looked.value] });
      return told.ok ? ok(told.value.subjects[0]) : told;
    },
    ...(changes && {
      changes: {
        ...changes,
        page: async (markOrNext: string) => {
          const page = await changes.page(markOrNext);
          return page.ok ? toldOf(holders, page.value) : page;
        },
      },
    }),
  };
};

const toldOf = async <Page extends { readonly subjects: readonly Subject[] }>(
  holders: Holders,
  page: Page,
): Promise<Result<Page, SourceFailure>> => {
  if (page.subjects.length === 0) return ok(page);
  const known = await holders();
  if (!known.ok) return known;
  const isPrivileged = ({ nativeId, appId }: Subject): boolean =>
    known.value.has(nativeId) || (appId !== undefined && known.value.has(appId));
  return ok({
    ...page,
    subjects: page.subjects.map((subject) => ({ ...subject, privileged: isPrivileged(subject) })),
  });
};
