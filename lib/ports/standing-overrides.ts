import type { TenantId } from '../domain/ids.ts';
import type { SetOverride } from '../domain/owner-override.ts';

/** What people have said about who answers for something. */
export interface StandingOverrides {
  /** Those of a tenant that are not over, the newest first. A row that can't be read is named, and the others follow. */
  read(tenant: TenantId, unreadable: (row: string) => void): Promise<readonly SetOverride[]>;
}
