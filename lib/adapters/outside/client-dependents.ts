import type { Credential, Subject } from '../../domain/credential.ts';
import { providerTitle } from '../../domain/openid-provider.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { CredentialSource, SourceFailure } from '../../ports/credential-source.ts';
import type { OpenIdProviders } from '../../ports/openid-providers.ts';
import { orAway } from './or-away.ts';

/** What a client signs in with at the provider. */
const SIGNS_IN: readonly Credential['kind'][] = ['client-secret', 'client-certificate'];

type Loaded = Pick<CredentialSource, 'page' | 'look' | 'changes'>;

/**
 * A source of applications that also says which OpenID providers break when a credential of theirs ends: those that name
 * the application as their client. Where only changes are read, an application shows a new one when it is read next.
 */
export const withClientDependents = <Source extends Loaded>(
  source: Source,
  { tenant, providers }: { readonly tenant: CredentialSource['tenant']; readonly providers: OpenIdProviders },
): Source => {
  /** By client id, in one order. */
  const known = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
    const titles = new Map<string, string[]>();
    // A row that can't be read is named by the source of the providers.
    for await (const provider of providers.list(tenant, () => undefined)) {
      if (provider.removedAt !== undefined || provider.status !== 'enabled') continue;
      const clientId = provider.clientId.toLowerCase();
      titles.set(clientId, [...(titles.get(clientId) ?? []), providerTitle(provider)].toSorted());
    }
    return titles;
  };
  const joined = async <T, F>(
    read: Promise<Result<T, SourceFailure | F>>,
    join: (value: T, of: (subject: Subject) => Subject) => T,
  ): Promise<Result<T, SourceFailure | F>> => {
    const got = await read;
    if (!got.ok) return got;
    return orAway(async () => {
      const titles = await known();
      return ok(join(got.value, (subject) => withDependents(subject, titles)));
    });
  };
  const { changes } = source;
  return {
    ...source,
    page: (cursor, part) =>
      joined(source.page(cursor, part), (page, of) => ({ ...page, subjects: page.subjects.map(of) })),
    look: (nativeId) => joined(source.look(nativeId), (subject, of) => subject && of(subject)),
    ...(changes && {
      changes: {
        ...changes,
        page: (markOrNext: string) =>
          joined(changes.page(markOrNext), (page, of) => ({ ...page, subjects: page.subjects.map(of) })),
      },
    }),
  };
};

const withDependents = (subject: Subject, titles: ReadonlyMap<string, readonly string[]>): Subject => {
  const found = titles.get(subject.appId?.toLowerCase() ?? '');
  if (found === undefined) return subject;
  const more = found.map((name) => ({ name, what: 'openid-provider' }));
  return {
    ...subject,
    credentials: subject.credentials.map((credential) =>
      SIGNS_IN.includes(credential.kind)
        ? { ...credential, dependents: [...(credential.dependents ?? []), ...more] }
        : credential,
    ),
  };
};
