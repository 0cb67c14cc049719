import type { SilenceId } from '../domain/ids.ts';
import type { KeptSilence, SilenceRefusal } from '../domain/kept-silence.ts';
import type { PersonKey } from '../domain/person.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Stored } from '../ports/aggregates.ts';
import { keepSilence, type KeepSilenceDeps } from './keep-silence.ts';

interface Deps extends KeepSilenceDeps {
  readonly tenants: readonly Tenant[];
}

export type DecisionFailure = SilenceRefusal | 'UNKNOWN_SILENCE' | 'BUSY';

const TRIES = 5;

/** Someone approves a silence, or ends it. */
export const decideSilence = (deps: Deps) => {
  const keep = keepSilence(deps);

  const find = async (id: SilenceId): Promise<Stored<KeptSilence> | undefined> => {
    for (const tenant of deps.tenants) {
      const stored = await deps.silences.find({ tenant: tenant.id, id });
      if (stored !== undefined) return stored;
    }
    return undefined;
  };

  return async (
    id: SilenceId,
    word: 'approve' | 'end',
    by: PersonKey,
  ): Promise<Result<KeptSilence, DecisionFailure>> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await find(id);
      if (stored === undefined) return fail('UNKNOWN_SILENCE');
      const now = deps.clock.now();
      const moved = await keep.move(stored, { kind: word, by, now });
      if (moved.ok) {
        await keep.tell(moved.value, now);
        return ok(moved.value.state);
      }
      if (moved.failure !== 'STALE') return fail(moved.failure);
    }
    return fail('BUSY');
  };
};
