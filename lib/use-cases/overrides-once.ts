import type { TenantId } from '../domain/ids.ts';
import type { SetOverride } from '../domain/owner-override.ts';
import type { StandingOverrides } from '../ports/standing-overrides.ts';

/** The overrides as they are when a run first asks for those of a tenant; a failure is everyone's of that run. */
export const overridesOnce = (overrides: StandingOverrides): StandingOverrides => {
  const asked = new Map<TenantId, Promise<readonly SetOverride[]>>();
  return {
    read: (tenant, unreadable) => {
      const known = asked.get(tenant) ?? overrides.read(tenant, unreadable);
      asked.set(tenant, known);
      return known;
    },
  };
};
