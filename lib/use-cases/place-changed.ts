import type { Source } from '../domain/credential.ts';
import type { Digest, MetadataId, ProviderId, TenantId } from '../domain/ids.ts';
import type { PersonKey } from '../domain/person.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { eventMessage } from './outgoing.ts';

export interface PlaceChange {
  readonly tenant: TenantId;
  readonly source: Source;
  readonly id: MetadataId | ProviderId;
  readonly name: string;
  readonly change: 'declared' | 'declared-anew' | 'copied' | 'edited' | 'enabled' | 'disabled' | 'removed';
  readonly by: PersonKey;
  readonly now: Instant;
}

/** What is said, and recorded, when people change what is watched outside a tenant. It goes with the change itself. */
export const placeChanged = (
  { digest, tenants }: { readonly digest: Digest; readonly tenants: readonly Tenant[] },
  { tenant, source, id, name, change, by, now }: PlaceChange,
): OutgoingMessage =>
  eventMessage(digest, {
    type: 'expiry-monitor.place.changed.v1',
    tenant,
    about: id,
    transition: `${change}@${now}`,
    at: now,
    data: {
      tenantId: tenant,
      environment: tenants.find((one) => one.id === tenant)?.environment ?? 'unknown',
      credentialSource: source,
      placeId: id,
      placeName: name,
      change,
      changedAt: toIso(now),
      by: { tenantId: by.tenant, objectId: by.objectId },
    },
  });
