import type { ProviderId, TenantId } from '../domain/ids.ts';
import type { OpenIdProvider } from '../domain/openid-provider.ts';
import type { Aggregates } from './aggregates.ts';

export interface ProviderKey {
  readonly tenant: TenantId;
  readonly id: ProviderId;
}

/** The OpenID providers that operators declared, with what was seen of them. */
export interface OpenIdProviders extends Aggregates<ProviderKey, OpenIdProvider> {
  /** All of a tenant, the removed ones too, in no order. A row that can't be read is named, and the others follow. */
  list(tenant: TenantId, unreadable: (row: string) => void): AsyncIterable<OpenIdProvider>;
}
