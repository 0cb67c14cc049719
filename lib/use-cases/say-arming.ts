import { type Arming, type ArmingKey, type ArmingWord, heed, type Mode, unarmed } from '../domain/arming.ts';
import type { Digest } from '../domain/ids.ts';
import type { PersonKey } from '../domain/person.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Directory } from '../ports/directory.ts';
import { armedEvent, disarmedEvent } from './arming-events.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

interface Deps extends Sending {
  readonly directory: Directory;
  readonly tenants: readonly Tenant[];
  readonly digest: Digest;
  /** Every source of every tenant. */
  readonly sources: readonly ArmingKey[];
  readonly mode: Mode;
}

export type ArmingFailure = 'NO_SUCH_SOURCE' | 'BUSY';

const TRIES = 5;

/** Keeps a person's word about a source, and says what came of it. The same word again changes nothing. */
export const sayArming = (deps: Deps) => {
  const commit = commitAndSend(deps);
  return async (
    wanted: ArmingKey,
    word: ArmingWord['word'],
    by: PersonKey,
  ): Promise<Result<Arming, ArmingFailure>> => {
    const known = deps.sources.find(
      ({ tenant, source }) => tenant === wanted.tenant && source === wanted.source,
    );
    if (known === undefined) return fail('NO_SUCH_SOURCE');
    const key = { tenant: known.tenant, source: known.source };
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const at = deps.clock.now();
      const stored = await deps.directory.find(key);
      const before = stored?.state ?? unarmed(key);
      const { tenant, objectId } = by;
      const state = heed(before, { word, by: { tenant, objectId }, at }, deps.mode);
      if (state === before) return ok(before);
      const isArmedNow = before.armedAt === undefined && state.armedAt !== undefined;
      const saved = await commit(deps.directory, key, {
        expected: stored?.version ?? 'absent',
        state,
        dueAt: undefined,
        messages:
          word === 'disarm'
            ? [disarmedEvent(deps, state, at)]
            : isArmedNow
              ? [armedEvent(deps, state, at)]
              : [],
      });
      if (!saved.ok) continue;
      if (isArmedNow) deps.log('SOURCE_ARMED', { ...key });
      if (word === 'disarm') deps.log('SOURCE_DISARMED', { ...key });
      return ok(state);
    }
    return fail('BUSY');
  };
};
