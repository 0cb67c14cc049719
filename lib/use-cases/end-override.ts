import type { OverrideId } from '../domain/ids.ts';
import type { KeptOverride } from '../domain/owner-override.ts';
import type { PersonKey } from '../domain/person.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Stored } from '../ports/aggregates.ts';
import { keepOverride, type KeepOverrideDeps } from './keep-override.ts';

export type EndFailure = 'UNKNOWN_OVERRIDE' | 'ENDED' | 'BUSY';

const TRIES = 5;

/** Somebody ends an override: from now on the owner chain says again who answers. */
export const endOverride = (deps: KeepOverrideDeps) => {
  const keep = keepOverride(deps);

  const find = async (id: OverrideId): Promise<Stored<KeptOverride> | undefined> => {
    for (const tenant of deps.tenants) {
      const stored = await deps.overrides.find({ tenant: tenant.id, id });
      if (stored !== undefined) return stored;
    }
    return undefined;
  };

  return async (id: OverrideId, by: PersonKey): Promise<Result<KeptOverride, EndFailure>> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await find(id);
      if (stored === undefined) return fail('UNKNOWN_OVERRIDE');
      const moved = await keep.move(stored, { kind: 'end', by, now: deps.clock.now() });
      if (moved.ok) return ok(moved.value);
      if (moved.failure !== 'STALE') return fail('ENDED');
    }
    return fail('BUSY');
  };
};
