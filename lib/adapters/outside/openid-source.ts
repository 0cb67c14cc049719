import type { Subject } from '../../domain/credential.ts';
import { type Digest, type ProviderId, readId } from '../../domain/ids.ts';
import { advanceProvider, providerTitle } from '../../domain/openid-provider.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CredentialSource, SourceFailure } from '../../ports/credential-source.ts';
import type { OpenIdProviders } from '../../ports/openid-providers.ts';
import type { Outside } from '../../ports/outside.ts';
import type { Unread } from '../../ports/scans.ts';
import { checkProvider } from './openid-check.ts';
import { OPENID_PROVIDERS, providerSubject } from './openid-subject.ts';
import { orAway } from './or-away.ts';

interface Settings {
  readonly tenant: Tenant;
  readonly providers: OpenIdProviders;
  readonly outside: Outside;
  readonly digest: Digest;
  readonly clock: Clock;
}

const ID = /^op-[a-z2-7]{26}$/;

/**
 * The OpenID providers that operators declared, for one tenant. Each one that is enabled is looked at with every scan, and
 * the look is noted. A page is one provider, a cursor the id of the one to read. One that does not answer keeps its keys, and
 * is said to be unread.
 */
export const openIdProviders = (settings: Settings): CredentialSource => {
  const { tenant, providers } = settings;
  return {
    tenant: tenant.id,
    source: OPENID_PROVIDERS,
    watches: (nativeId) => ID.test(nativeId),
    page: (cursor) =>
      orAway(async () => {
        const unread: Unread[] = [];
        const all: ProviderId[] = [];
        const unreadable = (row: string) =>
          unread.push({ what: `openid-providers/${row}`, reason: 'Its row can not be read.' });
        for await (const one of providers.list(tenant.id, unreadable))
          if (one.removedAt === undefined) all.push(one.id);
        const [id, next] = all.toSorted().filter((one) => one >= (cursor ?? ''));
        // Rows that can't be read are said once, with the first page.
        const said = cursor === undefined ? unread : [];
        const seen = id && (await see(settings, id));
        if (seen === undefined) return ok({ subjects: [], unread: said, next });
        return ok({ subjects: [seen.subject], unread: [...said, ...seen.unread], next });
      }),
    look: (nativeId) =>
      orAway<Subject | undefined>(async () => {
        if (!ID.test(nativeId)) return ok(undefined);
        const seen = await see(settings, readId<ProviderId>(nativeId));
        return seen?.failure === undefined ? ok(seen?.subject) : fail(seen.failure);
      }),
  };
};

interface Seen {
  readonly subject: Subject;
  readonly unread: readonly Unread[];
  readonly failure: SourceFailure | undefined;
}

const TRIES = 3;

/** Looks at one, notes what that found, and tells how it stands; undefined: nobody wants it any more. */
const see = async (settings: Settings, id: ProviderId): Promise<Seen | undefined> => {
  const { tenant, providers, clock } = settings;
  const key = { tenant: tenant.id, id };
  const asked = await providers.find(key);
  if (asked === undefined || asked.state.removedAt !== undefined) return undefined;
  if (asked.state.status !== 'enabled')
    return { subject: providerSubject(asked.state, settings), unread: [], failure: undefined };
  const found = await checkProvider(asked.state.addresses, { ...settings, now: () => clock.now() });
  const { check, keys, trouble } = found;
  let state = asked.state;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const stored = attempt === 0 ? asked : await providers.find(key);
    if (stored === undefined) return undefined;
    const noted = advanceProvider(stored.state, { kind: 'note', found: { check, keys, trouble } });
    state = noted.ok ? noted.value : stored.state;
    if (!noted.ok) break; // an operator took it away meanwhile
    const change = { state, expected: stored.version, dueAt: undefined, messages: [] };
    if ((await providers.commit(key, change)).ok) break;
  }
  if (keys !== undefined)
    return { subject: providerSubject(state, settings), unread: [], failure: undefined };
  const reason = check.message;
  return {
    subject: providerSubject(state, settings),
    unread: [{ what: `openid-providers/${providerTitle(state)}`, reason }],
    failure: { code: found.isClosed ? 'FORBIDDEN' : 'UNAVAILABLE', detail: reason },
  };
};
