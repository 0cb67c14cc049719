import type { Digest } from '../../domain/ids.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { GraphClient } from './graph-client.ts';

/** What it takes to read how the people of a tenant sign in. */
export interface DomainDeps {
  readonly client: GraphClient;
  readonly tenant: Tenant;
  readonly digest: Digest;
  readonly clock: Clock;
}
