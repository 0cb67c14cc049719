import { type Digest, type ProviderId, providerId, type TenantId } from '../domain/ids.ts';
import {
  advanceProvider,
  copiedProvider,
  newProvider,
  type OpenIdProvider,
  type ProviderCommand,
  type ProviderRefusal,
  providerTitle,
  type ProviderSettings,
} from '../domain/openid-provider.ts';
import type { PersonKey } from '../domain/person.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { OpenIdProviders } from '../ports/openid-providers.ts';
import { placeChanged, type PlaceChange } from './place-changed.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface ProviderDeps extends Sending {
  readonly providers: OpenIdProviders;
  readonly tenants: readonly Tenant[];
  readonly digest: Digest;
}

export type ProviderFailure =
  ProviderRefusal | 'UNKNOWN_TENANT' | 'UNKNOWN_PROVIDER' | 'ALREADY_THERE' | 'BUSY';

/** What tells one provider of a tenant from another. */
export interface ProviderNames {
  readonly name: string;
  readonly credentials: string;
}

/** What people do; looks at providers are the scans'. */
type OperatorCommand = Exclude<ProviderCommand, { readonly kind: 'note' }>;

const CHANGES = {
  edit: 'edited',
  enable: 'enabled',
  disable: 'disabled',
  remove: 'removed',
} as const satisfies Record<OperatorCommand['kind'], PlaceChange['change']>;

const TRIES = 5;

/** What operators do with OpenID providers. Scans write the same rows: whoever loses that race decides again. */
export const keepProvider = (deps: ProviderDeps) => {
  const { providers, tenants, digest, log } = deps;
  const commit = commitAndSend(deps);

  const find = async (id: ProviderId): Promise<Stored<OpenIdProvider> | undefined> => {
    for (const { id: tenant } of tenants) {
      const stored = await providers.find({ tenant, id });
      if (stored !== undefined) return stored;
    }
    return undefined;
  };

  const save = async (
    state: OpenIdProvider,
    expected: Stored<OpenIdProvider>['version'] | 'absent',
    said: Pick<PlaceChange, 'change' | 'by'>,
  ) => {
    const { tenant, id } = state;
    const of = { tenant, source: 'openid-providers', id, name: providerTitle(state), ...said } as const;
    const messages = [placeChanged(deps, { ...of, now: deps.clock.now() })];
    return (await commit(providers, { tenant, id }, { state, expected, dueAt: undefined, messages })).ok;
  };

  const begin = async (
    tenant: TenantId,
    names: ProviderNames,
    make: (id: ProviderId) => OpenIdProvider,
    said: Pick<PlaceChange, 'change' | 'by'>,
  ): Promise<Result<OpenIdProvider, ProviderFailure>> => {
    const id = providerId(digest, tenant, names);
    const stored = await providers.find({ tenant, id });
    if (stored !== undefined && stored.state.removedAt === undefined) return fail('ALREADY_THERE');
    const provider = make(id);
    if (!(await save(provider, stored?.version ?? 'absent', said))) return fail('ALREADY_THERE');
    log('PROVIDER_CHANGED', { providerId: id, tenant, change: said.change, status: provider.status });
    return ok(provider);
  };

  return {
    declare: async (
      tenant: TenantId,
      names: ProviderNames,
      settings: ProviderSettings,
      by: PersonKey,
    ): Promise<Result<OpenIdProvider, ProviderFailure>> =>
      tenants.some(({ id }) => id === tenant)
        ? begin(tenant, names, (id) => newProvider({ id, tenant, ...names }, settings), {
            change: 'declared',
            by,
          })
        : fail('UNKNOWN_TENANT'),

    /** Another set of credentials at the same provider, or the same at another. */
    copy: async (
      id: ProviderId,
      names: Partial<ProviderNames>,
      by: PersonKey,
    ): Promise<Result<OpenIdProvider, ProviderFailure>> => {
      const stored = await find(id);
      if (stored === undefined || stored.state.removedAt !== undefined) return fail('UNKNOWN_PROVIDER');
      const { tenant, name, credentials } = stored.state;
      const wanted = { name: names.name ?? name, credentials: names.credentials ?? credentials };
      return begin(tenant, wanted, (to) => copiedProvider(stored.state, { id: to, tenant, ...wanted }), {
        change: 'copied',
        by,
      });
    },

    move: async (
      id: ProviderId,
      command: OperatorCommand,
      by: PersonKey,
    ): Promise<Result<OpenIdProvider, ProviderFailure>> => {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const stored = await find(id);
        if (stored === undefined) return fail('UNKNOWN_PROVIDER');
        const moved = advanceProvider(stored.state, command);
        if (!moved.ok) return fail(moved.failure === 'REMOVED' ? 'UNKNOWN_PROVIDER' : moved.failure);
        const change = CHANGES[command.kind];
        if (!(await save(moved.value, stored.version, { change, by }))) continue;
        const { tenant, status } = moved.value;
        log('PROVIDER_CHANGED', { providerId: id, tenant, change, status });
        return ok(moved.value);
      }
      return fail('BUSY');
    },
  };
};
