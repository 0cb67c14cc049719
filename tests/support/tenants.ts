import { tenantId } from '../../lib/domain/ids.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';

/** A development tenant. */
export const aTenant = (said: Partial<Tenant> = {}): Tenant => ({
  id: tenantId('7e4a0000-0000-4000-8000-000000000001'),
  name: 'Northwind',
  environment: 'DEVL',
  automatedTesting: true,
  ...said,
});
